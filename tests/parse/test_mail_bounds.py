"""What lies beyond the bounds of a mail: nothing of it ends the process, hides the rest or goes unsaid."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Message, Submission
from spamatlas.parse import parse
from spamatlas.parse.mail.bounds import DEEPEST, MOST_DELIMITERS, MOST_PARTS, bounded, declared

TEXT = b"pay at https://fee.example/x"
TOP = b"From: a@mail.example\nSubject: fee\n"


def read(body: bytes) -> Message:
    at = datetime.now(UTC)
    return parse(Submission(id="0" * 32, media_type="message/rfc822", body=body, received_at=at, reporter="r"))


def levels(deep: int, inside: bytes = b"\n" + TEXT, beside: bytes = b"") -> bytes:
    each = b"Content-Type: multipart/mixed; boundary=r%d\n\n" + beside + b"--r%d\n"
    return TOP + b"".join(each % (n, n) for n in range(deep)) + inside


def parts(*bodies: bytes) -> bytes:
    return TOP + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(b"--b\n\n%s\n" % each for each in bodies)


@pytest.mark.parametrize("empty", [b"", b" \t\n\n"])
def test_empty_parts_hide_nothing_and_are_said(empty: bytes) -> None:
    for before, after in ((0, MOST_PARTS), (MOST_PARTS, 0), (20 * MOST_PARTS, 20)):
        message = read(parts(*[empty] * before, TEXT, *[empty] * after))
        assert "https://fee.example/x" in message.text
        assert "parts-beyond" in message.warnings


def test_of_parts_that_hold_something_the_first_are_read() -> None:
    message = read(parts(*[b"part %d." % number for number in range(MOST_PARTS + 1)]))
    assert f"part {MOST_PARTS - 1}." in message.text
    assert f"part {MOST_PARTS}." not in message.text
    assert "parts-beyond" in message.warnings
    assert not read(parts(*[b"x"] * MOST_PARTS)).warnings


@pytest.mark.timeout(20)
def test_a_million_parts_are_cut_before_they_are_read() -> None:
    message = read(parts(TEXT, *[b""] * 1_000_000))
    assert "https://fee.example/x" in message.text
    assert "parts-beyond" in message.warnings
    assert bounded(parts(*[b""] * MOST_DELIMITERS * 2))[0].count(b"\n--") == MOST_DELIMITERS


@pytest.mark.parametrize("deep", [DEEPEST + 1, 40, 100])
def test_what_lies_too_deep_is_read_as_it_stands(deep: int) -> None:
    message = read(levels(deep))
    assert "https://fee.example/x" in {link.url for link in message.links}
    assert "levels-beyond" in message.warnings


def test_levels_within_the_bound_are_read_as_they_are_meant() -> None:
    encoded = b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(TEXT)
    message = read(levels(DEEPEST - 1, encoded))
    assert message.text == TEXT.decode()
    assert "levels-beyond" not in message.warnings


def test_what_comes_after_levels_too_deep_is_read() -> None:
    tower = b"--b\n" + levels(200).removeprefix(TOP) + b"\n--b\n\nand call +44 20 7946 0000\n--b--\n"
    message = read(TOP + b"Content-Type: multipart/mixed; boundary=b\n\n" + tower)
    assert "and call" in message.text
    assert "levels-beyond" in message.warnings


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "body",
    [
        levels(100_000),
        TOP + b"Content-Type: message/rfc822\n\n" * 100_000 + TOP + b"\n" + TEXT,
        # A boundary that closes all others for who counts them, and is none for who reads.
        levels(40_000, beside=b"--x\n").replace(TOP, TOP + b"X: boundary=x\n"),
    ],
    ids=["levels", "messages", "decoys"],
)
def test_no_tower_ends_the_process_or_goes_unsaid(body: bytes) -> None:
    assert {"levels-beyond", "parts-beyond", "unread-parts"} & set(read(body).warnings)


@pytest.mark.timeout(20)
def test_many_boundaries_left_open_are_counted_soon() -> None:
    most = MOST_DELIMITERS - 1
    declares = b"".join(b"boundary=x%d\n" % number for number in range(most))
    bounded(TOP + declares + b"".join(b"--x%d\n" % number for number in range(most)))


def test_what_follows_a_level_that_was_closed_is_no_deeper() -> None:
    closed = b"".join(levels(DEEPEST - 2).removeprefix(TOP) + b"\n--r0--\n--b\n" for _ in range(3))
    message = read(TOP + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + closed + b"\nlast\n--b--\n")
    assert "last" in message.text
    assert "levels-beyond" not in message.warnings


def test_a_tower_in_a_mail_passed_on_is_bounded_and_said_too() -> None:
    inner = base64.encodebytes(levels(40))
    fields = b"Subject: Fwd: x\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n"
    message = read(TOP + fields + b"Content-Transfer-Encoding: base64\n\n" + inner)
    assert "levels-beyond" in message.warnings
    assert "https://fee.example/x" in {link.url for link in message.links}


def test_mails_in_mails_beyond_what_is_opened_are_said() -> None:
    wrapper = b"Subject: Fwd: x\nContent-Type: message/rfc822\n\n"
    assert read(wrapper * 5 + TOP + b"\n" + TEXT).warnings == ()
    assert "forwards-beyond" in read(wrapper * 6 + TOP + b"\n" + TEXT).warnings


@given(
    st.lists(st.sampled_from([b"--x\n", b"boundary=x;", b"Content-Type: message/rfc822\n", b"\n", b"y"]), max_size=99)
)
def test_bounding_moves_nothing_and_is_said(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    found, warnings = bounded(body)
    assert len(found) == len(body)
    assert bool(warnings) is (found != body)
    assert declared(found) <= declared(body)


@pytest.mark.parametrize("cut", range(8))
@pytest.mark.parametrize("after", [b"", b"=", b"\n", b"\n-- \nthe list's footer\n"])
def test_base64_that_is_cut_off_is_read_as_far_as_it_goes(cut: int, after: bytes) -> None:
    encoded = base64.encodebytes(TEXT * 9).rstrip()
    body = TOP + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + encoded[: len(encoded) - cut]
    assert "pay at https://fee.example/x" in read(body + after).text


@pytest.mark.timeout(20)
def test_many_deep_pages_are_read_soon_and_hide_nothing() -> None:
    deep = b"Content-Type: text/html\n\n" + b"<div>" * 20_000
    last = b"Content-Type: text/html\n\n<p>pay <a href=https://fee.example/x>now</a>"
    message = read(TOP + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + (deep + b"\n--b\n") * 30 + last)
    assert "pay now" in " ".join(message.text.split())
    assert [link.url for link in message.links] == ["https://fee.example/x"]


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_many_files_of_many_links_give_a_bounded_number(name: str) -> None:
    def file(number: int) -> bytes:
        links = b"".join(b"<a href='http://a%d.example/%d'> </a>\n" % (number, each) for each in range(500))
        return b"Content-Disposition: attachment; filename=%s\n\n" % name.encode() + links

    body = b"".join(b"--b\n%s\n" % file(number) for number in range(50))
    found = read(TOP + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + TEXT + b"\n" + body).links
    assert "https://fee.example/x" in {link.url for link in found}
    assert 5000 <= len(found) <= 6001


@pytest.mark.timeout(10)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_the_headers_of_very_many_parts_are_found_in_one_pass(end: bytes) -> None:
    part = b"Content-Type: multipart/mixed; boundary=b%d" + 2 * end + b"--b%d" + end
    body = b"From: a@sender.example" + end + b"".join(part % (each, each) for each in range(100_000))
    shallow, warnings = bounded(body)
    assert "levels-beyond" in warnings
    assert shallow
