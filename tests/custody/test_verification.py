"""What a verifier must find: each thing that somebody may do to a package, and that nothing else is called wrong."""

import io
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from tests.custody.conftest import MAIL, ORIGINAL, Files, files_of, listed_again, look, packed, wrong

from spamatlas.custody.authority import Authority
from spamatlas.custody.layout import (
    AUTHORITY,
    CHAIN,
    DOCUMENT,
    MANIFEST,
    OUTSIDE_STAMP,
    STAMP,
    sheet,
    stamp_on,
)
from spamatlas.custody.time_stamp import certificates, fingerprint
from spamatlas.custody.verification import verify


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
