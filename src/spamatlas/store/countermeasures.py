"""Countermeasures as they were noted, and what the days of campaigns say beside them."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.model import Countermeasure
from spamatlas.store.database import Store
from spamatlas.store.members import PLACES

MEMBERS = 100_000
"""What a campaign turned to is told of so many reports, the newest."""
NAMED = 6
CANDIDATES = 2_000
"""Like campaigns are looked for among so many, taken by chance."""
MOST_LIKE = 200
TIMES = 3.0
"""A like campaign had a third to three times as many reports in the days before."""
UNKNOWN = date(1970, 1, 1)

_NOTED = "FROM countermeasure FINAL WHERE is_undone = 0"
_OF = f"""
SELECT * EXCEPT (revision, is_undone) {_NOTED} AND campaign IN {{parts:Array(UInt64)}} ORDER BY taken_on, number
"""
_ANY = f"""
SELECT DISTINCT if(home.known_as = 0, noted.campaign, home.known_as) AS number
FROM (SELECT campaign {_NOTED}) AS noted LEFT JOIN campaign_home AS home ON home.campaign = noted.campaign
"""
# By chance, and not by their size: how large they are in all depends on what came after.
_CANDIDATES = """
SELECT groupArray(number) AS candidates FROM (
    SELECT if(home.known_as = 0, grown.campaign, home.known_as) AS number
    FROM (
        SELECT campaign FROM campaign_growth WHERE sample = {sample:UInt8} AND grain = 'all'
        GROUP BY campaign HAVING sum(joined) + 1 >= {fewest:Float64}
    ) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.campaign
    WHERE number NOT IN {without:Array(UInt64)}
    GROUP BY number ORDER BY cityHash64(number) LIMIT {most:UInt32}
)
"""
_LIKE = """
SELECT place, before, after FROM (
    SELECT number, side.1 AS place, toInt32(first) + side.2 AS at, at + side.4 < toInt32({today:Date}) AS is_over,
        arraySum(arrayMap(each -> if(each.1 >= at - side.3 AND each.1 < at, each.2, 0), days)) AS before,
        arraySum(arrayMap(each -> if(each.1 > at AND each.1 <= at + side.4, each.2, 0), days)) AS after,
        side.5 AS reports
    FROM (
        SELECT number, min(date) AS first, groupArray((toInt32(date), reports)) AS days,
            groupUniqArrayArray(channels) AS channels
        FROM (
            SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS number,
                toDate(day) AS date, sum(counted.reports) AS reports, groupUniqArray(toString(channel)) AS channels
            FROM campaign_day AS counted
            WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8} GROUP BY number, date
        )
        GROUP BY number HAVING hasAny(channels, {channels:Array(String)})
    )
    ARRAY JOIN arrayZip(
        {places:Array(Int32)}, {ages:Array(Int32)}, {before:Array(Int32)}, {after:Array(Int32)}, {reports:Array(Int64)}
    ) AS side
)
WHERE is_over AND before >= reports / {times:Float64} AND before <= reports * {times:Float64}
ORDER BY abs(log(before) - log(reports)), number LIMIT {most:UInt32} BY place
"""
_TARGETED = """
SELECT key, toDate(received_at) AS day, count() AS reports FROM mention
WHERE campaign IN {parts:Array(UInt64)} AND key IN (SELECT sipHash64(arrayJoin({named:Array(String)}))) AND kinds != 0
GROUP BY key, day
"""
_KEYS = "SELECT arrayJoin({named:Array(String)}) AS named, sipHash64(named) AS key"
_TURNED = f"""
SELECT heading, value, count() AS reports, uniq(reporter_key) AS reporters,
    min(received_at) AS first_seen, max(received_at) AS last_seen
FROM (
    SELECT * FROM campaign_member WHERE campaign IN {{parts:Array(UInt64)}}
    ORDER BY sequence DESC LIMIT {{members:UInt32}}
)
ARRAY JOIN arrayConcat(
    [('senders', {PLACES["senders"]}), ('operators', {PLACES["operators"]})],
    arrayMap(each -> ('hosts', each), arrayDistinct(hosts)), arrayMap(each -> ('numbers', each), arrayDistinct(numbers))
) AS place
WHERE place.2 != '' GROUP BY place.1 AS heading, place.2 AS value HAVING toDate(first_seen) > {{since:Date}}
ORDER BY reports DESC, value LIMIT {NAMED} BY heading
"""

HEADINGS = ("hosts", "numbers", "senders", "operators")


class Side(Struct, frozen=True):
    """The days of a campaign's life that are compared: its ``age`` on the day of the countermeasure, so many days
    ``before`` and ``after`` that day, and its ``reports`` before.
    """

    age: int
    before: int
    after: int
    reports: int


def keep(store: Store, campaign: int, measure: Countermeasure, *, undone: bool = False) -> None:
    """Note a countermeasure under its number, or that it was undone; the same again changes nothing."""
    row = msgspec.to_builtins(measure) | {
        "campaign": campaign,
        "effective_on": (measure.effective_on or UNKNOWN).isoformat(),
        "revision": int(undone),
        "is_undone": int(undone),
    }
    store.insert_lines("countermeasure", [msgspec.json.encode(row)], f"{measure.number}-{int(undone)}")


def noted(store: Store, parts: Sequence[int]) -> list[Countermeasure]:
    """What was noted of a campaign's parts and not undone, by the day on which it was taken."""
    return [_measure(row) for row in store.query(_OF, {"parts": list(parts)})]


def one(store: Store, number: int) -> tuple[int, Countermeasure] | None:
    """The campaign's number and what was noted under this number, undone or not."""
    sql = "SELECT * EXCEPT (revision, is_undone) FROM countermeasure FINAL WHERE number = {number:UInt64}"
    rows = store.query(sql, {"number": number})
    return (rows[0]["campaign"], _measure(rows[0])) if rows else None


def like(store: Store, sides: Sequence[Side], channels: Sequence[str], sample: int) -> list[list[tuple[int, int]]]:
    """For each of these, the reports (before, after) of campaigns that nothing was noted against, in the same days of
    their lives. They share a channel, and had about as many reports before.
    """
    if not sides:
        return []
    fewest = min(each.reports for each in sides) / TIMES
    chosen = {"sample": sample, "fewest": fewest, "without": _measured(store), "most": CANDIDATES}
    candidates = store.query(_CANDIDATES, chosen)[0]["candidates"]
    asked = {
        **store.aliases.whole(candidates),
        "places": list(range(len(sides))),
        "ages": [each.age for each in sides],
        "before": [each.before for each in sides],
        "after": [each.after for each in sides],
        "reports": [each.reports for each in sides],
        "times": TIMES,
        "channels": list(channels),
        "sample": sample,
        "today": datetime.now(UTC).date(),
        "most": MOST_LIKE,
    }
    found: list[list[tuple[int, int]]] = [[] for _ in sides]
    for row in store.query(_LIKE, asked) if candidates else ():
        found[row["place"]].append((row["before"], row["after"]))
    return found


def targeted(store: Store, parts: Sequence[int], names: Sequence[str]) -> dict[str, dict[date, int]]:
    """For each of these things, on which days how many reports of a campaign mentioned it."""
    if not names:
        return {}
    keys = {row["key"]: row["named"] for row in store.query(_KEYS, {"named": list(names)})}
    found: dict[str, dict[date, int]] = {name: {} for name in names}
    for row in store.query(_TARGETED, {"parts": list(parts), "named": list(names)}):
        found[keys[row["key"]]][row["day"]] = row["reports"]
    return found


def turned(store: Store, parts: Sequence[int], since: date) -> dict[str, list[dict[str, Any]]]:
    """Under each of ``HEADINGS`` what the newest ``MEMBERS`` reports of a campaign name only after this day."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in HEADINGS}
    for row in store.query(_TURNED, {"parts": list(parts), "members": MEMBERS, "since": since}):
        found[row.pop("heading")].append(row)
    return found


def _measured(store: Store) -> list[int]:
    return [row["number"] for row in store.query(_ANY)]


def _measure(row: Mapping[str, Any]) -> Countermeasure:
    known = row["effective_on"] if row["effective_on"] != UNKNOWN else None
    facts = {name: value for name, value in row.items() if name != "campaign"} | {"effective_on": known}
    return msgspec.convert(facts, Countermeasure)
