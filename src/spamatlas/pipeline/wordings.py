"""The notes of the pass that reads meanings: which wordings wait, where the read ones point, and who is kin to whom."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import base64
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from spamatlas.campaign import Kinship, Traits
from spamatlas.campaign.meaning import fit
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sqlite_file import opened
from spamatlas.pipeline.wording import Kin, Wording

MOST_WAITING = 300_000
"""Of more wordings that wait, the oldest are given up: reading so many takes hours."""
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS wording (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, sample INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, campaign INTEGER NOT NULL, ham INTEGER NOT NULL, spam REAL NOT NULL,
    sketch BLOB NOT NULL, waits INTEGER NOT NULL DEFAULT 1,
    direction BLOB, traits BLOB, rewrite_of INTEGER NOT NULL DEFAULT 0, likeness REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS wording_waits ON wording (ham, sequence) WHERE waits;
CREATE INDEX IF NOT EXISTS wording_campaign ON wording (campaign);
CREATE INDEX IF NOT EXISTS wording_id ON wording (id);
CREATE TABLE IF NOT EXISTS trait (
    value INTEGER NOT NULL, sequence INTEGER NOT NULL, campaign INTEGER NOT NULL, PRIMARY KEY (value, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS trait_sequence ON trait (sequence);
CREATE INDEX IF NOT EXISTS wording_at ON wording (at);
CREATE TABLE IF NOT EXISTS kin (
    newer INTEGER NOT NULL, older INTEGER NOT NULL, likeness REAL NOT NULL, shared TEXT NOT NULL,
    differing TEXT NOT NULL, is_one INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (newer, older)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS kin_older ON kin (older);
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT;
"""
_WHAT = "what is known of meanings"


class Wordings:
    """The file, open as long as it is used."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def after(self) -> int:
        """The place in the log up to which wordings were noted; -1 where none were."""
        found = self._base.execute("SELECT sequence FROM progress").fetchone()
        return int(found[0]) if found else -1

    def note(self, rows: Iterable[Mapping[str, Any]], after: int) -> None:
        """Take in what ``store.meaning.new_wordings`` found up to a place in the log."""
        values = [
            (
                row["sequence"],
                row["id"],
                row["at"],
                row["sample"],
                _signed(row["fingerprint"]),
                _signed(row["campaign"]),
                row["ham"],
                row["spam"],
                base64.b64decode(row["sketch"]),
            )
            for row in rows
        ]
        with self._together():
            self._base.executemany(
                "INSERT OR IGNORE INTO wording (sequence, id, at, sample, fingerprint, campaign, ham, spam, sketch) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            self._base.execute("INSERT OR REPLACE INTO progress VALUES (1, ?)", (after,))
            self._base.execute(
                "DELETE FROM wording WHERE waits AND sequence IN "
                "(SELECT sequence FROM wording WHERE waits ORDER BY ham, sequence DESC LIMIT -1 OFFSET ?)",
                (MOST_WAITING,),
            )

    def next(self, many: int, first: Sequence[int] = ()) -> list[Wording]:
        """Some that wait: those of these campaigns, then the newest; what is ruled ham comes last."""
        chosen: list[Wording] = []
        if first:
            places = ", ".join("?" * len(first))
            chosen = self._found(
                f"waits AND campaign IN ({places}) ORDER BY sequence DESC LIMIT ?", (*map(_signed, first), many)
            )
        rest = self._found("waits ORDER BY ham, sequence DESC LIMIT ?", (many,))
        return list({each.sequence: each for each in (*chosen, *rest)}.values())[:many]

    def keep(
        self, read: Sequence[tuple[Wording, bytes]], kin: Sequence[Kin], rewrites: Sequence[tuple[int, int, float]]
    ) -> None:
        """Keep where these point (nothing for what could not be read), who is kin, and who is a rewrite of whom."""
        with self._together():
            self._base.executemany(
                "UPDATE wording SET waits = 0, direction = ?, traits = ?, spam = ? WHERE sequence = ?",
                [(found or None, msgspec.json.encode(one.traits), one.spam, one.sequence) for one, found in read],
            )
            self._base.executemany(
                "INSERT OR IGNORE INTO trait VALUES (?, ?, ?)",
                [
                    (value, one.sequence, _signed(one.campaign))
                    for one, _ in read
                    for many in one.traits.values()
                    for value in many
                ],
            )
            self._base.executemany("INSERT OR REPLACE INTO kin VALUES (?, ?, ?, ?, ?, ?, 0)", map(_kin_row, kin))
            self.keep_rewrites(rewrites)

    def keep_rewrites(self, rewrites: Sequence[tuple[int, int, float]]) -> None:
        """Keep of places in the log of which other one each is a rewrite, and how alike."""
        self._base.executemany(
            "UPDATE wording SET rewrite_of = ?, likeness = ? WHERE sequence = ?",
            [(older, likeness, newer) for newer, older, likeness in rewrites],
        )

    def directions(self, most: int) -> Iterator[tuple[int, bytes]]:
        """Where the newest wordings point, the oldest of them first."""
        return iter(
            self._base.execute(
                "SELECT sequence, direction FROM (SELECT sequence, direction FROM wording "
                "WHERE direction IS NOT NULL ORDER BY sequence DESC LIMIT ?) ORDER BY sequence",
                (most,),
            )
        )

    def at(self, sequences: Iterable[int]) -> dict[int, Wording]:
        """The wordings at these places in the log."""
        found: dict[int, Wording] = {}
        for some in _some(sorted(set(sequences))):
            for each in self._found(f"sequence IN ({', '.join('?' * len(some))})", some):
                found[each.sequence] = each
        return found

    def of_campaigns(self, campaigns: Sequence[int]) -> list[Wording]:
        """Every wording of these campaigns that was read."""
        places = ", ".join("?" * len(campaigns))
        return self._found(
            f"direction IS NOT NULL AND campaign IN ({places}) ORDER BY sequence", tuple(map(_signed, campaigns))
        )

    def had_by(self, values: Iterable[int]) -> dict[int, int]:
        """By how many campaigns each of these traits is had."""
        found: dict[int, int] = {}
        for some in _some(sorted(set(values))):
            places = ", ".join("?" * len(some))
            rows = self._base.execute(
                f"SELECT value, count(DISTINCT campaign) FROM trait WHERE value IN ({places}) GROUP BY value", some
            )
            found |= {int(value): int(number) for value, number in rows}
        return found

    def kin_of(self, sequences: Sequence[int]) -> list[Kin]:
        """Who is kin to these wordings, the likest first."""
        found: list[tuple[Any, ...]] = []
        for some in _some(sequences):
            places = ", ".join("?" * len(some))
            found += self._base.execute(
                f"SELECT * FROM kin WHERE newer IN ({places}) OR older IN ({places})", (*some, *some)
            )
        return self._kin(found)

    def undone(self, most: int) -> list[Kin]:
        """The newest kin whose campaigns are two as far as is known, and neither was said to be apart."""
        return self._kin(self._base.execute("SELECT * FROM kin WHERE done = 0 ORDER BY newer DESC LIMIT ?", (most,)))

    def settle(self, kin: Iterable[Kin]) -> None:
        """These need no looking at any more."""
        pairs = [(each.newer.sequence, each.older.sequence) for each in kin]
        self._base.executemany("UPDATE kin SET done = 1 WHERE newer = ? AND older = ?", pairs)

    def forget(self, ids: Sequence[str]) -> None:
        """Take out all that is known of these reports."""
        with self._together():
            for some in _some(ids):
                places = ", ".join("?" * len(some))
                these = f"(SELECT sequence FROM wording WHERE id IN ({places}))"
                self._forget(these, some)

    def forget_before(self, at: float) -> None:
        """Take out what is known of texts that came before a moment: evidence is kept no longer either."""
        with self._together():
            self._forget("(SELECT sequence FROM wording WHERE at < ?)", (at,))

    def counts(self) -> tuple[int, int, int]:
        """How many wait, when the oldest came that is neither ham nor a sample (0 for none), how many were read."""
        waits, oldest = self._base.execute(
            "SELECT count(*), ifnull(min(CASE WHEN ham OR sample THEN NULL ELSE at END), 0) FROM wording WHERE waits"
        ).fetchone()
        read = self._base.execute("SELECT count(*) FROM wording WHERE waits = 0").fetchone()[0]
        return int(waits), int(oldest), int(read)

    def _forget(self, these: str, values: tuple[Any, ...]) -> None:
        self._base.execute(f"DELETE FROM kin WHERE newer IN {these} OR older IN {these}", (*values, *values))
        self._base.execute(f"DELETE FROM trait WHERE sequence IN {these}", values)
        self._base.execute(f"DELETE FROM wording WHERE sequence IN {these}", values)

    def _kin(self, rows: Iterable[tuple[Any, ...]]) -> list[Kin]:
        held = list(rows)
        ends = self.at([place for row in held for place in row[:2]])
        return sorted(
            (
                Kin(ends[row[0]], ends[row[1]], Kinship(row[2], _names(row[3]), _names(row[4]), bool(row[5])))
                for row in held
                if row[0] in ends and row[1] in ends
            ),
            key=lambda each: -each.found.likeness,
        )

    def _found(self, condition: str, values: Sequence[Any]) -> list[Wording]:
        rows = self._base.execute(
            "SELECT sequence, id, at, sample, fingerprint, campaign, ham, spam, sketch, traits, rewrite_of, likeness "
            f"FROM wording WHERE {condition}",
            values,
        )
        return [
            Wording(
                sequence=row[0],
                id=row[1],
                at=row[2],
                sample=bool(row[3]),
                fingerprint=_unsigned(row[4]),
                campaign=_unsigned(row[5]),
                ham=bool(row[6]),
                spam=row[7],
                sketch=row[8],
                traits=msgspec.json.decode(row[9], type=Traits) if row[9] else {},
                rewrite_of=row[10],
                likeness=row[11],
            )
            for row in rows
        ]

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")


@contextmanager
def wordings(folder: Folder) -> Iterator[Wordings]:
    """The notes of a data folder."""
    with opened(folder.meaning, SCHEMA, _WHAT) as base:
        _of_this_fit(base)
        yield Wordings(base)


def _of_this_fit(base: sqlite3.Connection) -> None:
    """Forget what was read by another fit, whose directions can't be compared: it is read again from the store."""
    if _fit_of(base) == fit():
        return
    base.execute("BEGIN IMMEDIATE")
    if _fit_of(base) != fit():  # else another process was first, and may have read something since
        for table in ("wording", "trait", "kin", "progress"):
            base.execute(f"DELETE FROM {table}")
        base.execute(f"PRAGMA user_version = {fit()}")
    base.execute("COMMIT")


def _fit_of(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _kin_row(kin: Kin) -> tuple[Any, ...]:
    found = kin.found
    return (
        kin.newer.sequence,
        kin.older.sequence,
        found.likeness,
        " ".join(found.shared),
        " ".join(found.differing),
        found.is_one,
    )


def _some(values: Sequence[Any], many: int = 400) -> Iterator[tuple[Any, ...]]:
    """A statement binds no more than a thousand values, and some are bound twice."""
    for start in range(0, len(values), many):
        yield tuple(values[start : start + many])


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _signed(number: int) -> int:
    """A 64-bit number as SQLite holds it."""
    return number - 2**64 if number >= 2**63 else number


def _unsigned(number: int) -> int:
    return number + 2**64 if number < 0 else number
