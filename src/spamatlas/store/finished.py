"""Days that are over, added up once: a question over many of them adds to what is kept what came in today."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import re
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any

from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.store.database import Store

MARK = re.compile(r"-- adds up: (.+)")
"""Stands in a statement whose rows need not be told apart by their time, before the dimension of ``tally`` that it
reads, or before another table's name."""
TALLY, GROWTH, DOMAINS = "tally", "campaign_growth", "domain_tally"
MOST_BYTES = 256_000_000
"""Sums of so many bytes are kept; 30 days of routes are 2,800 cells of at most 3 KB (10 million reports)."""
MOST_DIMENSIONS = 256
AGAIN_SECONDS, LATE_SECONDS = 2.0, 60.0
"""To add up costs up to seven times what one answer does. It is done when a time is asked for again after so long, and
so long after reports were stored late: while older ones come in, every day is read."""
MOST_WAITING = 1_000
PREFIX = "finished_"
COLUMNS = {
    TALLY: "sample, dimension, grain, at, measuring_point, channel, cell, reports, volume, withdrawn, first_at, "
    "last_at, reporters",
    GROWTH: "sample, measuring_point, grain, at, campaign, joined",
    DOMAINS: "sample, measuring_point, grain, key, at, channel, domain, reports, first_at, last_at, reporters",
}
ADD_UP = {
    TALLY: """
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
GROUP BY sample, measuring_point, grain, campaign ORDER BY joined DESC, campaign LIMIT {grown:UInt64}
""",
    # The time before, as long, stands beside it: what rises is compared with that.
    DOMAINS: """
SELECT sample, measuring_point, grain, key,
    toDateTime(if(domain_tally.at >= {since:DateTime}, {since:DateTime}, {start:DateTime}), 'UTC') AS at,
    toString({channel:String}) AS channel, domain, sum(domain_tally.reports) AS reports,
    min(domain_tally.first_at) AS first_at, max(domain_tally.last_at) AS last_at,
    uniqHLL12MergeState(domain_tally.reporters) AS reporters
FROM domain_tally
WHERE sample = {sample:UInt8} AND grain = 'day' AND measuring_point = {measuring_point:String}
    AND domain_tally.at >= {start:DateTime} AND domain_tally.at < {edge:DateTime}
    AND ({channel:String} = '' OR domain_tally.channel = {channel:String}) AND key IN (
        SELECT key FROM domain_tally
        WHERE sample = {sample:UInt8} AND grain = 'day' AND measuring_point = {measuring_point:String}
            AND at >= {since:DateTime} AND at < {edge:DateTime}
            AND ({channel:String} = '' OR channel = {channel:String})
        GROUP BY key ORDER BY sum(domain_tally.reports) DESC, key LIMIT {linked:UInt64}
    )
GROUP BY sample, measuring_point, grain, key, at, domain
""",
}
GROWN = 20_000
"""So many campaigns that grew most are kept of a time. One that is not among them is looked for by what joined it today
alone, so at most as many reports too low as the smallest of these has: what is shown is read exactly."""
LINKED = 2_000
"""So many domains that were linked to most are kept of a time, with all their reports. Where another one is chosen, or
one may have been missed, all are read."""
KEYS = """
SELECT groupArray(key) AS keys, min(reports) AS least FROM (
    SELECT key, sum(reports) AS reports FROM {{table}} WHERE at >= {since:DateTime} GROUP BY key
)
"""


class Sum(Struct):
    """A table of sums, and the number of the changes that are in it.

    ``keys``: the domains in it; another one has at most ``least`` reports in the days that are over.
    """

    table: str
    number: int
    bytes: int = 0
    keys: frozenset[int] = frozenset()
    least: int = 0

    def holds(self, keys: Collection[int], counts: Sequence[int], limit: int) -> bool:
        """Whether these domains are all here and the first ``limit``, by their counts, surely the most linked to.

        Another one has at most the last one's count today, and ``least`` before.
        """
        if not self.least:
            return True
        spare = counts[limit - 1] - counts[-1] if len(counts) > limit else 0
        return self.keys.issuperset(keys) and (not counts or spare >= self.least)


class _UncertainError(Exception):
    """What the sums give may not be all."""


class Finished:
    """The store's answers; statements that are marked read sums of the days that are over. Any thread may ask.

    The sums are tables in the engine's memory, since states of distinct reporters can be added there alone. They hold
    until something is stored that belongs into a day before today: a late report or a corrected verdict. They are made
    when a time is asked for again, which what is open or was opened lately is, behind.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._sums: OrderedDict[tuple[Any, ...], Sum] = OrderedDict()
        self._dimensions: dict[tuple[Any, ...], str] = {}
        self._numbers = count(1)
        self._is_clean = False
        self._waiting: OrderedDict[tuple[Any, ...], float] = OrderedDict()

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a statement, as ``Store.query`` gives them."""
        values = values or {}
        mark = MARK.search(sql)
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if not mark or not self._store.is_own or values["bucket"] != "day" or (today - values["since"]).days < 2:
            return self._store.query(sql, values)
        edge = min(today, values["until"])
        try:
            return self._added(sql, {**values, "edge": edge}, mark[1])
        except (Unavailable, _UncertainError):  # the sums may just have been let go
            return self._store.query(sql, values)

    def _added(self, sql: str, values: Mapping[str, Any], words: str) -> list[dict[str, Any]]:
        """What the days that are over and today have together.

        Raises:
            _UncertainError: it may not be all.
        """
        of = words if words in ADD_UP else TALLY
        with self._lock:
            kept = self._sum(of, self._dimension(words, values) if of == TALLY else of, values)
        if of == DOMAINS and not kept.holds(values.get("chosen", ()), (), 0):
            raise _UncertainError
        running = (
            f"FROM (SELECT {COLUMNS[of]} FROM {of} WHERE at >= {{edge:DateTime}} "
            f"UNION ALL SELECT {COLUMNS[of]} FROM {kept.table}) AS {of}"
        )
        rows = self._store.query(re.sub(rf"\bFROM {of}\b", running, sql), values)
        if rows and "linked" in rows[0] and not kept.holds(rows[0]["looked_at"], rows[0]["linked"], values["limit"]):
            raise _UncertainError
        return rows

    def _sum(self, of: str, dimension: str, values: Mapping[str, Any]) -> Sum:
        since, until, edge = values["since"], values["until"], values["edge"]
        key: tuple[Any, ...] = (dimension, values["sample"], values["measuring_point"], since, edge)
        asked = {"since": since, "edge": edge, "dimension": dimension, "grown": GROWN, "linked": LINKED}
        asked |= {name: values[name] for name in ("sample", "measuring_point")}
        if of == DOMAINS:
            key = (*key, until, values["channel"])
            asked |= {"start": since - (until - since), "channel": values["channel"]}
        if found := self._sums.get(key):
            now = self._store.changes.number
            if self._store.changes.earliest(found.number) >= edge:
                found.number = now
                self._sums.move_to_end(key)
                return found
            self._let_go(key)
            self._wait(key, LATE_SECONDS)
        if self._wait(key, AGAIN_SECONDS) > time.monotonic():
            raise _UncertainError
        self._waiting.pop(key)
        self._sums[key] = found = self._made(of, asked)
        while len(self._sums) > 1 and sum(each.bytes for each in self._sums.values()) > MOST_BYTES:
            self._let_go(next(iter(self._sums)))
        return found

    def _made(self, of: str, asked: Mapping[str, Any]) -> Sum:
        self._clean()
        made = Sum(f"{PREFIX}{next(self._numbers)}", self._store.changes.number)
        self._store.command(f"CREATE TABLE {made.table} ENGINE = Memory AS {ADD_UP[of]}", asked)
        size = "SELECT total_bytes AS n FROM system.tables WHERE database = currentDatabase() AND name = {table:String}"
        made.bytes = int(self._store.query(size, {"table": made.table})[0]["n"] or 0)
        if of == DOMAINS:
            row = self._store.query(KEYS.replace("{{table}}", made.table), asked)[0]
            made.keys = frozenset(row["keys"])
            made.least = int(row["least"]) if len(made.keys) >= LINKED else 0
        return made

    def _wait(self, key: tuple[Any, ...], seconds: float) -> float:
        """When these sums may be made, so many seconds from when they were first asked for."""
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        return self._waiting.setdefault(key, time.monotonic() + seconds)

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
