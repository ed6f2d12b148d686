"""What attached files are and hold, as pages show it."""

from typing import Any, get_args

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser
from tests.web.fake_node import FakeNode

from spamatlas.locale import languages
from spamatlas.model import Attachment, Call, FileKind, Holding, Reason, Ruling
from spamatlas.pipeline.checking import Pasted
from spamatlas.web.api.checking import outcome_of
from spamatlas.web.face.inside import inside
from spamatlas.web.face.knowing import sighted

ENGLISH = languages()["en"]


@pytest.mark.parametrize("kind", [each for each in get_args(FileKind) if each])
def test_every_kind_has_words(kind: FileKind) -> None:
    assert len(inside(ENGLISH, Attachment("a", "b", 1, "0", kind))) == 1


@pytest.mark.parametrize("held", get_args(Holding))
def test_all_that_a_file_holds_has_words(held: Holding) -> None:
    assert len(inside(ENGLISH, Attachment("a", "b", 1, "0", "archive", (held,)))) == 2


def test_of_an_unknown_file_nothing_is_said() -> None:
    assert inside(ENGLISH, Attachment("a", "b", 1, "0")) == []


def test_a_program_in_an_archive_is_not_a_program() -> None:
    file = Attachment("a", "b", 1, "0", "archive", ("encrypted", "program"))
    assert inside(ENGLISH, file) == ["An archive", "Opens only with a password", "Holds a file that can run"]


def test_the_fake_node_has_an_archive_with_names() -> None:
    message = FakeNode().evidence("")
    assert message is not None
    assert message.attachments[0].names


def test_what_is_attached_is_shown_inert_on_the_page_of_a_check(client: Any) -> None:
    answer = client.post("/check", data={"text": "hello", "channel": "sms"}, files={"file": ("", b"")})
    shown = LexborHTMLParser(answer.text).css_first("#looked-at .attached")
    assert shown is not None
    assert "By its content: An archive · Has macros" in " ".join(shown.text().split())
    assert "Files in it: 99" in shown.text()
    assert not shown.css("a, script, img, b")


def test_an_empty_message_is_not_found_harmless_and_a_call_tells_how_long_it_rang(client: Any, node: Any) -> None:
    checked = node.check(Pasted(text="hello"))
    nothing = Reason("nothing-to-read", 0.0, "There was nothing to read.")
    verdict = replace(checked.verdict, ruling=Ruling.HAM, reasons=(nothing,))
    message = replace(checked.message, text="", call=Call(ring_seconds=1.0))
    node.check = lambda _pasted: replace(checked, verdict=verdict, message=message)
    page = LexborHTMLParser(
        client.post("/check", data={"text": "hello", "channel": "voice"}, files={"file": ("", b"")}).text
    )
    finding, looked_at = page.css_first("#finding"), page.css_first("#looked-at")
    assert finding is not None
    assert looked_at is not None
    assert "There was nothing to read." in finding.text()
    assert "Nothing in it looks like spam" not in finding.text()
    assert "rang 1 s" in looked_at.text()


def test_a_ham_with_a_reason_is_a_finding() -> None:
    checked = FakeNode().check(Pasted(text="hello"))
    reasons = (Reason("nothing-to-read", 0.0, ""), Reason("way-out", -1.0, ""))
    assert outcome_of(replace(checked, verdict=replace(checked.verdict, ruling=Ruling.HAM, reasons=reasons))) == "ham"


@pytest.mark.parametrize(
    ("of", "value", "said"),
    [
        ("sender_kind", "email", "بريد"),
        ("country", "CI", "ساحل العاج"),
        ("sender_kind", "nonsense", "nonsense"),
        ("origid", "a", "a"),
    ],
)
def test_our_own_words_are_translated_where_they_were_sighted(of: str, value: str, said: str) -> None:
    assert said in sighted(languages()["ar"], of, value)
