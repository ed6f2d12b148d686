"""What a table says, in a sentence: each figure's title states its finding."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import Category, Channel
from spamatlas.model.terms import term
from spamatlas.statistics import Table

MOST_ROWS = 10


class Finding(Struct, frozen=True, kw_only=True):
    """A figure: the finding, the rows as (label, value, share of the largest), and the table behind it."""

    name: str
    title: str
    rows: list[tuple[str, int, float]] = []
    more: dict[str, Any] = {}
    table: Table


def findings(tables: Mapping[str, Table], language: Language) -> dict[str, Finding]:
    """A finding for each table, in the reader's language."""
    return {name: FINDERS[name](table, language) for name, table in tables.items()}


def _volume(table: Table, language: Language) -> Finding:
    times = sorted({row["time"] for row in table.rows})
    series: dict[str, dict[datetime, int]] = defaultdict(dict)
    for row in table.rows:
        series[row["channel"]][row["time"]] = row["reports"]
    totals = {channel: sum(values.values()) for channel, values in series.items()}
    ordered = sorted(totals, key=lambda channel: (-totals[channel], channel))
    every = [sum(values.get(at, 0) for values in series.values()) for at in times]
    title = language.gettext("No reports in this time")
    if ordered:
        title = language.say(
            "{channel} leads: {n} of {total} reports",
            channel=language.gettext(term(Channel(ordered[0])).name),
            n=language.number(totals[ordered[0]]),
            total=language.number(table.reports),
        )
    lines = [(channel, totals[channel], [series[channel].get(at, 0) for at in times]) for channel in ordered]
    return Finding(name="volume", title=title, more={"times": times, "all": every, "lines": lines}, table=table)


def _ranked(
    name: str,
    key: Callable[[Mapping[str, Any], Language], str],
    leading: str,
    nothing: str,
) -> Callable[[Table, Language], Finding]:
    """A finder that adds rows up by a label and says which is the largest."""

    def find(table: Table, language: Language) -> Finding:
        sums: dict[str, int] = defaultdict(int)
        for row in table.rows:
            if label := key(row, language):
                sums[label] += row["reports"]
        ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
        if not ordered:
            return Finding(name=name, title=language.gettext(nothing), table=table)
        most = ordered[0][1]
        title = language.say(
            leading,
            name=ordered[0][0],
            n=language.number(most),
            share=language.percent(most / max(table.reports, 1)),
        )
        rows = [(label, value, value / most) for label, value in ordered[:MOST_ROWS]]
        return Finding(name=name, title=title, rows=rows, table=table)

    return find


def _category(row: Mapping[str, Any], language: Language) -> str:
    return "" if row["category"] == "not_spam" else language.gettext(term(Category(row["category"])).name)


def _campaigns(table: Table, language: Language) -> Finding:
    rising = [row for row in table.rows if row["last_day"] > row["day_before"] and row["ruling"] != "ham"]
    rising.sort(key=lambda row: row["day_before"] - row["last_day"])
    if not table.rows:
        title = language.gettext("No campaign has more than one report yet")
    elif rising:
        title = language.say(
            "{campaign} grows fastest: {n} reports in a day, {before} the day before",
            campaign=rising[0]["campaign"],
            n=language.number(rising[0]["last_day"]),
            before=language.number(rising[0]["day_before"]),
        )
    else:
        title = language.gettext("No campaign grew in the last day")
    most = max((row["reports"] for row in table.rows), default=1)
    return Finding(name="campaigns", title=title, more={"most": most}, table=table)


def _routes(table: Table, language: Language) -> Finding:
    known = [row for row in table.rows if row["source"] and row["destination"]]
    title = language.gettext("No route is known from end to end yet")
    if known:
        title = language.say(
            "The busiest known route leads from {source} to {destination}",
            source=language.country(known[0]["source"]),
            destination=language.country(known[0]["destination"]),
        )
    rows = known[:MOST_ROWS]
    most = max((row["reports"] for row in rows), default=1)
    return Finding(name="routes", title=title, more={"rows": rows, "most": most}, table=table)


def _verdicts(table: Table, language: Language) -> Finding:
    spam = sum(row["reports"] for row in table.rows if row["ruling"] == "spam")
    title = language.say(
        "{share} of what people report is judged spam", share=language.percent(spam / max(table.reports, 1))
    )
    most = max((row["reports"] for row in table.rows), default=1)
    return Finding(name="verdicts", title=title, more={"most": most}, table=table)


def _coverage(table: Table, language: Language) -> Finding:
    known = sum(row["reports"] for row in table.rows if row["known_by"] != "unknown")
    title = language.say(
        "The origin is known of {share} of the reports", share=language.percent(known / max(table.reports, 1))
    )
    return Finding(name="coverage", title=title, table=table)


FINDERS: dict[str, Callable[[Table, Language], Finding]] = {
    "volume": _volume,
    "categories": _ranked(
        "categories", _category, "{name} is the most frequent kind: {n} reports", "Nothing was judged spam in this time"
    ),
    "origins_by_country": _ranked(
        "origins_by_country",
        lambda row, language: language.country(row["country"]) if row["country"] else "",
        "{name} is the most frequent known origin: {share} of the reports",
        "No origin is known yet",
    ),
    "origins_by_network": _ranked(
        "origins_by_network",
        lambda row, _: f"AS{row['asn']} {row['operator']}".strip(),
        "{name} is the most frequent known network: {n} reports",
        "No sending network is known yet",
    ),
    "languages": _ranked(
        "languages",
        lambda row, language: language.language(row["language"]),
        "{name} is the most frequent language: {share} of the reports",
        "No language is known yet",
    ),
    "link_domains": _ranked(
        "link_domains", lambda row, _: row["domain"], "{name} is linked to most often: {n} reports", "No links yet"
    ),
    "campaigns": _campaigns,
    "routes": _routes,
    "verdicts": _verdicts,
    "coverage": _coverage,
}
