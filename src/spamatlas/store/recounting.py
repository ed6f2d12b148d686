"""The days of campaigns added up anew from their reports, once some of these went to another one.

What takes long is read beforehand into tables beside, while reports are stored; what came since is added in the moment
in which they take the place of what stood there.
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product
from typing import Any

from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.store.database import Store

COUNTED_AT_ONCE = 100_000
"""Days are added up anew until they have so many reports together; a day alone may have more."""
EVERY = 2**64 - 1
"""Behind every place."""
Piece = Callable[[], None]
CAMPAIGN_DAY = """
INSERT INTO {table} (campaign, sample, measuring_point, day, channel, reports, volume, first_at, last_at,
    reporters, countries, route_classes, domains)
SELECT campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel,
    count(), sum(report.volume), min(received_at), max(received_at), uniqState(reporter_key),
    groupUniqArrayIf(8)(toString(country), country != ''),
    groupUniqArrayIf(8)(toString(route_class), route_class != 'unknown'), groupUniqArrayArray(8)(report.domains)
FROM report WHERE {these} GROUP BY campaign, sample, measuring_point, day, channel
"""
# Of a report that was judged several times every row is read: the newest has the highest revision, so it counts.
CAMPAIGN_DAY_JUDGED = """
INSERT INTO {table} (campaign, sample, measuring_point, day, channel, first_at, last_at, verdict, languages)
SELECT campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel, min(received_at), max(received_at),
    argMaxState(
        concat(toString(judgement.spam), '\\t', ruling, '\\t', category, '\\t', lure, '\\t', call_to_action),
        revision * 281474976710656 + sequence
    ),
    groupUniqArray(8)(toString(language))
FROM judgement WHERE {these} GROUP BY campaign, sample, measuring_point, day, channel
"""
CAMPAIGN_HOUR = """
INSERT INTO {table} (campaign, sample, measuring_point, hour, channel, reports, volume, first_at, last_at,
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
_MASKS = """
SELECT count() AS n FROM system.mutations
WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND NOT is_done
"""
MOST_MASK_SECONDS, MASK_LOOK_SECONDS = 600.0, 0.02
# An insert with the same content as an earlier one would be taken for a delivery that came twice.
_AGAIN = " SETTINGS insert_deduplicate = 0"
SUMS = {"campaign_day": (CAMPAIGN_DAY, CAMPAIGN_DAY_JUDGED), "campaign_hour": (CAMPAIGN_HOUR,)}
"""What adds up the days in each table."""


def recounted(store: Store, campaigns: Collection[int], days: Sequence[date]) -> Iterator[Piece]:
    """Pieces after which the sums of these days of these campaigns are right, in order.

    Nothing else may be written during a piece. Between two of them reports may be, while the next is being prepared.
    """
    stretches = list(_stretches(store, campaigns, days))
    # Whatever the days, masking what stands there costs as much, so all are done at once where nothing comes between.
    is_done = yield from _added_up(store, campaigns, stretches, lest_revised=True)
    for stretch in () if is_done else stretches:
        yield from _added_up(store, campaigns, [stretch])
    _await_masks(store)
    yield partial(store.command, CAMPAIGN_GROWTH.rstrip() + _AGAIN, {"campaigns": sorted(campaigns)})
    yield partial(_forget_leaders, store, days)


def _stretches(store: Store, campaigns: Collection[int], days: Sequence[date]) -> Iterator[list[date]]:
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


class _Seen(Struct, frozen=True):
    """What is stored whole: the places of the reports of some days, and the number of the latest change."""

    first: int
    last: int
    number: int


def _added_up(
    store: Store, campaigns: Collection[int], stretches: Sequence[Sequence[date]], *, lest_revised: bool = False
) -> Generator[Piece, None, bool]:
    """Pieces that have the days of these stretches right; ``lest_revised``: unless something else changed meanwhile.

    Gives whether they are.
    """
    values: dict[str, Any] = {"campaigns": sorted(campaigns), "days": [day for days in stretches for day in days]}
    noted: list[_Seen] = []
    yield lambda: noted.append(_seen(store, values))  # while nothing is half stored
    (seen,) = noted
    for table, sums in SUMS.items():
        store.command(f"DROP TABLE IF EXISTS recounted_{table}")
        store.command(f"CREATE TABLE recounted_{table} AS {table} ENGINE = Memory")
        for days, sql in product(stretches, sums):
            some = {**values, "days": list(days), "first": seen.first, "last": seen.last}
            store.command(_filled(sql, f"recounted_{table}"), some)
    done: list[bool] = []
    for table in SUMS:
        yield partial(_note, done, partial(_replace, store, table, values, seen, lest_revised=lest_revised))
        if not done[-1]:
            return False
    for table in SUMS:
        store.command(f"DROP TABLE recounted_{table}")
    return True


def _await_masks(store: Store) -> None:
    """Wait until all rows are masked that are to be; until then every question has the engine leave them out.

    Raises:
        Unavailable: it takes too long, or never ends; do the same again.
    """
    until = time.monotonic() + MOST_MASK_SECONDS
    while store.query(_MASKS, {"tables": [*SUMS]})[0]["n"]:
        if time.monotonic() > until:
            raise Unavailable("the store is still busy with an earlier change")
        time.sleep(MASK_LOOK_SECONDS)
    store.is_masking = False


def _note(done: list[bool], act: Callable[[], bool]) -> None:
    done.append(act())


def _seen(store: Store, values: dict[str, Any]) -> _Seen:
    (bounds,) = store.query(_BOUNDS, values, seconds=60)
    return _Seen(bounds["first"], bounds["last"], store.changes.number)


def _replace(store: Store, table: str, values: dict[str, Any], seen: _Seen, *, lest_revised: bool) -> bool:
    """Have days stand as they were added up, with what came since then; whether they do.

    Where a verdict was revised since, or anything else of these campaigns changed, all is added up now or nothing done.
    """
    is_right = store.changes.touched(values["campaigns"]).corrected <= seen.number
    if lest_revised and not is_right:
        return False
    column = table.removeprefix("campaign_")
    store.is_masking = True  # what is there by now is masked behind, and what is put in from here on is not
    store.command(
        f"DELETE FROM {table} WHERE campaign IN {{campaigns:Array(UInt64)}} "
        f"AND toDate({column}) IN {{days:Array(Date)}} SETTINGS lightweight_deletes_sync = 0",
        values,
    )
    if is_right:
        store.command(f"INSERT INTO {table} SELECT * FROM recounted_{table}{_AGAIN}")
    first = seen.last + 1 if is_right else seen.first
    for sql in SUMS[table]:
        store.command(_filled(sql, table), {**values, "first": first, "last": EVERY})
    return True


def _filled(sql: str, table: str) -> str:
    return sql.replace("{table}", table).replace("{these}", THESE).rstrip() + _AGAIN


def _forget_leaders(store: Store, days: Sequence[date]) -> None:
    """Lists of what led count other campaigns; they hold by how many reports a cell has, which is as it was."""
    store.command(
        "DELETE FROM leader WHERE at > {since:DateTime} - INTERVAL 5 DAY AND at < {until:DateTime} "
        "SETTINGS lightweight_deletes_sync = 2",
        _edges(days),
    )
    store.changes.everything()


def _edges(days: Sequence[date]) -> dict[str, datetime]:
    since, until = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (days[0], days[-1]))
    return {"since": since, "until": until + timedelta(days=1)}
