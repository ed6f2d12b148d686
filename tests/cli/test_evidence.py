"""``spamatlas evidence`` as a user calls it: file, export, verify; tamper, and it says what does not hold."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calling import PARCEL, called


def call(data: Path, *arguments: str | Path) -> tuple[int, str]:
    done = called(data, *arguments)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filed")
    with (folder / "texts.jsonl").open("w") as file:
        for number in range(9):
            line = {"id": f"t{number}", "channel": "sms", "text": PARCEL.format(number), "sender": "+15550100"}
            file.write(json.dumps(line) + "\n")
    found = tmp_path_factory.mktemp("node") / "data"
    assert call(found, "report", folder / "texts.jsonl")[0] == 0
    return found


@pytest.fixture(scope="module")
def package(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    campaign = json.loads(call(data, "campaigns", "--json")[1])[0]["campaign"]
    path = tmp_path_factory.mktemp("out") / "campaign.zip"
    code, said = call(data, "evidence", "export", campaign, "--out", path, "--json")
    assert code == 0, said
    assert json.loads(said)["path"] == str(path)
    assert json.loads(said)["reports"] == 9
    return path


def verified(data: Path, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    code, said = call(data, "evidence", "verify", *arguments, "--json")
    return code, json.loads(said)


def test_a_package_that_was_exported_holds(data: Path, package: Path) -> None:
    code, found = verified(data, package)
    assert (code, found["holds"]) == (0, True)
    assert found["reports"] == found["sealed"] == 9
    code, said = call(data, "evidence", "verify", package)
    assert code == 0
    assert "It holds." in said
    assert "FAILS" not in said


def test_a_changed_byte_is_said_and_the_exit_code_is_1(data: Path, package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as whole, zipfile.ZipFile(tmp_path / "changed.zip", "w") as archive:
        victim = next(each for each in whole.namelist() if each.startswith("originals/"))
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content.replace(b"2.99", b"3.99") if name == victim else content)
    code, found = verified(data, tmp_path / "changed.zip")
    assert (code, found["holds"]) == (1, False)
    assert [each["name"] for each in found["assurances"] if not each["holds"]] == ["contents"]
    code, said = call(data, "evidence", "verify", tmp_path / "changed.zip")
    assert code == 1
    assert victim in said
    assert "does NOT hold" in said


def test_elsewhere_it_holds_only_with_the_nodes_fingerprint_or_certificate(
    data: Path, package: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    code, found = verified(elsewhere, package)
    assert code == 1
    assert [each["name"] for each in found["assurances"] if not each["holds"]] == ["authority"]
    known = json.loads(call(data, "evidence", "authority", "--json")[1])
    (tmp_path / "their.pem").write_text(known["certificate"])
    spelled = ":".join(known["fingerprint"][at : at + 2] for at in range(0, 64, 2)).upper()
    for trusted in (known["fingerprint"], spelled, tmp_path / "their.pem"):
        assert verified(elsewhere, package, "--authority", trusted)[0] == 0, trusted
    assert verified(elsewhere, package, "--authority", "0" * 64)[0] == 1
    assert not elsewhere.exists(), "looking at a package makes nothing"


def test_a_report_is_exported_into_a_folder_under_a_name_of_its_own(data: Path, tmp_path: Path) -> None:
    code, said = call(data, "evidence", "export", "t3", "--lang", "ar", "--out", tmp_path)
    assert code == 0, said
    (path,) = tmp_path.glob("evidence-*.zip")
    assert str(path.name) in said
    assert verified(data, path)[1]["reports"] == 1


@pytest.mark.parametrize(
    "arguments",
    [("export",), ("verify",), ("verify", "a", "b"), ("authority", "x"), ("shred", "x")],
)
def test_wrong_usage_is_said_with_2(data: Path, arguments: tuple[str, ...]) -> None:
    assert call(data, "evidence", *arguments)[0] == 2


def test_what_there_is_not_is_said_with_1(data: Path, tmp_path: Path) -> None:
    assert call(data, "evidence", "export", "C-0000000000000001")[0] == 1
    code, said = call(data, "evidence", "verify", tmp_path / "none.zip")
    assert code == 1
    assert "can't be read" in said
    (tmp_path / "text.zip").write_bytes(b"no archive")
    code, said = call(data, "evidence", "verify", tmp_path / "text.zip")
    assert code == 1
    assert "no whole zip archive" in said
