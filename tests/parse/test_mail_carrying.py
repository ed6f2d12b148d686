"""What a mail says itself that carries another one, and what of a mail is not looked at."""

import base64
import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spamatlas.model import Message, Rejected, Submission
from spamatlas.parse import arrived, parse, parsers
from spamatlas.parse.mail.archive import MOST_FILES
from spamatlas.parse.mail.content import MOST_PICTURES

INNER = b"From: Anna <anna@friend.example>\nSubject: Garden\n\nShall we plant the roses on Sunday?"
TOP = b"From: Shop <shop@pay.example>\nSubject: %s\n"
PARTED = TOP + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n%s\n--b\n%s\n--b--\n"
AS_FILE = b"Content-Type: message/rfc822\n\n" + INNER
PAY = b'<p>Pay <a href="https://pay.example/now">here</a></p>'
MARKER = (
    b"---------- Forwarded message ---------\nFrom: Anna <anna@friend.example>\nSubject: Garden\n\nRoses on Sunday?"
)


def submission(body: bytes, media_type: str = "message/rfc822") -> Submission:
    return Submission(id="0" * 32, media_type=media_type, body=body, received_at=datetime.now(UTC), reporter="r")


def around(body: bytes) -> tuple[Message, tuple[Message, ...]]:
    return arrived(submission(body))


def sender(message: Message) -> str:
    return message.sender.value if message.sender else ""


def test_what_carries_a_mail_as_a_file_says_what_it_says_without_it() -> None:
    message, (own,) = around(PARTED % (b"Pay now", PAY, AS_FILE))
    assert (sender(message), message.subject, message.wrapped_in) == ("anna@friend.example", "Garden", ("attachment",))
    assert (sender(own), own.subject, own.wrapped_in) == ("shop@pay.example", "Pay now", ())
    assert (own.text, [link.host for link in own.links]) == ("Pay here", ["pay.example"])
    assert not message.links


def test_what_stands_before_a_forward_in_the_text_is_its_own_and_the_links_there() -> None:
    text = b"Pay: https://pay.example/now\n\n" + MARKER + b"\nhttps://garden.example/roses"
    message, (own,) = around(TOP % b"Fwd: bill" + b"\n" + text)
    assert (sender(own), own.text) == ("shop@pay.example", "Pay: https://pay.example/now")
    assert [link.host for link in own.links] == ["pay.example"]
    assert [link.host for link in message.links] == ["garden.example"]


def test_a_link_without_words_counts_for_both() -> None:
    page = b'<p>See below</p><a href="https://pay.example/x"><img src="cid:a"></a><br>' + MARKER.replace(b"\n", b"<br>")
    body = TOP % b"Fwd: bill" + b"Content-Type: text/html\n\n" + page
    message, (own,) = around(body)
    assert [link.host for link in own.links] == [link.host for link in message.links] == ["pay.example"]


def test_each_of_several_forwards_says_its_own() -> None:
    within = (TOP % b"Fwd: second") + b"\nPay at https://pay.example/now please\n\n" + MARKER
    outer = (
        b"From: Me <me@example.org>\nSubject: Fwd: first\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nLook!\n"
    )
    message, own = around(outer + b"--c\nContent-Type: message/rfc822\n\n" + within + b"\n--c--\n")
    assert message.wrapped_in == ("attachment", "inline")
    assert [(sender(each), each.text) for each in own] == [
        ("me@example.org", "Look!"),
        ("shop@pay.example", "Pay at https://pay.example/now please"),
    ]


def test_a_feedback_report_says_what_stands_before_it() -> None:
    report = b"Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b\n" + AS_FILE
    message, (own,) = around(PARTED % (b"Complaint", PAY, report))
    assert (sender(message), message.wrapped_in) == ("anna@friend.example", ("arf",))
    assert (sender(own), own.text) == ("shop@pay.example", "Pay here")


@pytest.mark.parametrize(("subject", "says"), [(b"Fwd: Garden", 0), (b"FW: Fwd: garden", 0), (b"Call +12025550142", 1)])
def test_who_adds_nothing_says_nothing(subject: bytes, says: int) -> None:
    assert len(around(PARTED % (subject, b" ", AS_FILE))[1]) == says


def test_a_subject_is_not_hidden_by_an_inner_mail_that_has_none() -> None:
    without = b"Content-Type: message/rfc822\n\nFrom: a@friend.example\n\nRoses?"
    assert len(around(PARTED % (b"Call +12025550142", b" ", without))[1]) == 1


def test_a_mail_that_carries_none_and_a_digest_are_as_they_were() -> None:
    for body in (TOP % b"hi" + b"\nhello", PARTED % (b"digest", b"<p>two</p>", AS_FILE + b"\n--b\n" + AS_FILE)):
        message, own = around(body)
        assert not own
        assert message == parse(submission(body))


def test_a_mail_within_a_line_of_json_is_taken_apart_too() -> None:
    line = b'{"channel":"email","raw":"' + base64.b64encode(PARTED % (b"Pay", PAY, AS_FILE)) + b'"}'
    message, (own,) = arrived(submission(line, "application/vnd.spamatlas.report+json"))
    assert (sender(message), sender(own)) == ("anna@friend.example", "shop@pay.example")


@settings(max_examples=100)
@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=60))
def test_any_bytes_around_and_within_parse_or_are_rejected(before: bytes, within: bytes, subject: bytes) -> None:
    for body in (
        PARTED % (subject, before, b"Content-Type: message/rfc822\n\n" + within),
        TOP % (b"Fwd:" + subject) + b"\n" + before + MARKER + within,
    ):
        try:
            message, _ = around(body)
        except Rejected as why:
            assert why.code in parsers()["message/rfc822"].rejections
        else:
            assert message == parse(submission(body))


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int, progressive: bool = False) -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, height), 200).save(file, "JPEG", progressive=progressive)
    return file.getvalue()


def gif(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(file, "GIF")
    return file.getvalue()[:6] + struct.pack("<HH", width, height) + file.getvalue()[10:]


def with_files(kind: bytes, *files: bytes) -> tuple[str, ...]:
    head = b"--b\nContent-Type: " + kind + b"\nContent-Transfer-Encoding: base64\n\n"
    parts = b"".join(head + base64.encodebytes(file) + b"\n" for file in files)
    body = TOP % b"files" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the files.\n" + parts + b"--b--\n"
    return parse(submission(body)).warnings


@pytest.mark.parametrize(
    ("picture", "warnings"),
    [
        (png(20_000, 20_000), ("picture-unread",)),
        (png(5_000, 4_000), ("picture-unread",)),
        (gif(65_000, 65_000), ("picture-unread",)),
        (png(100, 100), ()),
        (jpeg(8_000, 6_000), ()),
        (jpeg(8_000, 6_000, progressive=True), ("picture-unread",)),
        (jpeg(30, 9_000), ()),
        (b"no picture at all, but long enough to be looked at as one by those who look at bytes", ()),
    ],
    ids=["a lie", "large", "a lie of a GIF", "small", "of a telephone", "progressive", "a line", "none"],
)
def test_a_picture_that_is_not_looked_at_is_said(picture: bytes, warnings: tuple[str, ...]) -> None:
    assert with_files(b"image/png", picture) == warnings
    page = b'Content-Type: text/html\n\n<img src="data:image/png;base64,%s">hello' % base64.b64encode(picture)
    assert parse(submission(TOP % b"x" + page)).warnings == warnings


def test_pictures_too_small_for_a_code_use_nothing_up() -> None:
    small, fit = png(20, 20), [png(100, 100 + at) for at in range(MOST_PICTURES + 1)]
    assert not with_files(b"image/png", *[small] * 60, *fit[:-1])
    assert with_files(b"image/png", *fit) == ("pictures-beyond",)


def zipped(files: int, unpacked: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(files):
            archive.writestr(f"{at}.txt", bytes(unpacked))
    return file.getvalue()


@pytest.mark.parametrize(
    ("files", "unpacked", "warnings"),
    [
        (MOST_FILES, 0, ()),
        (MOST_FILES + 1, 0, ("archive-unread",)),
        (1, 1_000_000, ()),
        (1, 101_000_000, ("archive-unread",)),
    ],
)
def test_an_archive_beyond_bounds_is_said(files: int, unpacked: int, warnings: tuple[str, ...]) -> None:
    assert with_files(b"application/zip", zipped(files, unpacked)) == warnings


def test_a_document_that_cannot_be_opened_is_said() -> None:
    assert with_files(b"application/pdf", b"%PDF-1.4\n1 0 obj<<>>stream\nx\nendstream endobj\n") == ("document-unread",)
    assert not with_files(b"application/pdf", b"%PDF-1.4\nand nothing of it")


@pytest.mark.parametrize("where", ["top", "top of a container", "part"])
def test_fields_without_end_are_left_out_and_said_and_the_text_is_read(where: str) -> None:
    fields, parted = b"X-A: bbbbbbbbbbbbbb\n" * 100_000, b"Content-Type: multipart/mixed; boundary=b\n"
    body = {
        "top": TOP % b"x" + fields + b"\nhello",
        "top of a container": TOP % b"x" + parted + fields + b"\n--b\n\nhello\n--b--\n",
        "part": TOP % b"x" + parted + b"\n--b\n" + fields + b"\nhello\n--b\n\nworld\n--b--\n",
    }[where]
    message = parse(submission(body))
    assert message.text.startswith("hello")
    assert message.text.endswith("world") == (where == "part")
    assert message.warnings == ("fields-beyond",)
    assert message.raw_bytes < 1_100_000
