"""How it began, grew, was at its highest, fell quiet and came back."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.model import Phase
from spamatlas.model.terms import term
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.time_scale import TimeScale
from spamatlas.web.contract import Node
from spamatlas.web.face.chart import Bar, Labels, ceiling, timeline
from spamatlas.web.face.course import course


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """Its course in words, every day drawn and as a table."""
    life = campaign["life"]
    scale = TimeScale.of(life["days"])
    values = scale.values(life["days"])
    most = max(values)
    top = ceiling(most)
    marks = countermeasure_marks(campaign, scale, language)
    labels = Labels(
        top=language.number(top),
        middle=language.number(top / 2),
        peak=language.number(most),
        first=language.short_day(scale.first),
        last=language.short_day(scale.last),
        marks=marks,
    )
    bars = [Bar(value=value) for value in values]
    return {
        "life": life,
        "course": course(life, language),
        "phase": term(Phase(life["phase"])),
        "weekly": scale.step > 1,
        "marked": bool(marks),
        "drawn": timeline(bars, top, labels, mirrored=language.is_mirrored, running=scale.is_running),
    }


def countermeasure_marks(campaign: Mapping[str, Any], scale: TimeScale, language: Language) -> dict[int, str]:
    """The countermeasures of a campaign on its timeline, by the numbers that they have in its list."""
    found: dict[int, list[str]] = {}
    for number, each in enumerate(campaign.get("countermeasures") or [], 1):
        place = scale.place(each["effective_on"] or each["taken_on"])
        if place is not None:
            found.setdefault(place, []).append(language.number(number))
    return {place: " ".join(numbers) for place, numbers in found.items()}


SECTION = Section(name="life", order=100, gather=gather)
