"""What is linked to most and grew most, found among what led in each day and five days, where the store has lists of that.

Of a cell that has a list (``store/leaders.py``) the few that led are known exactly, and that nothing else has more than
``least``. So a key has at least what lists and cells without one say of it, and at most that and the ``least`` of each
list that it is not in. Whoever may be among the wanted by the latter is looked at; where that can't be told, nothing is
said, and all is looked through (Fagin, Lotem and Naor, Optimal aggregation algorithms for middleware, 2003: NRA).
"""

# ruff: noqa: E501  a statement reads better whole

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from spamatlas.statistics.pieces import whole

MARK = re.compile(r"^-- leaders: (domain|campaign), (\d+) \* limit \+ (\d+)$", re.MULTILINE)
"""Stands in a statement that finds the keys of so many cells that have most, as ``chosen`` or as ``candidates``."""
SPARE = 200
"""So many more than twice the wanted are looked at, those first that may have most."""

CELLS = whole("""
SELECT groupArrayIf(at, led AND grain = {bucket:String}) AS led_short, groupArrayIf(at, led AND grain != {bucket:String}) AS led_long,
    groupArrayIf(at, NOT led AND grain = {bucket:String}) AS open_short, groupArrayIf(at, NOT led AND grain != {bucket:String}) AS open_long,
    sum(least) AS unseen
FROM (
    SELECT grain, at, toUInt64(sum(tally.reports)) AS reports FROM tally
    WHERE sample = {sample:UInt8} AND dimension = 'all' AND measuring_point = {measuring_point:String} AND {within}
    GROUP BY grain, at
) AS counted
LEFT JOIN (
    SELECT grain, at, reports, least, 1 AS led FROM leader FINAL
    WHERE kind = {kind:String} AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
        AND channel = {channel:String} AND {within}
) AS listed USING (grain, at, reports)
""")
"""Which cells of the time have a list that counts all there is, and which have none. ``unseen``: what stands in no list
has at most so much in all of them together."""
_COUNTED = """
SELECT key, sum(n) AS known, known + {unseen:UInt64} - sum(bound) AS most FROM (
    SELECT key, n, least AS bound FROM leader FINAL ARRAY JOIN keys AS key, counts AS n
    WHERE kind = {kind:String} AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND channel = {channel:String}
        AND (grain = {bucket:String} AND at IN {led_short:Array(DateTime)} OR grain = {coarse:String} AND at IN {led_long:Array(DateTime)})
    UNION ALL
    SELECT KEY AS key, joined AS n, 0 AS bound FROM GROWTH
    WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
        AND (grain = {bucket:String} AND at IN {open_short:Array(DateTime)} OR grain = {coarse:String} AND at IN {open_long:Array(DateTime)})CUT
) GROUP BY key
"""
_ALONE = """
SELECT groupArray(key) AS keys, groupArray(known) AS known, groupArray(most) AS most
FROM (SELECT * FROM ({counted}) ORDER BY most DESC, key LIMIT {looked_at:UInt32})
"""
_AT_HOME = """
SELECT groupArray(number) AS keys, groupArray(known) AS known, groupArray(most) AS most FROM (
    SELECT if(home.known_as = 0, grown.key, home.known_as) AS number, sum(grown.known) AS known, sum(grown.most) AS most
    FROM ({counted}) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.key
    GROUP BY number ORDER BY most DESC, number LIMIT {looked_at:UInt32}
)
"""
LOOKED_AT = {
    "domain": _ALONE.replace(
        "{counted}",
        _COUNTED.replace("KEY", "key")
        .replace("GROWTH", "domain_growth")
        .replace("CUT", " AND ({channel:String} = '' OR channel = {channel:String})"),
    ),
    "campaign": _AT_HOME.replace(
        "{counted}", _COUNTED.replace("KEY", "campaign").replace("GROWTH", "campaign_growth").replace("CUT", "")
    ),
}
EXACT = whole("""
SELECT groupArray(key) AS keys, groupArray(reports) AS known FROM (
    SELECT key, sum(domain_tally.reports) AS reports FROM domain_tally
    WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within}
        AND ({channel:String} = '' OR channel = {channel:String}) AND key IN {keys:Array(UInt64)}
    GROUP BY key
)
""")

Query = Callable[[str, Mapping[str, Any]], Sequence[Mapping[str, Any]]]


class Looked(Struct, frozen=True):
    """Keys, at least and at most how many reports each has, those first that may have most; what is left out may not
    have more than the last. ``unseen``: what is nowhere among them has at most so much. ``is_all``: nothing is left out.
    """

    keys: Sequence[int]
    known: Sequence[int]
    most: Sequence[int]
    unseen: int
    is_all: bool


def found(query: Query, statement: str, values: Mapping[str, Any]) -> dict[str, list[int]] | None:
    """What a marked statement finds, from the lists; None where they do not tell it, or it is not marked.

    A campaign that became part of another counts there with what lists and open cells say of it; all else is exact.
    """
    mark = MARK.search(statement)
    if mark is None or values["bucket"] == "hour":  # short times have few keys, and lists are by the day
        return None
    kind, wanted = mark[1], int(mark[2]) * int(values["limit"]) + int(mark[3])
    asked = {"channel": "", **values, "kind": kind}
    cells = query(CELLS, asked)[0]
    if not cells["led_short"] and not cells["led_long"]:
        return None
    asked |= {**cells, "looked_at": 2 * wanted + SPARE}
    row = query(LOOKED_AT[kind], asked)[0]
    looked = Looked(**row, unseen=cells["unseen"], is_all=len(row["keys"]) < asked["looked_at"])
    leading = possible(looked, wanted)
    if leading is None:
        return None
    if kind == "campaign":
        return {"candidates": list(leading)}
    doubtful = [key for key, (known, most) in leading.items() if known < most]
    counts = {key: known for key, (known, _) in leading.items()}
    if doubtful:
        exact = query(EXACT, {**asked, "keys": doubtful})[0]
        counts |= dict(zip(exact["keys"], exact["known"], strict=True))
    return {"chosen": sorted(counts, key=lambda key: (-counts[key], key))[:wanted]}


def possible(looked: Looked, wanted: int) -> dict[int, tuple[int, int]] | None:
    """All keys that may be among so many that have most, with the bounds of each; None where others may be too."""
    floor = sorted(looked.known, reverse=True)[wanted - 1] if len(looked.known) >= wanted else 0
    if looked.unseen and looked.unseen >= floor:
        return None
    if not looked.is_all and looked.most[-1] >= floor:
        return None
    bounds = zip(looked.keys, looked.known, looked.most, strict=True)
    return {key: (known, most) for key, known, most in bounds if most >= floor}
