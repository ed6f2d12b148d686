"""What would change a verdict follows from the stored weights, and only from them."""

from math import exp, log

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Profile, ruling_of, told, what_if
from spamatlas.model import CallToAction, Category, Evidence, Known, Lure, Reason, Ruling, Verdict

NEUTRAL = Profile.load("neutral")


def verdict(*weights: float, category: Category = Category.PHISHING, **changes: object) -> Verdict:
    spam = 1 / (1 + exp(-max(-12.0, min(12.0, sum(weights)))))
    found = Verdict(
        spam=spam,
        ruling=Ruling.SPAM,
        category=category,
        lure=Lure.NONE,
        call_to_action=CallToAction.NONE,
        language="en",
        unsolicited=Evidence(Known.UNKNOWN),
        bulk=Evidence(Known.UNKNOWN),
        reasons=tuple(Reason(f"r{place}", weight, "It is so.") for place, weight in enumerate(weights)),
    )
    found = msgspec.structs.replace(found, **changes)
    return msgspec.structs.replace(found, ruling=ruling_of(found, found.bulk, NEUTRAL))


def test_the_reason_that_decides_is_named() -> None:
    found = what_if(verdict(2.0, 1.0, -0.5), NEUTRAL)
    assert found.own_ruling is Ruling.SPAM
    assert [(each.reason.code, each.ruling, each.crosses) for each in found.alone] == [
        ("r0", Ruling.SUSPECT, True),
        ("r1", Ruling.SUSPECT, True),
        ("r2", Ruling.SPAM, False),
    ]
    assert found.alone[0].spam == pytest.approx(1 / (1 + exp(-0.5)))
    assert found.together == ()


def test_where_none_decides_alone_the_fewest_that_do_together_are_named() -> None:
    found = what_if(verdict(2.0, 1.9, 1.8, 1.7, -0.2), NEUTRAL)
    assert not any(each.crosses for each in found.alone)
    assert [each.code for each in found.together] == ["r0", "r1", "r2"]
    assert what_if(verdict(2.0, 1.9, 1.8, -0.2), NEUTRAL).together == (
        Reason("r0", 2.0, "It is so."),
        Reason("r1", 1.9, "It is so."),
    )


def test_what_was_ruled_wanted_may_be_nothing_else_by_leaving_out() -> None:
    found = what_if(verdict(-3.0, category=Category.NOT_SPAM), NEUTRAL)
    assert (found.own_ruling, found.alone[0].ruling) == (Ruling.HAM, Ruling.HAM)
    assert not found.alone[0].crosses
    assert found.together == ()
    turned = what_if(verdict(3.0, -4.0, category=Category.NOT_SPAM), NEUTRAL)
    assert (turned.alone[0].reason.code, turned.alone[0].ruling, turned.alone[0].crosses) == ("r1", Ruling.SPAM, True)


def test_the_lower_bar_is_asked_about_where_it_is_unsolicited_and_bulk() -> None:
    both = {"unsolicited": Evidence(Known.YES, 0.9), "bulk": Evidence(Known.YES, 0.9)}
    at_lower_bar = log(0.75 / 0.25)
    assert not what_if(verdict(at_lower_bar, 1.5, **both), NEUTRAL).alone[0].crosses
    assert what_if(verdict(at_lower_bar, 1.5), NEUTRAL).alone[0].crosses


def test_a_verdict_taken_over_from_its_campaign_is_told_apart_from_its_own_reasons() -> None:
    found = what_if(verdict(0.5, spam=0.99, inherited=True), NEUTRAL)
    assert not found.adds_up
    assert (found.own_ruling, round(found.own_spam, 2)) == (Ruling.SUSPECT, 0.62)


@given(st.lists(st.floats(-6, 6).map(lambda each: round(each, 3)), max_size=12))
def test_it_holds_for_any_weights(weights: list[float]) -> None:
    given_verdict = verdict(*weights)
    found = what_if(given_verdict, NEUTRAL)
    assert found.adds_up
    assert found.own_ruling is given_verdict.ruling
    assert [abs(each.reason.weight) for each in found.alone] == sorted(map(abs, filter(None, weights)), reverse=True)
    for each in found.alone:
        left = list(weights)
        left.remove(each.reason.weight)
        assert each.ruling is verdict(*left, category=Category.PHISHING).ruling
    if found.together:
        assert len(found.together) > 1
        left = list(weights)
        for each in found.together:
            left.remove(each.weight)
        assert verdict(*left).ruling is not given_verdict.ruling


@pytest.mark.parametrize(("label", "ruling"), [("spam", Ruling.SPAM), ("ham", Ruling.HAM)])
def test_a_persons_word_stands_and_its_weight_is_what_was_missing(label: str, ruling: Ruling) -> None:
    before = verdict(1.5, -0.5, inherited=True)
    after = told(before, label)
    assert (after.ruling, after.inherited) == (ruling, False)
    assert (after.category is Category.NOT_SPAM) is (ruling is Ruling.HAM)
    assert sum(each.weight for each in after.reasons) == pytest.approx(log(after.spam / (1 - after.spam)), abs=0.002)
    assert told(after, label) == msgspec.structs.replace(after, category=told(after, label).category)
    assert what_if(after, NEUTRAL).adds_up


def test_what_no_message_can_be_without_counts_and_is_never_left_out() -> None:
    given_verdict = verdict(2.0, 1.0, 0.5)
    found = what_if(given_verdict, NEUTRAL, frozenset({"r0"}))
    assert (found.own_spam, found.adds_up) == (what_if(given_verdict, NEUTRAL).own_spam, True)
    assert [each.reason.code for each in found.alone] == ["r1", "r2"]
    assert [each.spam for each in found.alone] == [each.spam for each in what_if(given_verdict, NEUTRAL).alone[1:]]
    many = what_if(verdict(2.0, 1.9, 1.8, 1.7, -0.2), NEUTRAL, frozenset({"r0"}))
    assert [each.code for each in many.together] == ["r1", "r2", "r3"]
