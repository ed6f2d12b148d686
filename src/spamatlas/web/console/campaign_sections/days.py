"""How many reports came a day."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node
from spamatlas.web.face.chart import Bar, Labels, ceiling, timeline

DAYS = 30


def gather(node: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """The last days, drawn and as a table."""
    named = campaign["campaign"]
    dated = _dated(node.workbench.campaign_days([named], DAYS)[named])
    return {"drawn": _timeline(dated, language), "days": dated}


def _timeline(days: Sequence[tuple[datetime, int]], language: Language) -> Markup:
    most = max((value for _, value in days), default=0)
    top = ceiling(most)
    labels = Labels(
        top=language.number(top),
        middle=language.number(top / 2),
        peak=language.number(most),
        first=language.short_day(days[0][0]),
        last=language.short_day(days[-1][0]),
    )
    return timeline([Bar(value=value) for _, value in days], top, labels, mirrored=language.is_mirrored)


def _dated(days: Sequence[int]) -> list[tuple[datetime, int]]:
    today = datetime.now(UTC)
    return [(today - timedelta(days=len(days) - 1 - place), value) for place, value in enumerate(days)]


SECTION = Section(name="days", order=100, gather=gather)
