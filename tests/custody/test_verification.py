"""What a verifier must find: each thing that somebody may do to a package, and that nothing else is called wrong."""

import io
import random
import struct
import zipfile
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.custody.conftest import MAIL, Files, files_of, listed_again, packed, zipped

from spamatlas.custody.archive import MOST_FILES
from spamatlas.custody.authority import Authority
from spamatlas.custody.layout import (
    AUTHORITY,
    CHAIN,
    DOCUMENT,
    LISTING,
    MANIFEST,
    OUTSIDE_STAMP,
    STAMP,
    sheet,
    stamp_on,
)
from spamatlas.custody.time_stamp import certificates, fingerprint
from spamatlas.custody.verification import Verification, verify

ORIGINAL = "originals/00000000000000000000000000000001.eml"


def look(files: Files, authority: Authority) -> Verification:
    return verify(zipped(files), certificates(authority.root))


def wrong(found: Verification) -> set[str]:
    assert found.holds is not any(each.holds is not True for each in found.assurances)
    return {each.name for each in found.assurances if each.holds is False}


def test_a_package_as_it_was_made_holds(package: bytes, authority: Authority) -> None:
    found = verify(io.BytesIO(package), certificates(authority.root))
    assert found.holds, found.assurances
    assert all(each.holds for each in found.assurances)
    assert (found.reports, found.sealed) == (2, 2)
    assert found.stamped_at
    assert found.authority == fingerprint(certificates(authority.root)[0])


@pytest.mark.parametrize("place", [0, 10, -1])
@pytest.mark.parametrize("name", [ORIGINAL, MANIFEST, CHAIN, DOCUMENT, "README.txt", AUTHORITY, sheet(1)])
def test_one_changed_bit_in_any_file_is_found_and_named(
    files: Files, authority: Authority, name: str, place: int
) -> None:
    changed = bytearray(files[name])
    changed[place] ^= 1
    files[name] = bytes(changed)
    found = look(files, authority)
    assert "contents" in wrong(found)
    assert name in next(each.detail for each in found.assurances if each.name == "contents")


def test_a_changed_original_that_is_listed_again_is_not_what_was_stamped(files: Files, authority: Authority) -> None:
    stamp = files[STAMP]
    files[ORIGINAL] = MAIL.replace(b"bank", b"shop")
    listed_again(files, authority)
    files[STAMP] = stamp
    assert wrong(look(files, authority)) >= {"time-stamp", "manifest"}


def test_a_changed_original_that_is_stamped_again_disagrees_with_manifest_chain_and_seal(
    files: Files, authority: Authority
) -> None:
    files[ORIGINAL] = MAIL.replace(b"bank", b"shop")
    listed_again(files, authority)
    assert "manifest" in wrong(look(files, authority))
    digests = sha256(MAIL).hexdigest().encode(), sha256(files[ORIGINAL]).hexdigest().encode()
    files[MANIFEST] = files[MANIFEST].replace(*digests)
    listed_again(files, authority)
    assert wrong(look(files, authority)) >= {"chain", "seals"}


def rewritten(files: Files, lines: list[bytes]) -> None:
    """Link a chain again as somebody does who has all tools but the keys."""
    linked, previous = [], "0" * 64
    for number, line in enumerate(lines, 1):
        entry = msgspec.json.decode(line) | {"number": number, "previous": previous}
        linked.append(msgspec.json.encode(entry))
        previous = sha256(linked[-1]).hexdigest()
    files[CHAIN] = b"\n".join(linked) + b"\n"
    manifest = msgspec.json.decode(files[MANIFEST])
    manifest["chain"] = {"entries": len(linked), "head": previous}
    files[MANIFEST] = msgspec.json.encode(manifest)


def changed_manifest(files: Files, authority: Authority, **reports: Any) -> Files:
    """The manifest with some fields of its first report changed, listed and stamped again."""
    manifest = msgspec.json.decode(files[MANIFEST])
    manifest["reports"][0] |= reports
    files[MANIFEST] = msgspec.json.encode(manifest)
    listed_again(files, authority)
    return files


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"id": f"{2:032x}"}, "manifest"),
        ({"path": "", "missing": "evidence-missing"}, "manifest"),
        ({"path": "report.pdf"}, "manifest"),
        ({"sha256": "ab" * 32}, "manifest"),
        ({"ruling": "guilty"}, "manifest"),
        ({"asn": -1}, "manifest"),
        ({"received_at": "2020-01-01T00:00:00Z"}, "seals"),
        ({"reporter": "somebody else"}, "seals"),
        ({"sequence": 7}, "seals"),
        ({"seal": ""}, None),
        ({"seal": "seals/000000009.txt"}, "seals"),
        ({"sealed_as": ""}, "seals"),
        ({"sealed_as": "x " * 200_000}, "seals"),
    ],
)
def test_a_manifest_that_says_otherwise_is_found_though_it_is_stamped_again(
    files: Files, authority: Authority, fields: dict[str, Any], what: str | None
) -> None:
    assert wrong(look(changed_manifest(files, authority, **fields), authority)) == ({what} if what else set())


def test_a_sheet_that_no_report_is_on_is_found(files: Files, authority: Authority) -> None:
    manifest = msgspec.json.decode(files[MANIFEST])
    manifest["reports"] = [each | {"seal": "", "sealed_as": ""} for each in manifest["reports"]]
    files[MANIFEST] = msgspec.json.encode(manifest)
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"seals"}


def test_a_chain_that_tells_of_another_report_is_found(files: Files, authority: Authority) -> None:
    lines = files[CHAIN].splitlines()
    strange = msgspec.json.decode(lines[-1]) | {"report": "f" * 32}
    rewritten(files, [*lines, msgspec.json.encode(strange)])
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"chain"}


@pytest.mark.parametrize("edit", ["removed", "last removed", "reordered", "doubled", "changed", "cut"])
def test_a_chain_that_was_edited_is_broken(files: Files, authority: Authority, edit: str) -> None:
    lines = files[CHAIN].splitlines()
    chosen = {
        "removed": [lines[0], *lines[2:]],
        "last removed": lines[:-1],
        "reordered": [lines[1], lines[0], *lines[2:]],
        "doubled": [lines[0], *lines],
        "changed": [lines[0].replace(b"reporter:ab", b"reporter:ac"), *lines[1:]],
        "cut": lines,
    }[edit]
    files[CHAIN] = b"\n".join(chosen) + (b"" if edit == "cut" else b"\n")
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"chain"}


@pytest.mark.parametrize("edit", ["taken in removed", "erasure removed", "reordered"])
def test_a_chain_that_was_linked_again_is_broken_by_what_it_must_tell(
    files: Files, authority: Authority, edit: str
) -> None:
    lines = files[CHAIN].splitlines()
    kept = {
        "taken in removed": lines[1:],
        "erasure removed": [line for line in lines if b'"erased"' not in line],
        "reordered": lines[::-1],
    }[edit]
    rewritten(files, kept)
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"chain"}


def test_a_stamp_of_another_hash_is_found(files: Files, authority: Authority) -> None:
    files[STAMP] = files[stamp_on(sheet(1))]
    found = look(files, authority)
    assert wrong(found) == {"time-stamp"}
    assert found.stamped_at is None
    assert "something else" in next(each.detail for each in found.assurances if each.name == "time-stamp")


@pytest.mark.parametrize("stamp", [b"", b"\x30\x03\x02\x01\x00", b"\x30\x80" * 5000, bytes(200_000)])
def test_what_is_no_stamp_is_found(files: Files, authority: Authority, stamp: bytes) -> None:
    files[STAMP] = stamp
    assert wrong(look(files, authority)) == {"time-stamp"}


def test_a_package_made_under_another_key_is_found(authority: Authority, stranger: Authority) -> None:
    theirs = files_of(packed(stranger))
    assert wrong(look(theirs, authority)) == {"authority"}
    # With our certificate put in beside, or in place of theirs, it is no better.
    theirs[AUTHORITY] = stranger.root + authority.root
    listed_again(theirs, stranger)
    assert wrong(look(theirs, authority)) == {"authority"}
    theirs[AUTHORITY] = authority.root
    listed_again(theirs, stranger)
    assert "time-stamp" in wrong(look(theirs, authority))


def test_a_manifest_that_names_another_authority_is_found(
    files: Files, authority: Authority, stranger: Authority
) -> None:
    theirs, ours = (fingerprint(certificates(each.root)[0]).encode() for each in (stranger, authority))
    files[MANIFEST] = files[MANIFEST].replace(ours, theirs)
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"authority"}


def test_a_sheet_stamped_under_another_key_is_found(files: Files, authority: Authority, stranger: Authority) -> None:
    files[stamp_on(sheet(1))] = files_of(packed(stranger))[stamp_on(sheet(1))]
    files[sheet(1)] = files_of(packed(stranger))[sheet(1)]
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"seals"}


def test_without_a_known_authority_nobody_vouches_for_it(package: bytes, authority: Authority) -> None:
    assert wrong(verify(io.BytesIO(package))) == {"authority"}
    named = fingerprint(certificates(authority.root)[0])
    assert verify(io.BytesIO(package), fingerprints=[named]).holds
    assert wrong(verify(io.BytesIO(package), fingerprints=["0" * 64])) == {"authority"}


def test_an_outside_stamp_is_looked_at_and_is_enough_where_only_that_authority_is_known(
    authority: Authority, stranger: Authority
) -> None:
    both = files_of(packed(authority, outside=stranger))
    assert look(both, authority).holds
    assert look(both, stranger).holds
    both[OUTSIDE_STAMP] = both[STAMP]
    assert wrong(look(both, authority)) == {"outside-stamp"}
    del both[OUTSIDE_STAMP]
    assert "files" in wrong(look(both, authority))


@pytest.mark.parametrize(
    "name", ["extra.txt", "../../evil", "/etc/passwd", "originals/../../x", "C:\\x", "originals/\x1b[2J"]
)
def test_a_file_too_many_is_found_and_named_harmlessly(files: Files, authority: Authority, name: str) -> None:
    files[name] = b"x"
    found = look(files, authority)
    assert "files" in wrong(found)
    assert all(each.detail.isprintable() for each in found.assurances)


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


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{}", b"[" * 100_000, b"\xff", b'{"format":"spamatlas-evidence/2"}'],
    ids=["empty", "no fields", "deep", "not UTF-8", "another format"],
)
def test_a_manifest_that_is_none_is_found(files: Files, authority: Authority, manifest: bytes) -> None:
    files[MANIFEST] = manifest
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"manifest"}


def test_an_event_after_the_stamp_is_found(files: Files, authority: Authority) -> None:
    lines = files[CHAIN].splitlines()
    late = msgspec.json.decode(lines[-1]) | {"at": "2999-01-01T00:00:00Z"}
    rewritten(files, [*lines[:-1], msgspec.json.encode(late)])
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"order"}


def test_a_time_without_a_zone_is_no_time(files: Files, authority: Authority) -> None:
    files[CHAIN] = files[CHAIN].replace(b'Z","kind":"exported"', b'","kind":"exported"')
    listed_again(files, authority)
    assert wrong(look(files, authority)) == {"chain"}


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
