"""Judged reports of a time, added up by all that a ruling hangs on: some hundred cells, however many they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from spamatlas.store.database import Store

MOST_REPORTS = 1_000_000
"""So many, the newest, are added up: each one's verdict is read."""

_EXTENT = """
SELECT count() AS reports, max(sequence) AS last FROM judgement FINAL
WHERE sample = {sample:UInt8} AND measuring_point = {point:String} AND received_at >= {since:DateTime64(3, 'UTC')}
    AND received_at < {until:DateTime64(3, 'UTC')}
"""
# A code stands in a verdict's JSON with quotes that no text within it can have: there they are escaped.
_CELLS = """
SELECT
    channel, category, lure, ruling, unsolicited, profile,
    arrayCount(bar -> spam >= toFloat32(bar), {bars:Array(Float64)}) AS band,
    arrayFilter(code -> position(verdict, concat('"code":"', code, '"')) > 0, {codes:Array(String)}) AS marks,
    arrayMap(
        few -> JSONExtractUInt(assignment, 'size') >= few.1 OR JSONExtractUInt(assignment, 'reporters') >= few.2
            OR JSONExtractUInt(assignment, 'recipients') >= few.3 OR (
                few.4 > 0 AND greatest(JSONExtractUInt(assignment, 'size'), 1) >= few.4
                AND round(24 * JSONExtractFloat(assignment, 'hourly')) >= few.4
            ),
        arrayZip({messages:Array(UInt32)}, {reporters:Array(UInt32)}, {recipients:Array(UInt32)}, {a_day:Array(UInt32)})
    ) AS is_bulk,
    count() AS reports
FROM judgement FINAL
WHERE sample = {sample:UInt8} AND measuring_point = {point:String} AND sequence > {after:UInt64}
    AND received_at >= {since:DateTime64(3, 'UTC')} AND received_at < {until:DateTime64(3, 'UTC')}
GROUP BY channel, category, lure, ruling, unsolicited, profile, band, marks, is_bulk
"""


class Wanted(Struct, frozen=True, kw_only=True):
    """What to tell apart: probability ``bars`` in ascending order, reason ``codes``, each profile's numbers of bulk.

    ``few`` holds (messages, reporters, recipients, messages a day), one a profile, in order; of the last 0 is none.
    """

    since: datetime
    until: datetime
    bars: Sequence[float]
    codes: Sequence[str]
    few: Sequence[tuple[int, int, int, int]]
    point: str = "reported"


class Cells(Struct, frozen=True):
    """The cells, and how many reports there are and were added up."""

    rows: Sequence[Mapping[str, Any]]
    reports: int
    read: int


def cells(store: Store, wanted: Wanted) -> Cells:
    """Add up; ``band`` counts the bars that a probability reaches, ``is_bulk`` has one 0 or 1 a profile.

    The samples are counted only in a node that holds nothing else, as in every statistic.
    """
    sample = int(store.has_only_samples())
    time = {"since": wanted.since, "until": wanted.until, "sample": sample, "point": wanted.point}
    (extent,) = store.query(_EXTENT, time)
    messages, reporters, recipients, a_day = (list(column) for column in zip(*wanted.few, strict=True))
    rows = store.query(
        _CELLS,
        {
            **time,
            "after": max(0, extent["last"] - MOST_REPORTS),
            "bars": list(wanted.bars),
            "codes": list(wanted.codes),
            "messages": messages,
            "reporters": reporters,
            "recipients": recipients,
            "a_day": a_day,
        },
    )
    return Cells(rows, extent["reports"], sum(row["reports"] for row in rows))
