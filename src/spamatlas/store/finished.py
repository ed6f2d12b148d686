"""Days that are over, added up once: a question over many of them adds to what is kept what came in today."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any

from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.store.database import Store

MARK = re.compile(r"-- adds up: (.+)")
"""Stands in a statement whose rows need not be told apart by their time, before the dimension of ``tally`` that it
reads, or before ``campaign_growth``."""
GROWTH = "campaign_growth"
MOST_BYTES = 256_000_000
"""Sums of so many bytes are kept; 30 days of routes are 2,800 cells of at most 3 KB (10 million reports)."""
MOST_DIMENSIONS = 256
PREFIX = "finished_"
LEFT = "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, {start:String})"
COLUMNS = {
    "tally": "sample, dimension, grain, at, measuring_point, channel, cell, reports, volume, withdrawn, first_at, "
    "last_at, reporters",
    GROWTH: "sample, measuring_point, grain, at, campaign, joined",
}
ADD_UP = {
    "tally": """
SELECT sample, dimension, grain, toDateTime({since:DateTime}, 'UTC') AS at, measuring_point, channel, cell,
    sum(tally.reports) AS reports, sum(tally.volume) AS volume, sum(tally.withdrawn) AS withdrawn,
    min(tally.first_at) AS first_at, max(tally.last_at) AS last_at, uniqHLL12MergeState(tally.reporters) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = {dimension:String} AND grain = 'day'
    AND measuring_point = {measuring_point:String} AND tally.at >= {since:DateTime} AND tally.at < {edge:DateTime}
GROUP BY sample, dimension, grain, measuring_point, channel, cell
""",
    GROWTH: """
SELECT sample, measuring_point, grain, toDateTime({since:DateTime}, 'UTC') AS at, campaign,
    sum(campaign_growth.joined) AS joined
FROM campaign_growth
WHERE sample = {sample:UInt8} AND grain = 'day' AND measuring_point = {measuring_point:String}
    AND campaign_growth.at >= {since:DateTime} AND campaign_growth.at < {edge:DateTime}
GROUP BY sample, measuring_point, grain, campaign ORDER BY joined DESC, campaign LIMIT {most:UInt64}
""",
}
GROWN = 20_000
"""So many campaigns that grew most are kept of a time. One that is not among them is looked for by what joined it today
alone, so at most as many reports too low as the smallest of these has: what is shown is read exactly."""


class Sum(Struct):
    """A table of sums, and the number of the changes that are in it."""

    table: str
    number: int
    bytes: int


class Finished:
    """The store's answers; statements that are marked read sums of the days that are over. Any thread may ask.

    The sums are tables in the engine's memory, since states of distinct reporters can be added there alone. They hold
    until something is stored that belongs into a day before today: a late report or a corrected verdict.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._sums: OrderedDict[tuple[Any, ...], Sum] = OrderedDict()
        self._dimensions: dict[tuple[Any, ...], str] = {}
        self._numbers = count(1)
        self._is_clean = False

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a statement, as ``Store.query`` gives them."""
        values = values or {}
        mark = MARK.search(sql)
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if not mark or not self._store.is_own or values["bucket"] != "day" or (today - values["since"]).days < 2:
            return self._store.query(sql, values)
        edge = min(today, values["until"])
        try:
            with self._lock:
                dimension = GROWTH if mark[1] == GROWTH else self._dimension(mark[1], values)
                table = self._table(dimension, values, edge)
            of = GROWTH if dimension == GROWTH else "tally"
            running = (
                f"FROM (SELECT {COLUMNS[of]} FROM {of} WHERE at >= {{edge:DateTime}} "
                f"UNION ALL SELECT {COLUMNS[of]} FROM {table}) AS {of}"
            )
            return self._store.query(re.sub(rf"\bFROM {of}\b", running, sql), {**values, "edge": edge})
        except Unavailable:  # the sums may just have been let go
            return self._store.query(sql, values)

    def _table(self, dimension: str, values: Mapping[str, Any], edge: datetime) -> str:
        key = (dimension, values["sample"], values["measuring_point"], values["since"], edge)
        if found := self._sums.get(key):
            change = self._store.changes.since(found.number)
            if change and change.earliest >= edge:
                found.number = change.number
                self._sums.move_to_end(key)
                return found.table
        number = self._store.changes.number
        table = f"{PREFIX}{next(self._numbers)}"
        self._clean()
        asked = {name: values[name] for name in ("since", "sample", "measuring_point")}
        sums = ADD_UP[GROWTH if dimension == GROWTH else "tally"]
        self._store.command(
            f"CREATE TABLE {table} ENGINE = Memory AS {sums}",
            {**asked, "dimension": dimension, "edge": edge, "most": GROWN},
        )
        self._let_go(key)
        size = "SELECT total_bytes AS n FROM system.tables WHERE database = currentDatabase() AND name = {table:String}"
        self._sums[key] = Sum(table, number, int(self._store.query(size, {"table": table})[0]["n"] or 0))
        while len(self._sums) > 1 and sum(each.bytes for each in self._sums.values()) > MOST_BYTES:
            self._let_go(next(iter(self._sums)))
        return table

    def _let_go(self, key: tuple[Any, ...]) -> None:
        if gone := self._sums.pop(key, None):
            self._store.command(f"DROP TABLE IF EXISTS {gone.table}")

    def _clean(self) -> None:
        """What an earlier process kept is empty now; its names are left."""
        if not self._is_clean:
            left = (
                "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, {start:String})"
            )
            for row in self._store.query(left, {"start": PREFIX}):
                self._store.command(f"DROP TABLE IF EXISTS {row['name']}")
            self._is_clean = True

    def _dimension(self, words: str, values: Mapping[str, Any]) -> str:
        """The dimension that a statement reads, which may hang on what is asked."""
        key = (words, *(str(values[name]) for name in re.findall(r"{(\w+):", words)))
        if key not in self._dimensions:
            if len(self._dimensions) >= MOST_DIMENSIONS:
                self._dimensions.clear()
            self._dimensions[key] = str(self._store.query(f"SELECT {words} AS dimension", values)[0]["dimension"])
        return self._dimensions[key]
