"""Reports that go from one campaign to another: facts stay, and what their campaigns add up to follows exactly."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from spamatlas.store.database import Store
from spamatlas.store.members import refile

_encode = msgspec.json.encode

AT_ONCE = 20_000
"""So many reports are moved by one mutation, which rewrites the parts that hold one of them."""
NAMING = ("report", "mention", "judgement")
"""The tables that say of each report which campaign it is of."""
CAMPAIGN_DAY = """
INSERT INTO campaign_day (campaign, sample, measuring_point, day, channel, reports, volume, first_at, last_at,
    reporters, verdict, languages, countries, route_classes, domains)
SELECT fact.campaign AS campaign, fact.sample AS sample, fact.measuring_point AS measuring_point,
    toStartOfDay(fact.received_at) AS day, fact.channel AS channel, count(), sum(fact.volume), min(fact.received_at),
    max(fact.received_at), uniqState(fact.reporter_key),
    argMaxState(
        concat(toString(judged.spam), '\\t', judged.ruling, '\\t', judged.category, '\\t', judged.lure, '\\t',
            judged.call_to_action),
        judged.revision * 281474976710656 + fact.sequence
    ),
    groupUniqArray(8)(toString(judged.language)), groupUniqArrayIf(8)(toString(fact.country), fact.country != ''),
    groupUniqArrayIf(8)(toString(fact.route_class), fact.route_class != 'unknown'), groupUniqArrayArray(8)(fact.domains)
FROM (SELECT * FROM report WHERE {these}) AS fact
INNER JOIN (
    SELECT sequence, revision, spam, ruling, category, lure, call_to_action, language FROM judgement FINAL
    WHERE sequence IN (SELECT sequence FROM report WHERE {these})
) AS judged ON judged.sequence = fact.sequence
GROUP BY campaign, sample, measuring_point, day, channel
"""
CAMPAIGN_HOUR = """
INSERT INTO campaign_hour (campaign, sample, measuring_point, hour, channel, reports, volume, first_at, last_at,
    reporters)
SELECT campaign, sample, measuring_point, toStartOfHour(received_at) AS hour, channel,
    count(), sum(report.volume), min(received_at), max(received_at), uniqState(reporter_key)
FROM report WHERE {these} GROUP BY campaign, sample, measuring_point, hour, channel
"""
CAMPAIGN_GROWTH = """
INSERT INTO campaign_growth (sample, measuring_point, grain, at, campaign, joined)
WITH opened AS (
    SELECT campaign AS number, argMin((sample, measuring_point, hour, channel), first_at) AS cell FROM campaign_hour
    WHERE campaign IN {campaigns:Array(UInt64)} GROUP BY campaign
)
SELECT sample, measuring_point, span.1 AS grain, span.2 AS at, campaign, sum(joined)
FROM (
    SELECT campaign, sample, measuring_point, hour,
        sum(campaign_hour.reports) - maxIf(1, (sample, measuring_point, hour, channel) = opened.cell) AS joined
    FROM campaign_hour INNER JOIN opened ON opened.number = campaign_hour.campaign
    WHERE campaign IN {campaigns:Array(UInt64)} GROUP BY campaign, sample, measuring_point, hour
)
ARRAY JOIN [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY)),
    ('all', toDateTime(0, 'UTC'))] AS span
WHERE joined > 0
GROUP BY sample, measuring_point, grain, at, campaign
"""
THESE = (
    "report.campaign IN {campaigns:Array(UInt64)} AND report.received_at >= {since:DateTime} "
    "AND report.received_at < {until:DateTime} AND toDate(report.received_at) IN {days:Array(Date)}"
)
# An insert with the same content as an earlier one would be taken for a delivery that came twice.
_AGAIN = " SETTINGS insert_deduplicate = 0"


def move(store: Store, moves: Mapping[int, int], left: Collection[int]) -> None:
    """Have these reports, by sequence, be of these campaigns; ``left`` are the campaigns that they come from.

    Nothing else may be written meanwhile. The same again changes nothing, so whatever broke off half-way is mended by
    doing it again. Between two of its statements a campaign's sums lack a day, for some tenths of a second.

    Raises:
        Unavailable: the store is down or full; do the same again.
    """
    sequences = sorted(moves)
    days: set[date] = set()
    for at in range(0, len(sequences), AT_ONCE):
        part = sequences[at : at + AT_ONCE]
        values = {"sequences": part, "homes": [moves[each] for each in part]}
        for table in NAMING:
            store.command(
                f"ALTER TABLE {table} UPDATE campaign = "
                "transform(sequence, {sequences:Array(UInt64)}, {homes:Array(UInt64)}, campaign) "
                "WHERE sequence IN {sequences:Array(UInt64)} SETTINGS mutations_sync = 2",
                values,
            )
        refile(store, part)
        found = "SELECT DISTINCT toDate(received_at) AS day FROM report WHERE sequence IN {sequences:Array(UInt64)}"
        days |= {row["day"] for row in store.query(found, values, seconds=60)}
    if days:
        _recount(store, sorted({*moves.values(), *left}), sorted(days))
    store.changes.everything()


def newest_revision(store: Store) -> int:
    """The highest revision that a campaign's alias has."""
    return int(store.query("SELECT max(revision) AS newest FROM campaign_alias")[0]["newest"])


def rename(store: Store, homes: Mapping[int, int], revision: int) -> None:
    """Have campaigns be known as others from now on, or, by their own id, as themselves again.

    ``revision`` is above all that there are; the same again changes nothing.

    Raises:
        Unavailable: the store is down or full; say the same again.
    """
    lines = [_encode({"campaign": one, "known_as": home, "revision": revision}) for one, home in homes.items()]
    if lines:
        store.insert_lines("campaign_alias", lines, f"renamed-{revision}")
        store.changes.everything()


def _recount(store: Store, campaigns: Sequence[int], days: Sequence[date]) -> None:
    """Add up these campaigns' days anew, from the reports."""
    values: dict[str, Any] = {"campaigns": list(campaigns), "days": list(days)}
    for table, time, sql in (("campaign_day", "day", CAMPAIGN_DAY), ("campaign_hour", "hour", CAMPAIGN_HOUR)):
        gone = f"campaign IN {{campaigns:Array(UInt64)}} AND toDate({time}) IN {{days:Array(Date)}}"
        store.command(f"DELETE FROM {table} WHERE {gone} SETTINGS lightweight_deletes_sync = 2", values)
        store.command(sql.replace("{these}", THESE).rstrip() + _AGAIN, values | _edges(days))
    store.command(
        "DELETE FROM campaign_growth WHERE campaign IN {campaigns:Array(UInt64)} SETTINGS lightweight_deletes_sync = 2",
        values,
    )
    store.command(CAMPAIGN_GROWTH.rstrip() + _AGAIN, values)
    # Lists of what led count other campaigns; they hold by how many reports a cell has, which is as it was.
    edges = _edges(days)
    store.command(
        "DELETE FROM leader WHERE at > {since:DateTime} - INTERVAL 5 DAY AND at < {until:DateTime} "
        "SETTINGS lightweight_deletes_sync = 2",
        edges,
    )


def _edges(days: Sequence[date]) -> dict[str, datetime]:
    since, until = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (days[0], days[-1]))
    return {"since": since, "until": until + timedelta(days=1)}
