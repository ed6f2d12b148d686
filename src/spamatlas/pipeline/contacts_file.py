"""Who wrote to whom before, in a file, so that a node which starts knows it again."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.pipeline.events import events
from spamatlas.pipeline.sqlite_file import Notes

USES = 2
"""So many uses are kept for each tie or letter that a node has in mind, as one is often used again."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS tie (
    turn INTEGER PRIMARY KEY, key INTEGER NOT NULL, state INTEGER NOT NULL, report INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS letter (
    turn INTEGER PRIMARY KEY, key INTEGER NOT NULL, writer INTEGER NOT NULL, report INTEGER NOT NULL
) STRICT;
"""
_WHAT = "who wrote to whom"
_TABLES = {"tie": "state", "letter": "writer"}
# Appended alone: to look each one up in its place costs ten times as much. What is read last holds.
_PUT = {
    name: f"INSERT INTO {name} (key, {value}, report) VALUES (?, ?, ?)"  # noqa: S608  names of ours
    for name, value in _TABLES.items()
}
_CUT = "DELETE FROM {0} WHERE turn <= (SELECT max(turn) FROM {0}) - ?"
_ALL = "SELECT key, {1}, report FROM {0} ORDER BY turn"
_DROP = "DELETE FROM {0} WHERE report IN (SELECT value FROM json_each(?))"


class Row(Struct, frozen=True, array_like=True, gc=False):
    """A tie (``value``: its state) or a letter (who wrote it), and the newest report of it.

    All but the state of a tie are signed 64-bit keyed hashes.
    """

    key: int
    value: int
    report: int


class ContactsFile:
    """The last uses of ties and letters, of ``most`` some ``USES`` each. Any thread may ask; what it is told is durable
    on return.

    Every method raises Unavailable when the disk is full or away, or the file broke.
    """

    def __init__(self, path: Path, most: int) -> None:
        self._most = USES * most
        self._notes = _opened(path)

    def close(self) -> None:
        self._notes.close()

    def ties(self) -> list[Row]:
        """What was used longest ago first; of one that was used twice the later holds."""
        return self._all("tie")

    def letters(self) -> list[Row]:
        """As ``ties``."""
        return self._all("letter")

    def put(self, ties: Sequence[Row], letters: Sequence[Row]) -> None:
        """Keep these as the last used, in their order."""
        with _whole(), self._notes.transaction() as base:
            base.executemany(_PUT["tie"], map(msgspec.structs.astuple, ties))
            base.executemany(_PUT["letter"], map(msgspec.structs.astuple, letters))
            for name in _TABLES:
                base.execute(_CUT.format(name), (self._most,))

    def drop(self, reports: Iterable[int]) -> None:
        """Keep nothing of which one of these was the newest report."""
        gone = msgspec.json.encode([*reports]).decode()
        with _whole(), self._notes.transaction() as base:
            for name in _TABLES:
                base.execute(_DROP.format(name), (gone,))
        self.cut()

    def cut(self) -> None:
        """See ``Notes.cut``."""
        self._notes.cut()

    def _all(self, table: str) -> list[Row]:
        return [Row(*row) for row in self._notes.rows(_ALL.format(table, _TABLES[table]))]


@contextmanager
def _whole() -> Iterator[None]:
    """A file that broke while it was open is as one that can't be reached: the next start begins anew."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise Unavailable(f"{_WHAT} can't be written or read: {error}") from error


def _opened(path: Path) -> Notes:
    """The file, or a new one in the place of one that is broken: it holds nothing that a node can't do without."""
    try:
        notes = Notes(path, SCHEMA, _WHAT)
        found = notes.rows("PRAGMA quick_check(1)")
        if found == [("ok",)]:
            return notes
        notes.close()
        error = str(found)
    except sqlite3.DatabaseError as broken:
        error = str(broken)
    events().warning("contacts-begun-anew", error=error)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return Notes(path, SCHEMA, _WHAT)
