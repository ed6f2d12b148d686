"""The store: one engine a process, many readers, one writer, every batch once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, Self

import clickhouse_connect
import structlog
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from spamatlas.model import Unavailable
from spamatlas.settings import Settings
from spamatlas.store.aliases import Aliases
from spamatlas.store.changes import Changes
from spamatlas.store.common_things import CommonThings
from spamatlas.store.lone import Pages
from spamatlas.store.long_lists import readable
from spamatlas.store.mention import KEPT
from spamatlas.store.migration import LEDGER, Migration, engine, migrate, shipped
from spamatlas.store.rows import Block
from spamatlas.store.turns import STEPS_BACK, turn

_events = structlog.get_logger()

QUERY_SECONDS = 10
"""Longest that a question may take unless it says otherwise."""
LOOKED_UP = ("report", "judgement", "mention", "campaign_member", "campaign_day", "campaign_hour")
"""Tables that a few rows are read from, wherever these lie."""
MEMORY_BYTES = 2_000_000_000
"""Most that one question may hold in memory; what goes beyond is refused, never the node's end."""

_INSERT = {
    "deduplicate_blocks_in_dependent_materialized_views": 1,
    "async_insert": 0,
    "input_format_json_read_objects_as_strings": 1,
    "input_format_skip_unknown_fields": 0,
    "max_partitions_per_insert_block": 1000,
    # One block a batch, made of all that come in: the token stands for the batch, so the batch must not be cut.
    "max_insert_block_size": 10_000_000,
    "min_insert_block_size_rows": 10_000_000,
    "min_insert_block_size_bytes": 0,
    "max_insert_threads": 1,
    # The views of one batch are little work; more threads cost more than they win (benchmarks/store_insert.py).
    "max_threads": 1,
    "input_format_parallel_parsing": 0,
    "optimize_on_insert": 1,
}


_ENGINE = {"os_threads_nice_value_merge_mutate": STEPS_BACK}
"""What an engine of our own is told at its start: merging parts lets pages go first."""

_PERSONAL = {
    "sender": "''",
    "sender_host": "''",
    "caller_id": "''",
    "reporter": "''",
    "recipients": "[]",
    "numbers": "[]",
    "anchors": "[]",
    "source_address": "toIPv6('::')",
    "message": "'{}'",
    "origin": "'{}'",
}
"""The columns of ``report`` that may tell of people, and what stands there after an erasure."""


NAMING = frozenset({"revised", "campaign_alias"})
"""The tables whose rows change what campaigns are that stand already."""
COUNTED = ("tally", "domain_growth", "domain_tally", "campaign_hour", "campaign_day", "campaign_growth")
"""The tables that hold what reports add up to."""


class Store:
    """ClickHouse tables by ``clickhouse-connect``; make one with ``Store.open``.

    ``end`` is the last place of the log when somebody looked there last; it only grows, but when samples go.
    ``is_masking``: rows are being taken out behind, and every statement leaves them out already.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._idle: SimpleQueue[Client] = SimpleQueue()
        self._clients: list[Client] = []
        self._making = Lock()
        self._writing = Lock()
        self._closed = False
        self._replicated = False
        self._has_real = False
        self.end = 0
        self._end_at = -1
        self.is_masking = False
        self.changes = Changes()
        self.common_things = CommonThings(self.changes)
        self.pages = Pages(self)
        self.aliases = Aliases(self.query, is_alone=self.is_own)

    @classmethod
    def open(cls, settings: Settings, first: Callable[[Self], object] = lambda _: None) -> Self:
        """The store of a node, its tables brought up to date; ``first`` is done before any that are there change.

        Raises:
            Unavailable: another process has the folder open, a server is down, or a newer version wrote the tables.
        """
        store = cls(settings.dsn or f"chdb://{(settings.data / 'store').absolute()}")
        try:
            store.migrate(shipped(), lambda: first(store))
        except BaseException:
            store.close()
            raise
        return store

    def migrate(self, migrations: list[Migration], first: Callable[[], object] = lambda: None) -> None:
        """Bring the tables up to these migrations; see ``store.migration``."""
        self._replicated = bool(self.query("SELECT 1 FROM system.macros WHERE macro = 'replica'"))
        self.command(LEDGER)
        rows = self.query("SELECT number, name, toString(digest) AS digest, statements FROM migration FINAL")
        done = {row["number"]: (row["name"], row["digest"], row["statements"]) for row in rows}
        if done and migrations[-1].number > max(done):
            first()
        for each in migrate(self.command, done, migrations):
            _events.info("store-migrated", migration=each.name, number=each.number)

    def insert(self, blocks: Sequence[Block], token: str) -> None:
        """Store reports; durable on return. The same under the same token again changes nothing.

        Raises:
            Unavailable: the store is down or full; deliver the same batch again.
        """
        try:
            self._insert("incoming", b"".join([block.native for block in blocks]), token, "Native")
        finally:
            self.changes.reports(chain.from_iterable(block.joined for block in blocks))

    def insert_lines(self, table: str, lines: Sequence[bytes], token: str) -> None:
        """Store JSON objects, one a row, in one of our tables; once for each table and token."""
        try:
            self._insert(table, b"\n".join(lines), token, "JSONEachRow")
        finally:
            if table in NAMING:
                self.aliases.forget()
                self.changes.lines(lines)

    def _insert(self, table: str, written: bytes, token: str, form: str) -> None:
        settings = _INSERT | {"insert_deduplication_token": f"{table}-{token}"}
        with self._writing, self._client() as client:
            client.raw_insert(table, insert_block=written, settings=settings, fmt=form)

    def query(
        self, sql: str, parameters: Mapping[str, Any] | None = None, seconds: float = QUERY_SECONDS
    ) -> list[dict[str, Any]]:
        """The rows of a statement; ``{name:Type}`` places are bound by the engine, never pasted in. Any thread may ask.

        Raises:
            Unavailable: it took longer than ``seconds``, wanted too much memory, or the store is down.
        """
        return self.ask(sql, parameters, seconds, {})

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None, seconds: float, how: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """As ``query``, with further settings of the engine."""
        limits = {"max_execution_time": seconds, "max_memory_usage": MEMORY_BYTES, **turn(is_own=self.is_own)}
        limits |= {**self._masked(), **how}
        with self._client() as client:
            asked = dict(parameters or {})
            return list(client.query(readable(sql, asked), parameters=asked, settings=limits).named_results())

    def last(self) -> int:
        """The last place of the log; looked up again where something may have been stored since."""
        change = self.changes.number
        if not self.is_own or self._end_at != change:
            self.end = int(self.query("SELECT max(sequence) AS last FROM report")[0]["last"])
            self._end_at = change
        return self.end

    def command(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement of ours that changes tables."""
        try:
            with self._client() as client:
                written = engine(sql, replicated=self._replicated)
                client.command(written, parameters=dict(parameters or {}), settings=self._masked())
        finally:
            if "campaign_alias" in sql:
                self.aliases.forget()

    def make_ready(self) -> None:
        """Load where in files rows lie of what single campaigns are read from: who opens the first page since a start
        would wait for that (its newest reports of 10 million: 137 ms in place of 60; November 2026).
        """
        for table in LOOKED_UP if self.is_own else ():
            self.command(f"SYSTEM PREWARM MARK CACHE {table}")

    def _masked(self) -> dict[str, str]:
        return {"apply_mutations_on_fly": "1"} if self.is_masking else {}

    @property
    def is_own(self) -> bool:
        """Whether the engine lives in this process, and nobody else writes to it."""
        return self._dsn.startswith("chdb:")

    def has_only_samples(self) -> bool:
        """Whether all there is are samples that this project ships; false for an empty store."""
        if self._has_real:  # which it stays: samples alone are ever removed
            return False
        rows = self.query("SELECT min(sample) AS least, count() AS n FROM (SELECT DISTINCT sample FROM tally)")
        self._has_real = bool(rows[0]["n"] and not rows[0]["least"])
        return bool(rows[0]["n"] and rows[0]["least"])

    def erase(self, ids: Sequence[str]) -> None:
        """Blank what reports hold of people; durable on return. Counts stay, and so do the facts of the route."""
        try:
            self._blank(ids)
        finally:
            self.changes.erased()

    def _blank(self, ids: Sequence[str]) -> None:
        these = "sequence IN (SELECT sequence FROM report WHERE id IN {ids:Array(String)})"
        self.command(
            f"ALTER TABLE mention DELETE WHERE {these} AND bitAnd(kinds, {KEPT}) = 0, "
            f"UPDATE kinds = bitAnd(kinds, {KEPT}) WHERE {these} SETTINGS mutations_sync = 2",
            {"ids": list(ids)},
        )
        self.command(
            f"ALTER TABLE campaign_member UPDATE sender = '', numbers = [], edges = [] WHERE {these} "
            "SETTINGS mutations_sync = 2",
            {"ids": list(ids)},
        )
        blank = ", ".join(f"{column} = {value}" for column, value in _PERSONAL.items())
        self.command(
            f"ALTER TABLE report UPDATE {blank}, erased = 1 WHERE id IN {{ids:Array(String)}} "
            "SETTINGS mutations_sync = 2",
            {"ids": list(ids)},
        )
        # What a report was found alike by may be an address or a number of somebody's.
        self.command(
            """ALTER TABLE judgement UPDATE assignment = concat('{"campaign":', toString(campaign), '}') """
            "WHERE id IN {ids:Array(String)} SETTINGS mutations_sync = 2",
            {"ids": list(ids)},
        )

    def remove_samples(self) -> None:
        """Take out every row that came of a sample, and what was added up from it; durable on return."""
        campaigns = "SELECT campaign FROM report WHERE sample = 1"
        self.command(f"ALTER TABLE campaign_alias DELETE WHERE campaign IN ({campaigns}) SETTINGS mutations_sync = 2")
        for table in (
            "judgement", "mention", "campaign_member", *COUNTED, "leader", "quarantine", "rewritten", "report",
        ):  # fmt: skip
            self.command(f"ALTER TABLE {table} DELETE WHERE sample = 1 SETTINGS mutations_sync = 2")
        self.changes.everything()

    def close(self) -> None:
        """Let the folder go. Questions that are still running fail."""
        with self._making:
            self._closed = True
            clients, self._clients = self._clients, []
        for client in clients:
            with suppress(Exception):
                client.close()

    @contextmanager
    def _client(self) -> Iterator[Client]:
        """A connection for one question: the engine takes one at a time on each."""
        try:
            client = self._idle.get_nowait()
        except Empty:
            client = self._connect()
        try:
            yield client
        except ClickHouseError as error:
            # Without its cause: the engine's own words quote statements and rows.
            raise _unavailable(error) from None
        finally:
            self._idle.put(client)

    def _connect(self) -> Client:
        with self._making:
            if self._closed:
                raise Unavailable("the store is closed")
            engine_of_our_own: dict[str, Any] = {"chdb_options": _ENGINE} if self.is_own else {}
            try:
                client = clickhouse_connect.get_client(dsn=self._dsn, tz_mode="aware", **engine_of_our_own)
            except (ClickHouseError, OSError, RuntimeError) as error:
                raise _unavailable(error) from None
            self._clients.append(client)
            return client


def _unavailable(error: Exception) -> Unavailable:
    """What to do about it, in words; the engine's own words may quote rows, so only its code is kept."""
    text = str(error)
    for sign, words in _WORDS.items():
        if sign in text:
            return Unavailable(words)
    return Unavailable(f"the store refused: {getattr(error, 'name', None) or type(error).__name__}")


_WORDS = {
    "TIMEOUT_EXCEEDED": "the question took too long; ask for a shorter time or fewer dimensions",
    "MEMORY_LIMIT_EXCEEDED": "the question wants too much memory; ask for a shorter time or fewer dimensions",
    "already initialized with path": "this process has another store open; close that one first (one engine a process)",
    "Error initializing EmbeddedServer": (
        "most likely another process has this store open; stop it, or ask the node that runs there"
    ),
    "NOT_ENOUGH_SPACE": "the disk is full; free some space",
}
