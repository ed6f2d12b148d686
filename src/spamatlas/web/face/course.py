"""The life of a campaign in one or two sentences."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from spamatlas.campaign import Life
from spamatlas.locale import Language
from spamatlas.model import Phase


def course(life: Mapping[str, Any], language: Language) -> str:
    """When it began, was at its highest, and what it does now, with the numbers; as ``Node.campaign`` has ``life``."""
    told = msgspec.convert(life, Life)
    highest, stretches = told.peak, told.stretches
    facts = {
        "began": language.day(stretches[0].first),
        "peak": language.day(highest.peak),
        "reports": language.count("{n} report", "{n} reports", highest.peak_reports),
        "week": language.number(told.week),
        "before": language.number(told.week_before),
        "returned": language.day(stretches[-1].first),
        "left": language.day(stretches[-2].last + timedelta(days=1)) if len(stretches) > 1 else "",
        "quiet": language.day(told.quiet_since) if told.quiet_since else "",
    }
    return _sentence(told.phase, language).format_map(facts)


def _sentence(phase: Phase, language: Language) -> str:
    """Whole sentences: what stands first differs from language to language."""
    return {
        Phase.FEW: language.gettext("Began {began}; too few reports to tell a course."),
        Phase.NEW: language.gettext("Began {began}, less than a week ago. Highest day so far, {peak}: {reports}."),
        Phase.GROWING: language.gettext(
            "Began {began} and is growing: {week} in the last seven days, {before} in the seven before. Highest day, {peak}: {reports}."  # noqa: E501  one message
        ),
        Phase.STEADY: language.gettext(
            "Began {began} and goes on: {week} in the last seven days, {before} in the seven before. Highest day, {peak}: {reports}."  # noqa: E501  one message
        ),
        Phase.FADING: language.gettext(
            "Began {began}, peaked {peak} ({reports}) and is fading: {week} in the last seven days, {before} in the seven before."  # noqa: E501  one message
        ),
        Phase.QUIET: language.gettext("Began {began}, peaked {peak} ({reports} that day), quiet since {quiet}."),
        Phase.RETURNED: language.gettext(
            "Began {began}, was quiet from {left} and came back {returned}. Highest day, {peak}: {reports}."
        ),
    }[phase]
