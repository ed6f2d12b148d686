"""The small SQLite files of a data folder that the pipeline writes its own notes in."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from spamatlas.model import Unavailable


@contextmanager
def reachable(what: str) -> Iterator[None]:
    """Say of ``what`` that it can't be written or read, where SQLite can't do what is asked within.

    Raises:
        Unavailable: the disk is full or away, or the file is held or broken.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Unavailable(f"{what} can't be written or read: {error}") from error


@contextmanager
def opened(path: Path, schema: str, what: str) -> Iterator[sqlite3.Connection]:
    """A file with these tables, open for as long as it is used; transactions are the caller's.

    Raises:
        Unavailable: as ``reachable`` says.
    """
    with reachable(what), closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as base:
        base.execute("PRAGMA secure_delete = ON")
        base.executescript(schema)
        yield base


class Notes:
    """A file with these tables that stays open; any thread may ask, and a transaction is durable when it ends.

    Every method raises Unavailable as ``reachable`` says of ``what``.
    """

    def __init__(self, path: Path, schema: str, what: str) -> None:
        self._lock = RLock()
        self._what = what
        with reachable(what):
            self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(schema)

    def close(self) -> None:
        with self._lock:
            self._base.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        """All that a question to these tables finds."""
        with self._lock, reachable(self._what):
            return self._base.execute(sql, values).fetchall()

    def cut(self) -> None:
        """Move the write-ahead log into the file and cut it, where nobody reads just now: it may hold what is gone."""
        with self._lock, reachable(self._what):
            self._base.execute("PRAGMA busy_timeout = 0")
            try:
                self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._base.execute("PRAGMA busy_timeout = 30000")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is changed within is durable when it ends, or undone where it fails."""
        with self._lock, reachable(self._what):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise
