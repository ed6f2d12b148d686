"""What a verifier must find in the archive itself, whatever is in it; and that it answers to any bytes."""

import io
import random
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.custody.conftest import ORIGINAL, Files, files_of, listed_again, look, wrong, zipped

from spamatlas.custody.archive import MOST_FILES
from spamatlas.custody.authority import Authority
from spamatlas.custody.layout import AUTHORITY, LISTING, MANIFEST, STAMP
from spamatlas.custody.time_stamp import certificates
from spamatlas.custody.verification import verify


@pytest.mark.parametrize(
    "name", ["extra.txt", "../../evil", "/etc/passwd", "originals/../../x", "C:\\x", "originals/\x1b[2J"]
)
def test_a_file_too_many_is_found_and_named_harmlessly(files: Files, authority: Authority, name: str) -> None:
    files[name] = b"x"
    found = look(files, authority)
    assert "files" in wrong(found)
    assert all(each.detail.isprintable() for each in found.assurances)


def test_a_file_without_a_name_is_found(files: Files, authority: Authority) -> None:
    files["?nameless"] = b"x"
    nameless = io.BytesIO(zipped(files).getvalue().replace(b"?nameless", b"\0nameless"))
    assert wrong(verify(nameless, certificates(authority.root))) == {"files"}


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "a//b", ".ssh/x", "C:\\x", "a b"])
def test_a_listed_path_that_leads_out_of_the_folder_is_found(files: Files, authority: Authority, name: str) -> None:
    files[name] = b"x"
    listed_again(files, authority)
    assert "files" in wrong(look(files, authority))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_found(files: Files, authority: Authority) -> None:
    file = zipped(files)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(ORIGINAL, b"another")
    assert "files" in wrong(verify(file, certificates(authority.root)))


def test_a_missing_file_is_found(files: Files, authority: Authority) -> None:
    for name in (ORIGINAL, MANIFEST, LISTING, STAMP, AUTHORITY):
        fewer = {each: content for each, content in files.items() if each != name}
        assert wrong(look(fewer, authority)) & {"files", "time-stamp"}, name


def test_a_link_in_the_archive_is_refused(files: Files, authority: Authority) -> None:
    file = zipped(files)
    link = zipfile.ZipInfo("originals/link.eml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert wrong(verify(file, certificates(authority.root))) == {"archive"}


def test_bombs_are_refused_without_being_unpacked(files: Files, authority: Authority) -> None:
    many = files | {f"x{number}": b"" for number in range(MOST_FILES)}
    assert wrong(look(many, authority)) == {"archive"}
    huge = bytearray(zipped(files).getvalue())
    at = huge.rfind(b"PK\x01\x02")
    huge[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    assert wrong(verify(io.BytesIO(huge), certificates(authority.root))) == {"archive"}
    files[MANIFEST] = bytes(60_000_000)
    listed_again(files, authority)
    found = {each.name: each for each in look(files, authority).assurances}
    assert "larger than it may be" in found["manifest"].detail


def test_an_index_too_large_is_refused_before_it_is_read(authority: Authority) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 0x7FFFFFFF, 0, 0)
    found = verify(io.BytesIO(bytes(100) + end), certificates(authority.root))
    assert "more files" in found.assurances[0].detail


def but_stamp(files: Files) -> Files:
    """A stamp names its algorithms once more outside of what is signed: those few bytes may change and say nothing."""
    return {name: content for name, content in files.items() if name != STAMP}


@pytest.mark.fuzz
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 40))
def test_whatever_is_done_to_the_bytes_it_answers_and_does_not_hold(
    package: bytes, authority: Authority, seed: int, flips: int
) -> None:
    """Bits turned in the archive as it lies on disk. What nobody reads may change; all that is read is looked at."""
    chance = random.Random(seed)
    changed = bytearray(package)
    for _ in range(flips):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    found = verify(io.BytesIO(changed), certificates(authority.root))
    if found.holds:
        assert but_stamp(files_of(bytes(changed))) == but_stamp(files_of(package))


@pytest.mark.fuzz
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_in_any_file_are_answered(package: bytes, authority: Authority, data: st.DataObject) -> None:
    files = files_of(package)
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name]
    at = data.draw(st.integers(0, len(content)))
    files[name] = content[:at] + data.draw(st.binary(max_size=300)) + content[at + data.draw(st.integers(0, 300)) :]
    found = verify(zipped(files), certificates(authority.root))
    assert found.holds is (files[name] == content) or (name == STAMP and found.stamped_at)


@pytest.mark.fuzz
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=2000))
def test_any_bytes_are_no_package(authority: Authority, content: bytes) -> None:
    assert not verify(io.BytesIO(content), certificates(authority.root)).holds
