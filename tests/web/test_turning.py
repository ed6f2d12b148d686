"""What a page tells a citizen of each reason's weight, and of what would change the answer."""

from math import exp
from typing import Any

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas.judge import Profile, ruling_of
from spamatlas.model import Category, Reason, Ruling, Verdict
from spamatlas.pipeline.checking import Pasted
from spamatlas.web.public.turning import MOST_ALONE, MOST_TOGETHER, turning

NEUTRAL = Profile.load("neutral")
PRIOR = Reason("prior", 0.2, "Before reading, by how often such messages are spam.")


def judged(node: Any, *weights: float, **changes: Any) -> Verdict:
    """The verdict that follows from reasons of these weights, the last of which is how often such messages are spam."""
    reasons = (*(Reason(f"r{place}", weight, f"Sign {place}.") for place, weight in enumerate(weights)), PRIOR)
    spam = 1 / (1 + exp(-sum(each.weight for each in reasons)))
    verdict: Verdict = node.check(Pasted(text="x")).verdict
    told = {"spam": spam, "reasons": reasons, "category": Category.PHISHING, "inherited": False} | changes
    verdict = msgspec.structs.replace(verdict, **told)
    return msgspec.structs.replace(verdict, ruling=ruling_of(verdict, verdict.bulk, NEUTRAL))


def page(client: Any, node: Any, verdict: Verdict) -> LexborHTMLParser:
    checked = msgspec.structs.replace(node.check(Pasted(text="x")), verdict=verdict)
    node.check = lambda *_: checked
    answer = client.post("/check", data={"channel": "sms", "text": "x"}, files={"file": ("", b"")})
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def texts(found: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(each.text().split()) for each in found.css(selector)]


def test_each_reason_has_its_weight_in_words_drawn_and_in_figures(client: Any, node: Any) -> None:
    found = page(client, node, judged(node, 3.2, 1.5, 0.4, -0.4, -1.5, -3.2))
    assert texts(found, "#why .reasons li") == [
        "Sign 0. speaks strongly for spam",
        "Sign 1. speaks for spam",
        "Sign 2. speaks slightly for spam",
        "Sign 3. speaks slightly against spam",
        "Sign 4. speaks against spam",
        "Sign 5. speaks strongly against spam",
    ]
    bars = found.css("#why .reasons svg.lean[aria-hidden=true]")
    assert [bool(each.css(".for")) for each in bars] == [True] * 3 + [False] * 3
    assert texts(found, "#why details td.number") == ["+3.20", "+1.50", "+0.40", "−0.40", "−1.50", "−3.20", "+0.20"]


def test_what_decides_by_itself_is_said_with_the_answer_there_would_be(client: Any, node: Any) -> None:
    verdict = judged(node, 2.0, 0.8, -0.2)
    assert verdict.ruling is Ruling.SPAM
    found = page(client, node, verdict)
    (said,) = texts(found, "#turning li")
    assert said == "Sign 0. If that were not so, the answer would be: Be careful: this may be spam"
    assert "%" not in found.css_first("#turning").text()


def test_what_decides_only_together_is_named_and_the_prior_is_not(client: Any, node: Any) -> None:
    found = page(client, node, judged(node, 2.1, 2.0, 0.5))
    assert texts(found, "#turning li") == ["Sign 0.", "Sign 1."]
    assert "No single reason decides" in found.css_first("#turning").text()


def test_what_could_not_be_read_decides_where_that_alone_keeps_it_from_being_wanted(client: Any, node: Any) -> None:
    lost = Reason("could-not-read", 0.5, "Its parts could not be told apart.")
    reasons = (Reason("wording", -4.0, "Its wording is like that of wanted mail."), lost, PRIOR)
    spam = 1 / (1 + exp(-sum(each.weight for each in reasons)))
    verdict = judged(node, reasons=reasons, spam=spam)
    assert verdict.ruling is Ruling.SUSPECT
    assert texts(page(client, node, verdict), "#turning li") == [
        f"{lost.text} If that were not so, the answer would be: Nothing in it looks like spam"
    ]


@pytest.mark.parametrize("weights", [(1.9,) * (2 * MOST_TOGETHER + 2), (-2.0, -2.0)])
def test_of_many_that_agree_none_is_named(client: Any, node: Any, weights: tuple[float, ...]) -> None:
    found = page(client, node, judged(node, *weights))
    assert found.css_first("#turning").text()
    assert not found.css("#turning li")


def test_an_answer_taken_over_from_messages_like_it_is_said_to_be(client: Any, node: Any) -> None:
    found = page(client, node, judged(node, 2.6, inherited=True))
    assert "nearly the same as messages that were judged before" in texts(found, "#turning")[0]
    assert not found.css("#turning li")


def test_only_a_few_are_named_and_nothing_where_it_does_not_follow(node: Any) -> None:
    alone = turning(judged(node, *(-3.0,) * 2, *(0.9,) * 8))
    assert alone
    assert len(alone.alone) <= MOST_ALONE
    assert turning(judged(node, 2.6, spam=0.999999)) is None
    assert turning(judged(node, 2.6, profile="nowhere/1")) is None
    assert turning(judged(node, 2.6, profile="neutral/0")) is None


def test_what_is_not_judged_has_neither(client: Any, node: Any) -> None:
    checked = node.check(Pasted(text="x"))
    number = msgspec.structs.replace(checked.thing, kind="number", value="+447700900123")
    node.check = lambda *_: msgspec.structs.replace(checked, thing=number)
    answer = client.post("/check", data={"channel": "sms", "text": "x"}, files={"file": ("", b"")})
    assert not LexborHTMLParser(answer.text).css("#why, #turning")
