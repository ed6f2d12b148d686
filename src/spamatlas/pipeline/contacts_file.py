"""Who wrote to whom before, in a file, so that a node which starts knows it again."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.pipeline.events import events
from spamatlas.pipeline.sqlite_file import Notes, reachable

SCHEMA = """
CREATE TABLE IF NOT EXISTS tie (
    turn INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, is_wanted INTEGER NOT NULL, report INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS letter (
    turn INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, writer INTEGER NOT NULL, report INTEGER NOT NULL
) STRICT;
"""
_WHAT = "who wrote to whom"
_TABLES = {"tie": "is_wanted", "letter": "writer"}
_PUT = {
    name: f"INSERT OR REPLACE INTO {name} (key, {value}, report) VALUES (?, ?, ?)"  # noqa: S608  names of ours
    for name, value in _TABLES.items()
}
# What is written again gets the next turn: the last are those that were used last.
_CUT = "DELETE FROM {0} WHERE turn <= (SELECT turn FROM {0} ORDER BY turn DESC LIMIT 1 OFFSET ?)"
_NEWEST = "SELECT key, {1}, report FROM (SELECT * FROM {0} ORDER BY turn DESC LIMIT ?) ORDER BY turn"
_DROP = "DELETE FROM {0} WHERE report IN (SELECT value FROM json_each(?))"


class Row(Struct, frozen=True, array_like=True, gc=False):
    """A tie (``value``: whether any of it was wanted) or a letter (who wrote it), and the newest report of it.

    All but whether it was wanted are signed 64-bit keyed hashes.
    """

    key: int
    value: int
    report: int


class ContactsFile:
    """The ``most`` ties and letters that were used last. Any thread may ask; what it is told is durable on return.

    Every method raises Unavailable when the disk is full or away.
    """

    def __init__(self, path: Path, most: int) -> None:
        self._most, self._added = most, 0
        self._notes = _opened(path)

    def close(self) -> None:
        self._notes.close()

    def ties(self) -> list[Row]:
        """All of them, what was used longest ago first."""
        return self._newest("tie")

    def letters(self) -> list[Row]:
        """As ``ties``."""
        return self._newest("letter")

    def put(self, ties: Sequence[Row], letters: Sequence[Row]) -> None:
        """Keep these as the last used, in their order."""
        with self._notes.transaction() as base:
            base.executemany(_PUT["tie"], map(msgspec.structs.astuple, ties))
            base.executemany(_PUT["letter"], map(msgspec.structs.astuple, letters))
            # Looking for the last one to stay costs milliseconds; so a tenth more may lie there.
            if self._added + len(ties) + len(letters) > self._most // 10:
                for name in _TABLES:
                    base.execute(_CUT.format(name), (self._most,))
                self._added = 0
            else:
                self._added += len(ties) + len(letters)

    def drop(self, reports: Iterable[int]) -> None:
        """Keep nothing of which one of these was the newest report."""
        gone = msgspec.json.encode([*reports]).decode()
        with self._notes.transaction() as base:
            for name in _TABLES:
                base.execute(_DROP.format(name), (gone,))
        self.cut()

    def cut(self) -> None:
        """See ``Notes.cut``."""
        self._notes.cut()

    def _newest(self, table: str) -> list[Row]:
        rows = self._notes.rows(_NEWEST.format(table, _TABLES[table]), (self._most,))
        return [Row(*row) for row in rows]


def _opened(path: Path) -> Notes:
    """The file, or a new one in the place of one that is broken: it holds nothing that a node can't do without."""
    with reachable(_WHAT):
        try:
            return Notes(path, SCHEMA, _WHAT)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            events().warning("contacts-begun-anew", error=str(error))
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            return Notes(path, SCHEMA, _WHAT)
