"""A backup holds what a snapshot holds, or is refused; nothing of it lands where it should not."""

import io
import json
import os
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamatlas.model import Rejected
from spamatlas.pipeline.backup import FORM, HEAD, SUMS, pack, read_head, unpack
from spamatlas.pipeline.snapshot import Snapshot
from spamatlas.store.migration import shipped

KEPT = {
    "token.key": b"k" * 32,
    "log/log.sqlite": os.urandom(3_000_000),
    "store/store/abc/part/data.bin": b"",
    "é": b"1",
}


def snapshot(folder: Path) -> Snapshot:
    for name, content in KEPT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "store" / "metadata").mkdir()
    (folder / "store" / "metadata" / "default").symlink_to("../store/abc")
    return Snapshot(str(folder), "0.1.0", shipped()[-1].number, datetime.now(UTC), 4, 3, (), 0.1)


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = io.BytesIO()
    pack(snapshot(tmp_path_factory.mktemp("node")), file)
    return file.getvalue()


def archive(members: list[tuple[str, bytes]], **head: object) -> io.BytesIO:
    """A file of our form with these members behind a head that counts them."""
    said = {
        "form": FORM, "files": len(members), "size_bytes": 0, "links": {},
        "snapshot": {
            "folder": "", "version": "9", "migration": 1, "taken_at": "2026-11-26T12:00:00Z", "entries": 0,
            "reports": 0, "elsewhere": [], "paused_seconds": 0,
        },
    } | head  # fmt: skip
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in [(HEAD, json.dumps(said).encode()), *members]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return io.BytesIO(zstandard.compress(file.getvalue()))


def sums(members: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    from hashlib import sha256

    return SUMS, "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in members).encode()


def test_what_is_unpacked_is_what_was_packed(tmp_path: Path, backup: bytes) -> None:
    head = unpack(io.BytesIO(backup), tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_bytes() for name in KEPT} == KEPT
    assert (tmp_path / "again/store/metadata/default").resolve() == (tmp_path / "again/store/store/abc").resolve()
    assert (head.files, head.size_bytes) == (4, sum(map(len, KEPT.values())))
    assert head.snapshot.folder == ""
    assert (tmp_path / "again" / "token.key").stat().st_mode & 0o077 == 0


def test_common_tools_unpack_and_check_it(tmp_path: Path, backup: bytes) -> None:
    (tmp_path / "x.tar").write_bytes(zstandard.ZstdDecompressor().stream_reader(backup).read())
    subprocess.run(["tar", "xf", "x.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / "log/log.sqlite").read_bytes() == KEPT["log/log.sqlite"]
    checked = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.9999999), cut=st.booleans())
def test_what_was_cut_off_or_changed_is_refused_and_leaves_nothing(
    tmp_path: Path, backup: bytes, place: float, cut: bool
) -> None:
    at = int(place * len(backup))
    broken = backup[:at] if cut else backup[:at] + bytes([backup[at] ^ 0x55]) + backup[at + 1 :]
    with pytest.raises(Rejected) as why:
        unpack(io.BytesIO(broken), tmp_path / "again")
    assert why.value.code in {"backup-broken", "no-backup"}
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_no_backup(content: bytes) -> None:
    for given_ in (content, zstandard.compress(content)):
        with pytest.raises(Rejected) as why:
            unpack(io.BytesIO(given_), None)
        assert why.value.code in {"backup-broken", "no-backup"}


@pytest.mark.parametrize("name", ["../token.key", "/etc/x", "a/../../b", "."])
def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path, name: str) -> None:
    members = [(name, b"x")]
    with pytest.raises(Rejected, match="cut off or changed"):
        unpack(archive([*members, sums(members)], files=1), tmp_path / "deep" / "again")
    assert not (tmp_path / "token.key").exists()
    assert not (tmp_path / "deep" / "again").exists()


@pytest.mark.parametrize("target", ["../../../x", "/etc"])
def test_links_that_lead_out_are_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(Rejected, match="cut off or changed"):
        unpack(archive([sums([])], files=0, links={"store/metadata/default": target}), tmp_path / "again")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_the_sums_do_not_name_is_refused(tmp_path: Path) -> None:
    members = [("a", b"1"), ("b", b"2")]
    assert unpack(archive([*members, sums(members)], files=2), None).files == 2
    for odd in ([*members, sums(members[:1])], [members[0], sums(members[:1]), members[1]], members):
        with pytest.raises(Rejected, match="cut off or changed"):
            unpack(archive(odd, files=2), tmp_path / "again")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, backup: bytes) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine").write_text("mine")
    with pytest.raises(Rejected) as why:
        unpack(io.BytesIO(backup), tmp_path / "here")
    assert why.value.code == "folder-not-empty"
    assert (tmp_path / "here" / "mine").read_text() == "mine"
    shutil.rmtree(tmp_path / "here")
    (tmp_path / "here").mkdir()
    unpack(io.BytesIO(backup), tmp_path / "here")


def test_a_backup_of_a_newer_release_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    newer = {
        "folder": "", "version": "7.1", "migration": shipped()[-1].number + 1, "taken_at": "2026-11-26T12:00:00Z",
        "entries": 0, "reports": 0, "elsewhere": [], "paused_seconds": 0,
    }  # fmt: skip
    with pytest.raises(Rejected, match=r"made by 7\.1"):
        read_head(archive([], snapshot=newer))
