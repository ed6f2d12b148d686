"""From facts to mail: whole, in every language, and nothing that a stranger wrote adds a field to it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.locale import languages
from spamatlas.model import Rejected
from spamatlas.outbox.letter import Letter, LetterKind, Place, letter_kinds, place_of
from spamatlas.outbox.mail import Envelope, compose, plain_address
from spamatlas.settings import Settings

HOSTILE = "Desk\r\nBcc: everybody@victim.example\r\n\r\n<script>alert(1)</script>"
FACTS: dict[str, dict[str, Any]] = {
    "invitation": {"name": HOSTILE, "word": "a-word"},
    "receipt": {"number": "2345-6789"},
    "alert": {"views": [{"name": HOSTILE, "reports": 2}, {"name": "parcels", "reports": 5}]},
    "trial": {},
    "webhook-ended": {"address": "https://hook.example/", "days": 3},
}
FIELDS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "x-auto-response-suppress", "mime-version",
    "content-type", "content-language",
}  # fmt: skip
UNSUBSCRIBING = {"list-unsubscribe", "list-unsubscribe-post"}


def envelope(**changes: Any) -> Envelope:
    known = {
        "sender": "reports@node.example",
        "recipient": "ada@example.org",
        "message_id": "<1.abc@node.example>",
        "at": datetime(2026, 11, 26, 12, tzinfo=UTC),
    }
    return Envelope(**{**known, **changes})


def composed(letter: Letter, code: str = "en", name: str = "Desk", **changes: Any) -> EmailMessage:
    raw = compose(letter, languages()[code], Place(name, "https://node.example"), envelope(**changes))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read = message_from_bytes(raw, policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("kind", letter_kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_is_written_in_every_language(kind: LetterKind, code: str) -> None:
    language, place = languages()[code], Place("Desk", "https://node.example")
    letter = kind.write(language, FACTS[kind.name], place)
    mail = composed(letter, code)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    said, page = text.get_content(), html.get_content()
    assert letter.link in said
    assert f'<html lang="{code}" dir="{language.direction}">' in page
    assert "<script>" not in page
    assert "{" not in said + page.partition("<body")[2]
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["content-language"] == code
    assert str(mail["date"]) == "Thu, 26 Nov 2026 12:00:00 +0000"
    assert {name.lower() for name in mail} == FIELDS


def test_letters_in_another_language_are_not_in_english() -> None:
    place = Place("Desk", "https://node.example")
    for code in set(languages()) - {"en"}:
        for kind in letter_kinds().values():
            english = kind.write(languages()["en"], FACTS[kind.name], place)
            assert kind.write(languages()[code], FACTS[kind.name], place).subject != english.subject, (code, kind.name)


def test_who_may_refuse_is_told_how() -> None:
    link = "https://node.example/unsubscribe/alert.x"
    mail = composed(Letter("News", ("Text",)), unsubscribe=link)
    assert mail["list-unsubscribe"] == f"<{link}>"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    text = mail.get_body(("plain",))
    assert text
    assert link in text.get_content()
    assert {each.name for each in letter_kinds().values() if each.can_be_refused} == {"alert"}


TEXTS = st.text(max_size=300) | st.sampled_from([HOSTILE, "\u2028Bcc: x@y.example", "=?utf-8?q?=0D=0ABcc=3A_x?="])


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_adds_a_field_or_a_recipient(subject: str, paragraph: str, name: str) -> None:
    letter = Letter(subject, (paragraph,), label=paragraph)
    mail = composed(letter, name=name, unsubscribe="https://node.example/unsubscribe/x")
    assert {each.lower() for each in mail} == FIELDS | UNSUBSCRIBING
    assert [str(each) for each in mail.get_all("to", [])] == ["ada@example.org"]
    assert str(mail["from"]).endswith("<reports@node.example>") or str(mail["from"]) == "reports@node.example"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@given(st.text(max_size=80) | st.from_regex(r".{0,9}@.{0,9}", fullmatch=True))
def test_any_address_is_plain_or_refused(text: str) -> None:
    try:
        plain = plain_address(text)
    except Rejected as why:
        assert why.code == "bad-address"
    else:
        assert plain.isascii()
        assert not set(plain) & set('\r\n <>,;:\\"()[]')
        assert composed(Letter("x", ()), recipient=text)["to"] == plain


def test_a_domain_in_another_script_goes_as_a_labels() -> None:
    assert plain_address("ada@bücher.example") == "ada@xn--bcher-kva.example"


def test_the_same_letter_is_the_same_in_every_byte() -> None:
    place = Place("Desk", "https://node.example")
    one, other = (compose(Letter("x", ("y",)), languages()["ar"], place, envelope()) for _ in range(2))
    assert one == other


def test_links_lead_where_a_setting_says_else_to_the_first_name() -> None:
    assert place_of(Settings(public_address="https://a.example/")).address == "https://a.example"
    assert place_of(Settings(host_names=("b.example",))).address == "https://b.example"
    assert place_of(Settings()).address == "http://127.0.0.1:8052"
