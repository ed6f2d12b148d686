"""What people who report taught a node: a layer of its own, of which one person moves only so much."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from spamatlas.judge import PUBLIC, Learned, Lesson, Taken, allowance
from spamatlas.model import Unavailable
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sqlite_file import Notes, reachable

Way = Literal["receipt", "report"]
"""How a lesson came: said by whoever holds the receipt, or the report itself."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS lesson (
    report TEXT PRIMARY KEY,
    reporter TEXT NOT NULL,
    is_spam INTEGER NOT NULL,
    way TEXT NOT NULL,
    at REAL NOT NULL,
    counts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lesson_reporter ON lesson (reporter, is_spam, counts, at);
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT;
"""
_WHAT = "the lessons of those who report"
Read = Callable[[Sequence[str]], Sequence[Taken | None]]
"""The features of these reports, None for one that can't be read any more."""


class Teaching(Struct, frozen=True):
    """One person's word on one report."""

    report: str
    reporter: str
    is_spam: bool
    way: Way = "receipt"


class PublicLessons(Notes):
    """A file of lessons and one of counts. A lesson beyond its teacher's allowance is kept and does not count yet.

    Reports filed without a reporter share one allowance: they could all be of one person.
    """

    def __init__(self, folder: Folder, read: Read) -> None:
        self._folder, self._read = folder, read
        super().__init__(folder.public_lessons, SCHEMA, _WHAT)
        self._learned = Learned.read(folder.public, PUBLIC) if folder.public.is_file() else Learned(PUBLIC)

    def said(self, report: str) -> str:
        """What was said of a report by whoever filed it: spam, ham, or nothing."""
        found = self.rows("SELECT is_spam FROM lesson WHERE report = ? AND way = 'receipt'", (report,))
        return ("ham", "spam")[found[0][0]] if found else ""

    def teach(self, teachings: Sequence[Teaching], upto: int = 0) -> int:
        """Take these in, each in the place of what was said of its report before; how many were new.

        ``upto`` is the place in the log up to which reports themselves are now taken as lessons.
        """
        with self._changing():
            fresh = [each for each in teachings if self._replaces(each)]
            before = [allowance(texts) for texts in self._learned.texts]
            for each in fresh:
                self._keep(each)
            for reporter in dict.fromkeys(each.reporter for each in fresh):
                for is_spam in (False, True):  # what was said before of the same report may have made room
                    self._fill(reporter, is_spam)
            for is_spam in (False, True):
                self._admit(is_spam, before[is_spam])
            if upto:
                self._base.execute("INSERT OR REPLACE INTO progress VALUES (1, ?)", (upto,))
        return len(fresh)

    def forget(self, report: str) -> bool:
        """Take back what was said of a report; the next of the same person that waits counts in its place."""
        with self._changing():
            found = self.rows("SELECT reporter, is_spam FROM lesson WHERE report = ?", (report,))
            for reporter, is_spam in found:
                self._drop(report)
                self._fill(reporter, bool(is_spam))
        return bool(found)

    def taken_up_to(self) -> int:
        """The place in the log up to which reports themselves were taken as lessons."""
        found = self.rows("SELECT sequence FROM progress", ())
        return int(found[0][0]) if found else 0

    def _replaces(self, each: Teaching) -> bool:
        """Whether it is news; a person's word stands above the report's mere being filed. Drops what it replaces."""
        found = self.rows("SELECT is_spam, way FROM lesson WHERE report = ?", (each.report,))
        if found and (each.way == "report" or (bool(found[0][0]), found[0][1]) == (each.is_spam, each.way)):
            return False
        if found:
            self._drop(each.report)
        return True

    def _keep(self, each: Teaching) -> None:
        values = (each.report, each.reporter, int(each.is_spam), each.way, datetime.now(UTC).timestamp())
        self._base.execute("INSERT INTO lesson VALUES (?, ?, ?, ?, ?, 0)", values)

    def _drop(self, report: str) -> None:
        """Raises Unavailable when it counts and can't be taken off, as the message is gone: then it stays."""
        ((is_spam, counts),) = self.rows("SELECT is_spam, counts FROM lesson WHERE report = ?", (report,))
        if counts:
            (taken,) = self._read([report])
            if taken is None:
                raise Unavailable("what was said of it can't come off again: the message itself is gone")
            self._learned.forget(taken, Lesson(is_spam=bool(is_spam)))
        self._base.execute("DELETE FROM lesson WHERE report = ?", (report,))

    def _admit(self, is_spam: bool, least: int) -> None:
        """Where others' lessons raised the allowance, let the lessons count that waited for it."""
        while (most := allowance(self._learned.texts[is_spam])) > least:
            least = most
            waiting = "SELECT DISTINCT reporter FROM lesson WHERE is_spam = ? AND counts = 0"
            for (reporter,) in self.rows(waiting, (int(is_spam),)):
                self._fill(reporter, is_spam)

    def _fill(self, reporter: str, is_spam: bool) -> None:
        """Let as many of a person's lessons count as are allowed, the oldest first."""
        who = (reporter, int(is_spam))
        counted = self.rows("SELECT count(*) FROM lesson WHERE reporter = ? AND is_spam = ? AND counts = 1", who)
        room = allowance(self._learned.texts[is_spam]) - int(counted[0][0])
        if room <= 0:
            return
        next_ones = "SELECT report FROM lesson WHERE reporter = ? AND is_spam = ? AND counts = 0 ORDER BY at LIMIT ?"
        reports = [report for (report,) in self.rows(next_ones, (*who, room))]
        for report, taken in zip(reports, self._read(reports) if reports else (), strict=True):
            if taken is None:
                self._base.execute("DELETE FROM lesson WHERE report = ?", (report,))
                continue
            self._learned.learn(taken, is_spam)
            self._base.execute("UPDATE lesson SET counts = 1 WHERE report = ?", (report,))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Counts and lessons change together, or neither does."""
        with self._lock:
            try:
                with self.transaction() as base:
                    changed = base.total_changes
                    yield
                    if base.total_changes > changed:
                        self._learned.write(self._folder.public)
            except BaseException:
                path = self._folder.public
                self._learned = Learned.read(path, PUBLIC) if path.is_file() else Learned(PUBLIC)
                raise


def taught_by(folder: Folder) -> list[tuple[str, bool, int, int]]:
    """How many lessons each person gave: (pseudonym, whether of spam, all of them, those that count)."""
    if not folder.public_lessons.is_file():
        return []
    with reachable(_WHAT):
        base = sqlite3.connect(f"{folder.public_lessons.as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            rows = base.execute("SELECT reporter, is_spam, count(*), sum(counts) FROM lesson GROUP BY 1, 2").fetchall()
        finally:
            base.close()
    return [(reporter, bool(is_spam), number, counting) for reporter, is_spam, number, counting in rows]
