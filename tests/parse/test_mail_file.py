"""What attached files are and hold: archives, documents, programs, pages; told without unpacking any."""

import io
import lzma
import zipfile
from base64 import b64decode, b64encode
from struct import pack

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parse.test_mail import read

from spamatlas.model import Attachment, FileKind, Message, ending_of
from spamatlas.parse.mail.archive import MOST_FILES, Listing, listing_of
from spamatlas.parse.mail.file import MOST_NAMED, MOST_SHOWN, held_in, kind_of, listed_in

PROGRAM = b"MZ\x90\0\3\0\0\0" + bytes(60) + b"PE\0\0"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
# Made by py7zr 1.1: a.txt with invoice.exe; a.txt with b.js and a password; a.txt with a locked list.
SEVEN_ZIP = b64decode(
    "N3q8ryccAARVXKQ+jgAAAAAAAAAUAAAAAAAAAH61MgbgAHcAE10ANBlJ7o3pF4k6M1/9ghAM3IgAAADgAHwAa10AAIEzB64Pz7Xv"
    "EA/Ual595dfdm+avUngRH5CYce9eBR1k5f5o4SJ1KXIEmPdyacFeDoMHlT8b1HNXKK0e/L1/PqlipkZdIHRMcwEyugL7ZdMHq9fb"
    "e+XV2iyRqciAAmIeNrE+6bH4rNYAAAAAFwYbAQlzAAcLAQABISEBGAx9AAA="
)
SEVEN_ZIP_LOCKED = b64decode(
    "N3q8ryccAATm+DbtngAAAAAAAAAVAAAAAAAAAMt+vWTyOGDqgmEt/vu4qMdng5r5YF9tSazhYBao1EiZYStNZeAAggB2XQAAgTMH"
    "rg/QDv4UbJGaYJUq7hsBr09xY5aNcAoGS8jgbeGRriZJY8lp5cM+C0PWeYrB41nWhwZkGoy0WuBFNCQSUqgXNoPOGRn+jLBlI13B"
    "IHjIBjoR5+qKWO1u4KCwPS34xOZB5YbTZW9e3OJ7G0fnQpqwAAAAABcGIAEJfgAHCwEAASEhARgMgIMAAA=="
)
SEVEN_ZIP_LOCKED_LIST = b64decode(
    "N3q8ryccAASyNkZekAAAAAAAAAAoAAAAAAAAAPtpV3EcWvGemG9MAZC9+d0vURGOkyu/Jv91KOa3FZ99hugY82BM5dSsnUJh6j+N"
    "wxVJJ4q1zJJRE9f2shzBHpVz7Bz1Bxq+imkSumWw8BbKoUDPY1QDfjpnwdZ/qPYNSPT0neQlCikqWfBeEn8dYiN8R5uVKs4jDhe1"
    "Qus0JeePGza0ATIVbxAxG4p5oPmLMlxPgbcXBiABCXAABwsBAAEkBvEHARJTDx3ZWwm2yjQAorVCVPuFGpoMZQAA"
)
ANY_START = st.sampled_from(
    [b"", b"PK\3\4", b"PK\5\6", b"Rar!\x1a\7\0", b"Rar!\x1a\7\1\0", b"7z\xbc\xaf\x27\x1c", b"MZ"]
)


LIST_OF_NAMES = b"\1\5\1\x11\x0d\0" + "a.scr\0".encode("utf-16-le") + b"\0\0"


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")  # of no time: the same bytes each time
    return file.getvalue()


def locked(archive: bytes) -> bytes:
    """The zip with bit 0 of all flags set (APPNOTE.TXT, section 4.4.4)."""
    body = bytearray(archive)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = body.find(mark)
        while at >= 0:
            body[at + place] |= 1
            at = body.find(mark, at + 4)
    return bytes(body)


def without_place(archive: bytes) -> bytes:
    """The zip as Zip64 has it: size and place of the directory are told by another record (section 4.3.14)."""
    end = archive.rfind(b"PK\5\6")
    return archive[: end + 12] + b"\xff" * 8 + archive[end + 20 :]


def rar_4(name: bytes = b"", flags: int = 0, of_all: int = 0) -> bytes:
    main = pack("<HBHH6x", 0, 0x73, of_all, 13)
    file = pack("<HBHH", 0, 0x74, 0x8000 | flags, 32 + len(name)) + pack(
        "<IIBIIBBHI", 0, 0, 2, 0, 0, 29, 0x30, len(name), 0
    )
    return b"Rar!\x1a\7\0" + main + (file + name if name else b"")


def rar_5(name: bytes = b"", extra: bytes = b"", kind: int = 2) -> bytes:
    held = bytes([kind, 1, len(extra), 0, 0, 0, 0, 0, len(name)]) + name + extra
    main = bytes(4) + bytes([3, 1, 0, 0])
    return b"Rar!\x1a\7\1\0" + main + bytes(4) + bytes([len(held)]) + held


def seven_zip(header: bytes) -> bytes:
    return b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4) + pack("<QQI", 5, len(header), 0) + b"other" + header


def seven_zip_by_lzma(header: bytes) -> bytes:
    """An archive whose list is packed as 7-Zip packs it; its coder asks for a dictionary of 4 GB."""
    signs = {"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 16}
    packed = lzma.compress(header, lzma.FORMAT_RAW, filters=[signs])
    sizes = b"\x09" + bytes([len(packed)]) + b"\0"
    coder = b"\x07\x0b\1\0\1\x23\3\1\1\5\x5d\xff\xff\xff\xff\x0c" + bytes([len(header), 0, 0])
    described = b"\x17\6\0\1" + sizes + coder
    start = b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4)
    return start + pack("<QQI", len(packed), len(described), 0) + packed + described


def mail(body: bytes, name: str, kind: str = "application/octet-stream") -> Message:
    head = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee the file\n--b\nContent-Type: {kind}\n"
    place = f"Content-Disposition: attachment{f'; filename={name}' if name else ''}\n"
    return read((head + place).encode() + b"Content-Transfer-Encoding: base64\n\n" + b64encode(body) + b"\n--b--\n")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PROGRAM, "program"),
        (b"MZ, the old zoo of Mainz: a letter about the animals that somebody saw there", ""),
        (b"\x7fELF\2\1\1", "program"),
        (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
        (COMPOUND, "compound"),
        (b"%PDF-1.7", "pdf"),
        (zipped("a.txt"), "archive"),
        (zipped(), "archive"),
        (zipped("[Content_Types].xml", "word/document.xml"), "office"),
        (zipped("mimetype", "content.xml"), "office"),
        (bytes(32_769) + b"CD001", "disk_image"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><p>", "page"),
        (b'<?xml version="1.0"?>\n<!-- saved --><HTML lang=en>', "page"),
        (b"<html><!-- %PDF- --><p>", "page"),
        (b"junk before %PDF-1.7", "pdf"),
        (b"<htmlish>", ""),
        (b"<p>a text", ""),
        (b"", ""),
    ],
)
def test_the_bytes_tell_the_kind(body: bytes, kind: FileKind) -> None:
    assert kind_of(body) == kind


@pytest.mark.parametrize(
    ("body", "names", "is_encrypted"),
    [
        (zipped("a/", "a/b.txt", "c"), ("a/b.txt", "c"), False),
        (locked(zipped("a.txt")), ("a.txt",), True),
        (locked(zipped("a.txt"))[:40], ("a.txt",), True),
        (b"PK\3\4 a start of another kind" + zipped("a.txt"), ("a.txt",), False),
        (without_place(zipped("a.txt", "b.exe")), ("a.txt", "b.exe"), False),
        (rar_4(b"a.txt"), ("a.txt",), False),
        (rar_4(b"a.exe\0rest", flags=0x204), ("a.exe",), True),
        (rar_4(of_all=0x80), (), True),
        (rar_5(b"a.txt"), ("a.txt",), False),
        (rar_5(b"a.txt", extra=b"\2\3\0"), ("a.txt",), False),
        (rar_5(b"a.txt", extra=b"\2\3\0\3\1\0\0"), ("a.txt",), True),
        (rar_5(kind=4), (), True),
        (seven_zip(b"\1\4\6\x24\x06\xf1\x07\x01"), (), True),
        (seven_zip(b"\1\4\6\x23\3\1\1"), (), False),
        (SEVEN_ZIP, ("a.txt", "invoice.exe"), False),
        (SEVEN_ZIP_LOCKED, ("a.txt", "b.js"), True),
        (SEVEN_ZIP_LOCKED_LIST, (), True),
        (seven_zip_by_lzma(LIST_OF_NAMES), ("a.scr",), False),
        (seven_zip_by_lzma(LIST_OF_NAMES + b"\4\6\xf1\7\1"), ("a.scr",), True),
        (b"other", (), False),
    ],
)
def test_an_archive_lists_its_files_and_says_whether_it_is_locked(
    body: bytes, names: tuple[str, ...], is_encrypted: bool
) -> None:
    assert listing_of(body) == Listing(names, is_encrypted)


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        (zipped("invoice.pdf.exe"), {"program"}),
        (zipped("invoice.js "), {"program"}),
        (zipped(*(f"{number}.txt" for number in range(9)), "build.js"), set()),
        (zipped(*(f"{number}.txt" for number in range(9)), "setup.exe"), {"program"}),
        (zipped("a.pdf"), set()),
        (locked(zipped("a.scr")), {"encrypted", "program"}),
        (zipped("[Content_Types].xml", "word/vbaProject.bin"), {"macros"}),
        (zipped("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), {"macros"}),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), set()),
        (zipped("[Content_Types].xml", "ppt/presentation.xml", "ppt/embeddings/a.xlsm"), set()),
        (zipped("[Content_Types].xml", "invoice.exe"), {"program"}),
        (zipped("mimetype", "invoice.js"), {"program"}),
        (COMPOUND + "_VBA_PROJECT".encode("utf-16-le"), {"macros"}),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), {"encrypted"}),
        (COMPOUND, set()),
        (SEVEN_ZIP, {"program"}),
        (PROGRAM, set()),
    ],
)
def test_what_a_file_holds(body: bytes, holds: set[str]) -> None:
    kind = kind_of(body)
    assert held_in(body, kind, listed_in(body, kind)) == holds


@given(ANY_START, st.binary(max_size=300))
def test_any_bytes_are_looked_into(start: bytes, rest: bytes) -> None:
    body = start + rest
    kind = kind_of(body)
    held_in(body, kind, listed_in(body, kind))


@given(
    st.sampled_from([zipped("a.exe", "b"), rar_4(b"a"), rar_5(b"a", b"\2\1\0"), SEVEN_ZIP, SEVEN_ZIP_LOCKED]), st.data()
)
def test_a_broken_archive_is_looked_into(body: bytes, data: st.DataObject) -> None:
    broken = bytearray(body)
    for _ in range(3):
        broken[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    listing_of(bytes(broken))


@pytest.mark.timeout(30)
def test_of_very_many_files_the_first_are_listed_soon() -> None:
    name = b"a.txt"
    entry = b"PK\1\2" + pack("<4xH18xHHH", 0, len(name), 0, 0).ljust(42, b"\0") + name
    body = b"PK\3\4" + entry * 200_000
    body += b"PK\5\6" + pack("<8xIIH", len(entry) * 200_000, 4, 0)
    assert len(listing_of(body).names) == MOST_FILES


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "sign", [b" ", b"<!--", b"<!---->", b"<?xml", b"<script", b"<meta ", b"location ", b"onload= "]
)
def test_a_page_of_one_sign_is_told_soon(sign: bytes) -> None:
    mail(b"<html>" + sign * (1_000_000 // len(sign)), "a.html")
    mail(sign * (1_000_000 // len(sign)), "a.bin")


def test_a_file_of_a_mail_has_its_kind_and_what_it_holds() -> None:
    (file,) = mail(locked(zipped("invoice.exe")), "invoice.zip").attachments
    assert (file.kind, file.holds, file.ending) == ("archive", ("encrypted", "program"), "zip")


@pytest.mark.parametrize(
    ("page", "holds"),
    [
        ("<form><input name=user><input type=password></form>", ("form", "password")),
        ("<table><form action=/x><tr><td><input type=email name=a><td><input name=b></table>", ("form",)),
        ("<input type=PASSWORD><script>send()</script>", ("form", "password")),
        ("<form><input type=search><input type=submit></form>", ()),
        ("<form><input type=email name=a><input type=submit></form>", ()),
        ("<form><input name=q></form><form><input name=q></form>", ()),
        ("<input name=a><input name=b>", ()),
        ("<form><input type=radio>good<input type=radio>bad</form>", ()),
        ("<p>the minutes of the meeting</p>", ()),
        ("<meta http-equiv='Refresh' content='0; URL=https://evil.example/'>", ("redirect",)),
        ("<meta http-equiv=refresh content='0; https://evil.example/'>", ("redirect",)),
        ("<meta http-equiv=refresh content=0,//evil.example/>", ("redirect",)),
        ("<meta http-equiv=refresh content=300>", ()),
        ("<meta content='300; ' http-equiv=refresh>", ()),
        ("<script></script>" * 300 + "<script>location = a</script>", ("redirect",)),
        ("<form>" + "<input type=hidden>" * 300 + "<input type=password></form>", ("form", "password")),
        ("<script>window.Location.href = 'https://evil.example/'</script>", ("redirect",)),
        ("<script>top.location.replace(atob('aHR0'))</script>", ("redirect",)),
        ("<body onload=\"location='https://evil.example/'\">wait", ("redirect",)),
        ("<script>if (location == 'x') note('a?location=b')</script>", ()),
        ("<p>my location = here</p>", ()),
        ("<script>location='/in'</script><p>" + "A saved article has many words. " * 20, ()),
    ],
)
@pytest.mark.parametrize(("name", "kind"), [("a.html", "text/html"), ("", "text/html"), ("a.bin", "application/x")])
def test_an_attached_page_holds_a_form_or_leads_on(page: str, holds: tuple[str, ...], name: str, kind: str) -> None:
    (file,) = mail(f"<html>{page}".encode(), name, kind).attachments
    assert (file.kind, file.holds) == ("page", holds)


@pytest.mark.parametrize("start", ["<html><!-- %PDF- -->", "%PDF-1.7 ", "please wait %PDF- "])
def test_a_page_that_says_that_it_is_a_document_is_read_as_the_page_that_opens(start: str) -> None:
    message = mail(f"{start}<a href=https://evil.example/x>in</a><input type=password>".encode(), "a.html")
    assert [link.url for link in message.links] == ["https://evil.example/x"]
    assert message.attachments[0].holds == ("form", "password")


@pytest.mark.parametrize(
    ("page", "holds"),
    [
        ("<form action='https://evil.example/in'><input name=user><input type=password></form>", ("form", "password")),
        ("<form><textarea></textarea></form>", ("form",)),
        ("<form><input type=hidden name=id><input type=submit value=Yes></form>", ()),
        ("<input name=user>", ()),
    ],
)
def test_the_page_of_a_mail_holds_a_form(page: str, holds: tuple[str, ...]) -> None:
    message = read(f"Content-Type: text/html\n\n<p>Sign in</p>{page}")
    assert message.page_holds == holds
    assert message.text.startswith("Sign in")


@pytest.mark.parametrize(("name", "files"), [("document.pdf", ["page"]), ("body.html", []), ("body.txt", [])])
def test_a_shown_page_by_the_name_of_another_kind_is_a_file_too(name: str, files: list[str]) -> None:
    message = read(f"Content-Type: text/html; name={name}\n\n<html><p>Open the document</p>")
    assert message.text == "Open the document"
    assert [file.kind for file in message.attachments] == files


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.EXE", "exe"),
        ("a.exe.", "exe"),
        ("a.exe . \u00a0", "exe"),
        ("a.pdf", "pdf"),
        ("exe", ""),
        ("", ""),
        ("...", ""),
        (".js", "js"),
    ],
)
def test_the_ending_is_what_windows_takes_for_it(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_a_long_name_keeps_its_ending() -> None:
    (file,) = mail(PROGRAM, "a" * 3000 + ".pdf.exe").attachments
    assert (len(file.name), file.ending) == (500, "exe")


def test_an_archive_names_a_few_of_its_files_those_first_that_can_run() -> None:
    names = [f"{at}.txt" for at in range(40)] + ["a" * 300 + ".pdf.exe"]
    (file,) = mail(zipped(*names), "invoice.zip").attachments
    assert (file.files, len(file.names)) == (41, MOST_NAMED)
    assert file.names[0].startswith("aaa") and file.names[0].endswith(".pdf.exe") and len(file.names[0]) == MOST_SHOWN
    assert file.names[1:3] == ("0.txt", "1.txt")


def test_the_parts_of_a_document_are_not_named() -> None:
    (file,) = mail(zipped("[Content_Types].xml", "word/document.xml"), "a.docx").attachments
    assert (file.kind, file.files, file.names) == ("office", 0, ())


def test_a_file_that_was_stored_before_is_read() -> None:
    stored = b'{"name":"a.pdf","media_type":"application/pdf","body_bytes":3,"sha256":"00"}'
    assert msgspec.json.decode(stored, type=Attachment) == Attachment("a.pdf", "application/pdf", 3, "00")
