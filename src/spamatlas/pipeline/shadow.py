"""A changed model beside the present one: both give an opinion, only the present one counts."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from spamatlas.judge import read_foreign, wilson
from spamatlas.judge.weights import read
from spamatlas.log import EmbeddedLog, Entry
from spamatlas.model import Rejected, Ruling, Unavailable
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.lessons import taught
from spamatlas.pipeline.outcome import Compared, Item, Outcomes
from spamatlas.pipeline.sqlite_file import opened

Kind = Literal["weights", "lessons"]
"""Weights in the place of the shipped ones, or lessons of another place on top of what was learnt here."""
AT_ONCE = 64
BEHIND = 5_000
"""So many of the newest reports are compared at once when a model is tried; then every report that comes."""
EXAMPLES = 20
SCHEMA = """
CREATE TABLE IF NOT EXISTS compared (
    sequence INTEGER PRIMARY KEY, report TEXT NOT NULL, spam REAL NOT NULL, ruling TEXT NOT NULL,
    shadow_spam REAL NOT NULL, shadow_ruling TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS compared_report ON compared (report);
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT;
"""
_WHAT = "what the shadow did"
Ask = Callable[[Sequence[Item]], Outcomes]


class Tried(Struct, frozen=True):
    """The model that runs in shadow."""

    name: str
    kind: Kind
    at: datetime


class Share(Struct, frozen=True):
    """``hits`` of ``number``, with the ends of the 95 % interval of the share."""

    hits: int
    number: int
    low: float
    high: float


class Trial(Struct, frozen=True):
    """What a model in shadow did. ``differ`` is how often the two rulings differ; ``ham_lost`` and ``spam_caught`` are,
    present and shadow, of the reports that people here called ham and spam: ruled spam. ``examples`` differ, newest
    first: (report, present probability and ruling, shadow's). ``ham_newly_lost`` are those called ham that the shadow
    rules spam and the present model does not.
    """

    tried: Tried
    differ: Share
    ham_lost: tuple[Share, Share]
    spam_caught: tuple[Share, Share]
    examples: list[tuple[str, float, str, float, str]]
    ham_newly_lost: Share = Share(0, 0, 0.0, 1.0)


def begin(folder: Folder, path: Path, name: str) -> Tried:
    """Put a file of weights (``make train``) or of lessons (``learn export``) into the shadow, in the last one's place.

    Raises:
        ValueError: it is neither.
    """
    kind = _kind(path)
    folder.make()
    tried = Tried(name, kind, datetime.now(UTC))
    drop(folder)
    folder.shadow.parent.mkdir(mode=0o700, exist_ok=True)
    folder.shadow_note.write_bytes(msgspec.json.encode(tried))
    draft = folder.shadow.with_name("draft.npz")
    draft.write_bytes(path.read_bytes())
    draft.replace(folder.shadow)
    return tried


def present(folder: Folder) -> Tried | None:
    """What runs in shadow, if anything does."""
    if not folder.shadow.is_file():
        return None
    return msgspec.json.decode(folder.shadow_note.read_bytes(), type=Tried)


def drop(folder: Folder) -> None:
    """End it; what was compared goes with it."""
    names = [folder.shadow, folder.shadow_note]
    names += [folder.shadow_base.with_name(folder.shadow_base.name + end) for end in ("", "-wal", "-shm")]
    for each in names:
        each.unlink(missing_ok=True)


def promote(folder: Folder) -> Tried:
    """Have what runs in shadow count from the next report on; verdicts that stand are not touched.

    Whether it may is for ``promotion.permit`` to say.

    Raises:
        Rejected: ``no-shadow``; as ``Lessons.take_in`` says.
    """
    tried = present(folder)
    if tried is None:
        raise Rejected("no-shadow", "no model runs in shadow; 'spamatlas model try FILE' begins it")
    if tried.kind == "lessons":
        with taught(folder) as lessons:
            lessons.take_in(tried.name, read_foreign(folder.shadow))
    else:
        draft = folder.model.with_name("model.draft.npz")
        draft.write_bytes(folder.shadow.read_bytes())
        draft.replace(folder.model)
    drop(folder)
    return tried


class Shadow:
    """The comparing, by a node that has nothing else to do; costs a look at a file while nothing is tried."""

    def __init__(self, folder: Folder, log: EmbeddedLog, ask: Ask) -> None:
        self._folder, self._log, self._ask = folder, log, ask

    def take_up(self) -> int:
        """Compare the next reports that are analysed, a few at a time; how many were looked at."""
        if not self._folder.shadow.is_file():
            return 0
        try:
            return self._compare(self._log.cursor())
        except Unavailable:
            if self._folder.shadow.is_file():
                raise
            return 0  # promoted or dropped meanwhile, and what was compared went with it

    def _compare(self, end: int) -> int:
        with opened(self._folder.shadow_base, SCHEMA, _WHAT) as base:
            after = (base.execute("SELECT sequence FROM progress").fetchone() or (max(0, end - BEHIND),))[0]
            if after >= end:
                return 0
            entries = [each for each in self._log.read(after, AT_ONCE, 2**40) if each.sequence <= end]
            rows = list(_rows(entries, self._ask([Item(entry) for entry in entries])))
            base.execute("BEGIN")
            base.executemany("INSERT OR REPLACE INTO compared VALUES (?, ?, ?, ?, ?, ?)", rows)
            if entries:
                base.execute("INSERT OR REPLACE INTO progress VALUES (1, ?)", (entries[-1].sequence,))
            base.execute("COMMIT")
        return len(entries)


def trial(folder: Folder, called: dict[str, str]) -> Trial | None:
    """What the shadow did so far; ``called`` is what people here said of reports, spam or ham, by id."""
    tried = present(folder)
    if tried is None:
        return None
    with opened(folder.shadow_base, SCHEMA, _WHAT) as base:
        number, differ = base.execute(
            "SELECT count(*), ifnull(sum(ruling != shadow_ruling), 0) FROM compared"
        ).fetchone()
        ham = _rulings(base, [report for report, label in called.items() if label == "ham"])
        spam = _rulings(base, [report for report, label in called.items() if label == "spam"])
        examples = base.execute(
            "SELECT report, spam, ruling, shadow_spam, shadow_ruling FROM compared WHERE ruling != shadow_ruling "
            "ORDER BY sequence DESC LIMIT ?",
            (EXAMPLES,),
        ).fetchall()
    newly = sum(theirs == Ruling.SPAM != ours for ours, theirs in ham)
    differ_share, newly_lost = _share(differ, number), _share(newly, len(ham))
    return Trial(tried, differ_share, _ruled_spam(ham), _ruled_spam(spam), examples, newly_lost)


def _rulings(base: sqlite3.Connection, reports: Sequence[str]) -> list[tuple[str, str]]:
    """The present ruling and the shadow's of each of these reports that was compared."""
    return [
        row
        for report in reports
        for row in base.execute("SELECT ruling, shadow_ruling FROM compared WHERE report = ?", (report,))
    ]


def _ruled_spam(found: Sequence[tuple[str, str]]) -> tuple[Share, Share]:
    ours, theirs = (sum(row[place] == Ruling.SPAM for row in found) for place in (0, 1))
    return _share(ours, len(found)), _share(theirs, len(found))


def _share(hits: int, number: int) -> Share:
    return Share(hits, number, *wilson(hits, number))


def _rows(entries: Sequence[Entry], outcomes: Outcomes) -> Iterator[tuple[Any, ...]]:
    for entry, each in zip(entries, outcomes.outcomes, strict=True):
        if isinstance(each, Compared):
            yield entry.sequence, entry.id, each.spam, each.ruling, each.shadow_spam, each.shadow_ruling


def _kind(path: Path) -> Kind:
    try:
        read_foreign(path)
    except ValueError:
        try:
            read(path)
        except Exception as error:
            raise ValueError(f"{path.name} holds neither weights of this layout nor lessons") from error
        return "weights"
    return "lessons"
