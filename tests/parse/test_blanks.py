from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Message, Submission
from spamatlas.parse import parse
from spamatlas.parse.blanks import LOOKED_AT, bytes_without_runs, pressed

TEXT = "pay at https://fee.example/x"


@pytest.mark.parametrize("blank", [" ", "\n", "\r\n", "\t", "\u00a0", "\u200b", "\u2800", "\u3164", " \n\u200b"])
def test_blanks_use_up_nothing_of_what_is_read(blank: str) -> None:
    assert len(pressed("Hello," + blank * 5000 + TEXT)) < 100


@pytest.mark.parametrize("count", [5_000, 3_000_000])
@pytest.mark.parametrize(
    ("kind", "blank"),
    [("text/plain", " "), ("text/plain; charset=utf-8", "\u00a0"), ("text/html", " "), ("text/html", "&nbsp;&zwnj;")],
)
def test_not_in_a_mail_either(kind: str, blank: str, count: int) -> None:
    message = read(f"From: a@mail.example\nContent-Type: {kind}\n\nHello,{blank * count}{TEXT}")
    assert TEXT in message.text[:100]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", [b" ", b"               x", b"&nbsp;", b"\xc2\xa0 "])
def test_long_bodies_are_pressed_soon(piece: bytes) -> None:
    bytes_without_runs(piece * (10_000_000 // len(piece)))


def test_what_is_too_long_to_be_read_is_said() -> None:
    head = "From: a@mail.example\nContent-Type: text/html\n\nHello"
    assert "text-cut" in read(f"{head}<!--{'x' * 3_000_000}-->{TEXT}").warnings
    assert "text-cut" not in read(f"{head}<!--{'x' * 1_000_000}-->{TEXT}").warnings


def read(mail: str) -> Message:
    at, body = datetime.now(UTC), mail.encode()
    return parse(Submission(id="0" * 32, media_type="message/rfc822", body=body, received_at=at, reporter="r"))


def test_a_text_with_blanks_of_its_own_stays_as_it_is() -> None:
    for text in ("a  b\n\n\n\nc", "word " * 2000, ("x" * 60 + " " * 50) * 99, "您" * 5000, " " * (LOOKED_AT - 1)):
        assert pressed(text) is text


@given(st.text(alphabet="a \n\u200b\u3000", max_size=200).map(lambda text: text * 60))
def test_nothing_but_blanks_is_lost(text: str) -> None:
    assert pressed(text).count("a") == text.count("a")
