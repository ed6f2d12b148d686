"""What the guide in a package says works: with sha256sum, openssl and a shell alone, as a court's expert would."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.custody.conftest import Files, files_of, packed

from spamatlas.custody.authority import Authority
from spamatlas.custody.layout import CHAIN, GUIDE, LISTING, STAMP
from spamatlas.custody.time_stamp import certificates, fingerprint
from spamatlas.locale import languages

pytestmark = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("sha256sum")), reason="no openssl and sha256sum here"
)


def unpacked(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def commands(files: Files) -> list[str]:
    """The commands of the guide, in order: the lines that are set in by five blanks."""
    return re.findall(r"^ {5}(\S.*)$", files[GUIDE].decode(), re.MULTILINE)


@pytest.fixture
def folder(files: Files, tmp_path: Path) -> Path:
    return unpacked(files, tmp_path)


def test_openssl_verifies_the_stamp(folder: Path, files: Files) -> None:
    command = next(each for each in commands(files) if each.startswith("openssl ts -verify"))
    done = run(command, folder)
    assert done.returncode == 0, done.stderr
    assert "Verification: OK" in done.stdout + done.stderr


def test_openssl_refuses_another_list_another_key_and_another_stamp(
    folder: Path, files: Files, stranger: Authority
) -> None:
    command = next(each for each in commands(files) if each.startswith("openssl ts -verify"))
    for name, content in (
        (LISTING, files[LISTING] + b"\n"),
        ("authority.pem", stranger.root),
        (STAMP, files_of(packed(stranger))[STAMP]),
    ):
        (folder / name).write_bytes(content)
        assert run(command, folder).returncode != 0, name
        (folder / name).write_bytes(files[name])
    assert run(command, folder).returncode == 0


def test_sha256sum_verifies_every_file(folder: Path, files: Files) -> None:
    command = next(each for each in commands(files) if each.startswith("sha256sum"))
    assert run(command, folder).returncode == 0
    for name in set(files) - {LISTING, STAMP}:
        (folder / name).write_bytes(files[name] + b" ")
        assert run(command, folder).returncode != 0, name
        (folder / name).write_bytes(files[name])


def test_a_shell_follows_the_chain(folder: Path, files: Files) -> None:
    command = next(each for each in commands(files) if CHAIN in each)
    said = run(command, folder).stdout
    assert "BROKEN" not in said
    head, stated = said.strip().splitlines()
    assert head in stated
    lines = files[CHAIN].splitlines(keepends=True)
    for edited in ([lines[0], *lines[2:]], [lines[1], lines[0], *lines[2:]]):
        (folder / CHAIN).write_bytes(b"".join(edited))
        assert "BROKEN" in run(command, folder).stdout
    (folder / CHAIN).write_bytes(b"".join(lines[:-1]))
    head, stated = run(command, folder).stdout.strip().splitlines()
    assert head not in stated


def test_openssl_gives_the_fingerprint_that_the_node_gives(folder: Path, files: Files, authority: Authority) -> None:
    command = next(each for each in commands(files) if "fingerprint" in each)
    said = run(command, folder).stdout.partition("=")[2].replace(":", "").strip().lower()
    assert said == fingerprint(certificates(authority.root)[0])
    assert said.encode() in files[GUIDE]


def test_a_sealed_line_is_found_on_its_sheet(folder: Path, files: Files) -> None:
    line = re.search(r'"sealed_as": "([^"]+)"', files["manifest.json"].decode())
    sheet = re.search(r'"seal": "([^"]+)"', files["manifest.json"].decode())
    assert line
    assert sheet
    command = next(each for each in commands(files) if "SEALED_AS" in each)
    hashing, finding, verifying = command.split("; ")
    digest = run(hashing.replace("SEALED_AS", line[1]), folder).stdout.split()[0]
    number = Path(sheet[1]).stem
    assert run(finding.replace("HASH", digest).replace("NUMBER", number), folder).stdout.strip() == digest
    assert run(verifying.replace("NUMBER", number), folder).returncode == 0


def test_openssl_verifies_an_outside_stamp(tmp_path: Path, authority: Authority, stranger: Authority) -> None:
    files = files_of(packed(authority, outside=stranger))
    folder = unpacked(files, tmp_path)
    stamps = [each for each in commands(files) if each.startswith("openssl ts -verify")]
    assert len(stamps) == 2
    for command in stamps:
        assert run(command, folder).returncode == 0, command


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_the_same_commands(authority: Authority, language: str) -> None:
    english, theirs = (files_of(packed(authority, language=each)) for each in ("en", language))
    assert commands(english) == commands(theirs)
    assert theirs["report.pdf"].startswith(b"%PDF-")
