"""What a table says, in a sentence: each figure's title states its finding."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import Category, Channel, Known, Ruling
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.chart import ceiling
from spamatlas.web.face.knowing import known_by
from spamatlas.web.face.time_axis import series_of, times_of, values_at
from spamatlas.web.inert import defang, plain

MOST_ROWS = 10
EVIDENCE = (Known.YES, Known.UNKNOWN, Known.NO)


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
    times = times_of(table)
    series = series_of(table, "channel")
    totals = {channel: sum(values.values()) for channel, values in series.items()}
    ordered = sorted(totals, key=lambda channel: (-totals[channel], channel))
    lines = [(channel, totals[channel], values_at(times, series[channel])) for channel in ordered]
    every = [sum(values) for values in zip(*(values for _, _, values in lines), strict=True)]
    title = language.gettext("No reports in this time")
    if ordered:
        title = language.say(
            "{channel} leads: {n} of {total} reports",
            channel=language.gettext(term(Channel(ordered[0])).name),
            n=language.number(totals[ordered[0]]),
            total=language.number(table.reports),
        )
    return Finding(
        name="volume",
        title=title,
        more={"times": times, "all": every, "lines": lines, "top": ceiling(max(every, default=0))},
        table=table,
    )


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
    lines = [
        (language.gettext("Ruling"), "ruling", _parts(table, "ruling", tuple(Ruling))),
        (language.gettext("Unsolicited"), "evidence", _parts(table, "unsolicited", EVIDENCE)),
        (language.gettext("In bulk"), "evidence", _parts(table, "bulk", EVIDENCE)),
    ]
    return Finding(name="verdicts", title=title, more={"lines": lines}, table=table)


def _parts(table: Table, column: str, order: Sequence[str]) -> list[tuple[str, float]]:
    """Each value's share of the rows' reports, in the given order."""
    whole = sum(row["reports"] for row in table.rows) or 1
    return [(each, sum(row["reports"] for row in table.rows if row[column] == each) / whole) for each in order]


def _coverage(table: Table, language: Language) -> Finding:
    known = sum(row["reports"] for row in table.rows if row["known_by"] != "unknown")
    most = max((row["reports"] for row in table.rows), default=1)
    rows = [(known_by(language, row["known_by"]), row["reports"], row["reports"] / most) for row in table.rows]
    title = language.say(
        "The origin is known of {share} of the reports", share=language.percent(known / max(table.reports, 1))
    )
    return Finding(name="coverage", title=title, rows=rows, table=table)


def _quarantine(table: Table, language: Language) -> Finding:
    held = sum(row["reports"] for row in table.rows)
    title = language.gettext("Every report of this time could be analysed")
    if held:
        title = language.count(
            "{n} report waits in quarantine, kept whole", "{n} reports wait in quarantine, kept whole", held
        )
    most = max((row["reports"] for row in table.rows), default=1)
    rows = [(row["code"], row["reports"], row["reports"] / most) for row in table.rows[:MOST_ROWS]]
    return Finding(name="quarantine", title=title, rows=rows, table=table)


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
        lambda row, _: plain(f"AS{row['asn']} {row['operator']}".strip(), 80),
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
        "link_domains",
        lambda row, _: plain(defang(row["domain"]), 80),
        "{name} is linked to most often: {n} reports",
        "No links yet",
    ),
    "campaigns": _campaigns,
    "routes": _routes,
    "verdicts": _verdicts,
    "coverage": _coverage,
    "quarantine": _quarantine,
}
