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
    labels = Labels(
        top=language.number(top),
        middle=language.number(top / 2),
        peak=language.number(most),
        first=language.short_day(scale.first),
        last=language.short_day(scale.last),
    )
    bars = [Bar(value=value) for value in values]
    return {
        "life": life,
        "course": course(life, language),
        "phase": term(Phase(life["phase"])),
        "weekly": scale.step > 1,
        "drawn": timeline(bars, top, labels, mirrored=language.is_mirrored, running=scale.is_running),
    }


SECTION = Section(name="life", order=100, gather=gather)
