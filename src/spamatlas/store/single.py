"""One campaign by its name: what it adds up to and its days, read at once for all that a page tells of them.

Each statement over a campaign's few rows costs some five milliseconds of processor, wherever they lie: one tells both
(a campaign of 30 of 10 million reports: 10 ms in place of 19; 2 cores, November 2026).
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from spamatlas.store.database import Store
from spamatlas.store.turns import ALONE

Row = dict[str, Any]

FIGURES = {
    "reporters": "uniqMerge(cell.reporters) AS reporters",
    "first_seen": "min(first_at) AS first_seen",
    "last_seen": "max(last_at) AS last_seen",
    "channels": "arraySort(groupUniqArray(channel)) AS channels",
    "verdict": "splitByChar('\\t', argMaxMerge(cell.verdict)) AS words, toFloat32OrZero(words[1]) AS spam, "
    "words[2] AS ruling, words[3] AS category, words[4] AS lure, words[5] AS call_to_action",
    "languages": "arraySort(groupUniqArrayArray(8)(cell.languages)) AS languages",
    "countries": "arraySort(groupUniqArrayArray(8)(cell.countries)) AS countries",
    "domains": "arraySort(groupUniqArrayArray(8)(cell.domains)) AS domains",
    "route_classes": "arraySort(groupUniqArrayArray(8)(cell.route_classes)) AS route_classes",
}
"""What a campaign's days add up to beside their reports."""

_BOTH = f"""
SELECT toDate(cell.day) AS date, grouping(date) AS is_whole, sum(cell.reports) AS size,
    groupUniqArrayArray(cell.languages) AS spoken, {", ".join(FIGURES.values())}
FROM campaign_day AS cell WHERE sample = {{sample:UInt8}} AND campaign IN {{parts:Array(UInt64)}}
GROUP BY GROUPING SETS ((date), ()) ORDER BY date{ALONE}
"""
_RECENT = f"""
SELECT sumIf(cell.reports, hour >= {{now:DateTime}} - INTERVAL 24 HOUR) AS last_day,
    sum(cell.reports) - last_day AS day_before
FROM campaign_hour AS cell
WHERE sample = {{sample:UInt8}} AND campaign IN {{parts:Array(UInt64)}}
    AND hour >= {{now:DateTime}} - INTERVAL 48 HOUR{ALONE}
"""
_QUIET = {"last_day": 0, "day_before": 0}
_OF_DAYS = {"date", "is_whole", "spoken"}
"""What ``_BOTH`` has for its days alone."""


class Single(Struct, frozen=True):
    """``row``: a campaign as ``campaigns.read`` gives it; ``days``: those with reports, as ``members.days`` does."""

    row: Row
    days: Sequence[Row]


def single(store: Store, number: int, sample: int) -> Single | None:
    """The campaign that goes by this number; None where it has no report. It is everybody's who asks: nobody may
    change it.
    """
    return store.pages.single.read((number, sample), lambda: _read(store, number, sample))


def _read(store: Store, number: int, sample: int) -> Single | None:
    now = datetime.now(UTC)
    asked = {"parts": store.aliases.whole([number])["parts"], "sample": sample, "now": now}
    found = [row for row in store.query(_BOTH, asked, seconds=60) if row["size"]]
    if not found:
        return None
    (row,) = ({name: row[name] for name in row.keys() - _OF_DAYS} for row in found if row["is_whole"])
    days = [_day(row) for row in found if not row["is_whole"]]
    may_be_recent = days[-1]["day"] >= (now - timedelta(hours=48)).date()
    recent = store.query(_RECENT, asked)[0] if may_be_recent else _QUIET
    return Single({"number": number, **row, **recent}, days)


def _day(row: Row) -> Row:
    return {"day": row["date"], "reports": row["size"], "reporters": row["reporters"], "languages": row["spoken"]}
