"""What figures of campaigns share: a row a campaign, by what it is, since nobody knows it by its number."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.locale import Language
from spamatlas.model import Category, Channel, Lure
from spamatlas.model.terms import term
from spamatlas.web.face.chart import RANK, ranks
from spamatlas.web.face.figure import Drawing, Shown


def name_of(row: Mapping[str, Any], language: Language) -> str:
    """A campaign in words: its kind and its story."""
    if row["category"] in {Category.NOT_SPAM, ""}:
        return language.gettext("Not spam")
    kind = language.gettext(term(Category(row["category"])).name)
    told = row["lure"] and row["lure"] != Lure.NONE
    return f"{kind} · {language.gettext(term(Lure(row['lure'])).name)}" if told else kind


def channels_of(row: Mapping[str, Any], language: Language) -> str:
    """The channels that a campaign came by, in words."""
    return language.listing(language.gettext(term(Channel(each)).name) for each in row["channels"])


def shown(language: Language, title: str, rows: Sequence[Mapping[str, Any]]) -> Shown:
    """The campaigns as a table with bars; for a figure alone, as bars."""
    longest = max((row["reports"] for row in rows), default=1)
    lines = [
        {
            **row,
            "label": name_of(row, language),
            "by": channels_of(row, language),
            "length": row["reports"] / longest,
            "grows": row.get("last_day", 0) > row.get("day_before", 0),
        }
        for row in rows
    ]
    bars = [
        (f"{line['label']} ({line['campaign'][:9]})", language.number(line["reports"]), line["length"])
        for line in lines[:12]
    ]
    poster = Drawing(ranks(bars, mirrored=language.is_mirrored), RANK * len(bars)) if bars else None
    return Shown(title=title, style="campaigns", more={"lines": lines}, poster=poster)
