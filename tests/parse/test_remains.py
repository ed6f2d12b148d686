from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Channel, Rejected, Submission
from spamatlas.parse import UNREADABLE, parse, parsers, refusal_of, remains
from spamatlas.parse.remains import MOST_BYTES


def submission(body: bytes, media_type: str = "message/rfc822") -> Submission:
    return Submission(id="0" * 32, media_type=media_type, body=body, received_at=datetime.now(UTC), reporter="r")


def test_a_text_without_a_header_is_read_as_it_stands() -> None:
    message = remains(submission(b"Win now\n\n at https://fee.example/x"), Rejected("no-header", ""))
    assert message.text == "Win now\n\nat https://fee.example/x"
    assert [link.url for link in message.links] == ["https://fee.example/x"]
    assert (message.channel, message.warnings, refusal_of(message)) == (Channel.EMAIL, ("no-header",), "")


@pytest.mark.parametrize("blank", [b" ", b"\n", b"\0", b"\xe2\x80\x8b"])
@pytest.mark.parametrize("count", [5000, 500_000])
def test_blanks_push_nothing_out_of_a_bare_text(blank: bytes, count: int) -> None:
    message = remains(submission(b"Win now" + blank * count + b"at https://fee.example/x"), Rejected("no-header", ""))
    is_text = blank != b"\0" or count > MOST_BYTES
    assert ("https://fee.example/x" in message.text[:100]) is is_text


@pytest.mark.parametrize("code", sorted(UNREADABLE))
def test_of_what_is_no_text_nothing_is_left_but_why(code: str) -> None:
    message = remains(submission(bytes(range(256)) * 9), Rejected(code, ""))
    assert (message.text, refusal_of(message)) == ("", code)


def test_an_object_that_holds_a_mail_is_no_text() -> None:
    line = submission(b'{"raw": "AAAA"}', "application/vnd.spamatlas.report+json")
    assert refusal_of(remains(line, Rejected("no-header", ""))) == "no-header"


def test_a_mail_is_refused_by_no_other_code() -> None:
    assert parsers()["message/rfc822"].rejections <= UNREADABLE


@given(st.binary(max_size=3000))
def test_any_bytes_leave_a_message(body: bytes) -> None:
    try:
        parse(submission(body))
    except Rejected as why:
        message = remains(submission(body), why)
        assert message.text or refusal_of(message) == why.code


@pytest.mark.parametrize(
    "body",
    [
        b"https://a.example/x\nhttps://b.example/y\n",
        b"Urgent: your account is locked, confirm at https://x.example/\n",
        b"WINNER: 500\n\nCall now\n",
        "Bank: пароль\n".encode(),
    ],
)
def test_a_text_whose_lines_look_like_fields_is_read_as_it_stands(body: bytes) -> None:
    with pytest.raises(Rejected) as why:
        parse(submission(body))
    assert why.value.code == "no-header"
    assert remains(submission(body), why.value).text.split() == body.decode().split()


@pytest.mark.parametrize("field", ["From", "X-Mailer", "Content-Language", "List-Id", "ARC-Seal", "date"])
def test_one_field_that_mails_have_makes_a_mail(field: str) -> None:
    body = f"Odd: 1\n{field}: a\n\nhello\n".encode()
    assert parse(submission(body)).text == "hello"
