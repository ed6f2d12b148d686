"""The file of a log on one machine: SQLite in write-ahead mode with full sync."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from spamatlas.model import Unavailable

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    body_bytes INTEGER NOT NULL,
    facts BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS quarantine (
    sequence INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    at REAL NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answer (
    key BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    answer BLOB NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS position (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO position VALUES ('cursor', 0), ('accepted', 0), ('delivered', 0);
PRAGMA user_version = 1;
"""
VERSION = 1
FILE = "log.sqlite"
CACHE_BYTES = 32_000_000


class Database:
    """Any thread may ask; every method raises Unavailable where the disk is full or away."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock, self._reading = RLock(), Lock()
        self._connection = _connected(folder)
        with _disk_errors():
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise Unavailable(f"the log in {folder} was written by a newer Spamatlas; upgrade this one")
            self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
            self._connection.execute(f"PRAGMA cache_size = -{CACHE_BYTES // 1024}")
            self._connection.executescript(SCHEMA)
            self._reader = _connected(folder)

    def close(self) -> None:
        with self._lock, self._reading:
            self._connection.close()
            self._reader.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All that a question finds."""
        with self.alone() as connection:
            return connection.execute(sql, values).fetchall()

    def read(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """The same while another thread's transaction waits for the disk: what is committed."""
        with self._reading, _disk_errors():
            return self._reader.execute(sql, values).fetchall()

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """No other thread asks or changes anything meanwhile."""
        with self._lock, _disk_errors():
            yield self._connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is changed within is durable when it ends, or undone where it fails."""
        with self.alone() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def _connected(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        folder / FILE, isolation_level=None, check_same_thread=False, timeout=60, cached_statements=64
    )


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Unavailable(f"the log can't be written or read: {error}") from error
