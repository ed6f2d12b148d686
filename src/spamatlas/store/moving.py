"""Reports that go from one campaign to another: facts stay, and what their campaigns add up to follows exactly.

Which campaign a report is of is changed by a small part beside its row, which the engine reads along with the row from
then on and merges into it behind (docs/decisions/0015). Then the days of the campaigns concerned are added up anew,
some at a time, so that reports can be stored in between.
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from spamatlas.store.database import Store
from spamatlas.store.members import refile

_encode = msgspec.json.encode

AT_ONCE = 10_000
"""So many reports are moved in one piece."""
COUNTED_AT_ONCE = 100_000
"""Days are added up anew until they have so many reports together; a day alone may have more."""
NAMING = ("report", "mention", "judgement")
"""The tables that say of each report which campaign it is of."""
PATCHED = (*NAMING, "campaign_member")
"""Those that may have small parts beside their own."""
CAMPAIGN_DAY = """
INSERT INTO campaign_day (campaign, sample, measuring_point, day, channel, reports, volume, first_at, last_at,
    reporters, countries, route_classes, domains)
SELECT campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel,
    count(), sum(report.volume), min(received_at), max(received_at), uniqState(reporter_key),
    groupUniqArrayIf(8)(toString(country), country != ''),
    groupUniqArrayIf(8)(toString(route_class), route_class != 'unknown'), groupUniqArrayArray(8)(report.domains)
FROM report WHERE {these} GROUP BY campaign, sample, measuring_point, day, channel
"""
# Of a report that was judged several times every row is read: the newest has the highest revision, so it counts.
CAMPAIGN_DAY_JUDGED = """
INSERT INTO campaign_day (campaign, sample, measuring_point, day, channel, first_at, last_at, verdict, languages)
SELECT campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel, min(received_at), max(received_at),
    argMaxState(
        concat(toString(judgement.spam), '\\t', ruling, '\\t', category, '\\t', lure, '\\t', call_to_action),
        revision * 281474976710656 + sequence
    ),
    groupUniqArray(8)(toString(language))
FROM judgement WHERE {these} GROUP BY campaign, sample, measuring_point, day, channel
"""
CAMPAIGN_HOUR = """
INSERT INTO campaign_hour (campaign, sample, measuring_point, hour, channel, reports, volume, first_at, last_at,
    reporters)
SELECT campaign, sample, measuring_point, toStartOfHour(received_at) AS hour, channel,
    count(), sum(report.volume), min(received_at), max(received_at), uniqState(reporter_key)
FROM report WHERE {these} GROUP BY campaign, sample, measuring_point, hour, channel
"""
# What there should be, less what there is: a row that takes away is one with a number so large that the sum turns over.
CAMPAIGN_GROWTH = """
INSERT INTO campaign_growth (sample, measuring_point, grain, at, campaign, joined)
WITH opened AS (
    SELECT campaign AS number, argMin((sample, measuring_point, hour, channel), first_at) AS cell FROM campaign_hour
    WHERE campaign IN {campaigns:Array(UInt64)} GROUP BY campaign
)
SELECT sample, measuring_point, grain, at, campaign, sum(should.joined) AS lacking
FROM (
    SELECT sample, measuring_point, span.1 AS grain, span.2 AS at, campaign, joined
    FROM (
        SELECT campaign, sample, measuring_point, hour, toUInt64(sum(campaign_hour.reports)
            - maxIf(1, (sample, measuring_point, hour, channel) = opened.cell)) AS joined
        FROM campaign_hour INNER JOIN opened ON opened.number = campaign_hour.campaign
        WHERE campaign IN {campaigns:Array(UInt64)} GROUP BY campaign, sample, measuring_point, hour
    )
    ARRAY JOIN [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY)),
        ('all', toDateTime(0, 'UTC'))] AS span
    UNION ALL
    SELECT sample, measuring_point, toString(grain) AS grain, at, campaign, toUInt64(-toInt64(joined)) AS joined
    FROM campaign_growth WHERE campaign IN {campaigns:Array(UInt64)}
) AS should
GROUP BY sample, measuring_point, grain, at, campaign HAVING lacking != 0
"""
THESE = (
    "campaign IN {campaigns:Array(UInt64)} AND sequence BETWEEN {first:UInt64} AND {last:UInt64} "
    "AND toDate(received_at) IN {days:Array(Date)}"
)
_SIZES = """
SELECT toDate(day) AS day, sum(campaign_day.reports) AS reports FROM campaign_day
WHERE campaign IN {campaigns:Array(UInt64)} GROUP BY day
"""
_BOUNDS = """
SELECT min(sequence) AS first, max(sequence) AS last FROM campaign_member
WHERE campaign IN {campaigns:Array(UInt64)} AND toDate(received_at) IN {days:Array(Date)}
"""
# An insert with the same content as an earlier one would be taken for a delivery that came twice.
_AGAIN = " SETTINGS insert_deduplicate = 0"


def move(store: Store, moves: Mapping[int, int], left: Collection[int]) -> None:
    """All of ``pieces`` at once: nothing else may be written meanwhile."""
    for _ in pieces(store, moves, left):
        pass


def pieces(store: Store, moves: Mapping[int, int], left: Collection[int]) -> Iterator[None]:
    """Have these reports, by sequence, be of these campaigns, piece by piece; ``left`` are those that they come from.

    Nothing else may be written during a piece; between two of them reports may be, but none may move. Until all are
    done some reports stand where they were, then some days' sums do. The same again changes nothing, so whatever broke
    off half-way is mended by doing it again.

    Raises:
        Unavailable: the store is down or full; do the same again.
    """
    sequences, campaigns, days = sorted(moves), {*moves.values(), *left}, set()
    for at in range(0, len(sequences), AT_ONCE):
        some = sequences[at : at + AT_ONCE]
        days |= _refiled(store, {each: moves[each] for each in some}, campaigns)
        yield
    for stretch in stretches(store, campaigns, sorted(days)):
        recount(store, campaigns, stretch)
        yield
    if days:
        _settle(store, campaigns, sorted(days))


def _refiled(store: Store, homes: Mapping[int, int], campaigns: Collection[int]) -> set[date]:
    """Have these reports, by sequence, stand under these campaigns from now on; the days (UTC) on which they came."""
    values: dict[str, Any] = {"sequences": [*homes], "homes": [*homes.values()]}
    home = "transform(sequence, {sequences:Array(UInt64)}, {homes:Array(UInt64)}, campaign)"
    if len({*values["homes"]}) == 1:
        home, values["home"] = "{home:UInt64}", values["homes"][0]
    for table in NAMING:
        store.command(f"UPDATE {table} SET campaign = {home} WHERE sequence IN {{sequences:Array(UInt64)}}", values)
    refile(store, homes, campaigns)
    found = "SELECT DISTINCT toDate(received_at) AS day FROM report WHERE sequence IN {sequences:Array(UInt64)}"
    store.changes.everything()
    return {row["day"] for row in store.query(found, values, seconds=60)}


def stretches(store: Store, campaigns: Collection[int], days: Sequence[date]) -> Iterator[list[date]]:
    """These days of these campaigns, as many of them at a time as may be added up at once."""
    asked = {"campaigns": sorted(campaigns), "days": list(days)}
    found = {row["day"]: row["reports"] for row in store.query(_SIZES, asked, seconds=60)} if days else {}
    some: list[date] = []
    for day in days:
        if some and sum(found.get(each, 0) for each in (*some, day)) > COUNTED_AT_ONCE:
            yield some
            some = []
        some.append(day)
    if some:
        yield some


def recount(store: Store, campaigns: Collection[int], days: Sequence[date]) -> None:
    """Add up these days of these campaigns anew, from the reports; nothing may be written meanwhile."""
    values: dict[str, Any] = {"campaigns": sorted(campaigns), "days": list(days)}
    (bounds,) = store.query(_BOUNDS, values, seconds=60)
    for table, time in (("campaign_day", "day"), ("campaign_hour", "hour")):
        gone = f"campaign IN {{campaigns:Array(UInt64)}} AND toDate({time}) IN {{days:Array(Date)}}"
        store.command(f"DELETE FROM {table} WHERE {gone} SETTINGS lightweight_deletes_sync = 2", values)
    for sql in (CAMPAIGN_DAY, CAMPAIGN_DAY_JUDGED, CAMPAIGN_HOUR):
        store.command(sql.replace("{these}", THESE).rstrip() + _AGAIN, values | bounds)


def _settle(store: Store, campaigns: Collection[int], days: Sequence[date]) -> None:
    """What hangs on the sums of these days, once all of them are right."""
    store.command(CAMPAIGN_GROWTH.rstrip() + _AGAIN, {"campaigns": sorted(campaigns)})
    # Lists of what led count other campaigns; they hold by how many reports a cell has, which is as it was.
    store.command(
        "DELETE FROM leader WHERE at > {since:DateTime} - INTERVAL 5 DAY AND at < {until:DateTime} "
        "SETTINGS lightweight_deletes_sync = 2",
        _edges(days),
    )
    store.changes.everything()


def is_patched(store: Store) -> bool:
    """Whether small parts lie beside others."""
    sql = "SELECT count() AS n FROM system.parts WHERE active AND database = currentDatabase() AND name LIKE 'patch-%'"
    return bool(store.query(sql)[0]["n"])


def fold(store: Store) -> None:
    """Have the engine write what small parts say into those that they lie beside; it does so behind, one by one."""
    for table in PATCHED:
        store.command(f"ALTER TABLE {table} APPLY PATCHES SETTINGS mutations_sync = 0")


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


def _edges(days: Sequence[date]) -> dict[str, datetime]:
    since, until = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (days[0], days[-1]))
    return {"since": since, "until": until + timedelta(days=1)}
