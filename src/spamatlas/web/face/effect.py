"""What came after a countermeasure, in a few sentences."""

from collections.abc import Mapping
from typing import Any

import msgspec

from spamatlas.campaign import Effect, Interval
from spamatlas.locale import Language
from spamatlas.model import EffectKind


def effect_told(measure: Mapping[str, Any], language: Language) -> str:
    """How reports went on, what like campaigns lead to expect, and what else was done then.

    ``measure`` is as ``Node.campaign`` has it. Never that it was the countermeasure: others may have been at work, and
    where that is known it is said.
    """
    if measure["effect"] is None:
        return language.gettext("There are too many countermeasures to tell the effect of each.")
    told = msgspec.convert(measure["effect"], Effect)
    said = [_course(told, language), _beside(told, language), _aimed(measure["aimed_at"], language)]
    if others := measure["beside"]:
        said.append(
            language.count(
                "{n} other countermeasure falls into the same days: what each did can't be told apart.",
                "{n} other countermeasures fall into the same days: what each did can't be told apart.",
                others,
            )
        )
    return language.sentences(*filter(None, said))


def _course(told: Effect, language: Language) -> str:
    facts = {
        "before": language.number(told.before),
        "days": language.number(told.before_days),
        "after": language.number(told.after),
        "later": language.number(told.after_days),
    }
    if told.ratio is None:
        return language.say(
            "Too few reports or days to tell: {before} reports in {days} whole days before, {after} in {later} after.",
            **facts,
        )
    return language.say(
        "{before} reports in {days} whole days before, {after} in {later} after: a day {times} times as many ({low} to {high}).",  # noqa: E501  one message
        **facts,
        times=_number(told.ratio.value, language),
        **_bounds(told.ratio, language),
    )


def _beside(told: Effect, language: Language) -> str:
    if told.kind is EffectKind.FEW:
        return ""
    if told.expected is None:
        return language.count(
            "Only {n} like campaign of this age without a countermeasure: nothing to compare with, so no effect is claimed.",  # noqa: E501  one message
            "Only {n} like campaigns of this age without a countermeasure: nothing to compare with, so no effect is claimed.",  # noqa: E501  one message
            told.like,
        )
    return language.count(
        "{n} like campaign at the same age leads to expect {expected} reports after ({low} to {high}).",
        "{n} like campaigns at the same age lead to expect {expected} reports after ({low} to {high}).",
        told.like,
        expected=_number(told.expected.value, language),
        **_bounds(told.expected, language),
    )


def _aimed(aimed: Mapping[str, int] | None, language: Language) -> str:
    if aimed is None:
        return ""
    return language.say(
        "What it was aimed at stood in {before} of the reports before and in {after} of those after.",
        before=language.number(aimed["before"]),
        after=language.number(aimed["after"]),
    )


def _bounds(found: Interval, language: Language) -> dict[str, str]:
    return {"low": _number(found.low, language), "high": _number(found.high, language)}


def _number(value: float, language: Language) -> str:
    """A figure no finer than it can be known."""
    return language.number(round(value) if value >= 20 else round(value, 1) if value >= 2 else round(value, 2))
