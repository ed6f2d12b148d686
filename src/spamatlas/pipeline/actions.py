"""What people did on a node, when and to what, with what it takes to undo it."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.judge import Lesson
from spamatlas.model import Rejected, Verdict
from spamatlas.pipeline.sqlite_file import Notes

SCHEMA = """
CREATE TABLE IF NOT EXISTS action (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    reports INTEGER NOT NULL,
    note TEXT NOT NULL,
    undone_at REAL,
    undone_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS step (
    action INTEGER NOT NULL REFERENCES action,
    report TEXT NOT NULL,
    key TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (action, report)
) STRICT;
CREATE INDEX IF NOT EXISTS step_report ON step (report);
CREATE INDEX IF NOT EXISTS step_key ON step (key);
CREATE TABLE IF NOT EXISTS touched (
    report TEXT NOT NULL,
    action INTEGER NOT NULL REFERENCES action,
    PRIMARY KEY (report, action)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remarked (
    action INTEGER NOT NULL REFERENCES action,
    report TEXT NOT NULL,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL,
    PRIMARY KEY (action, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS remarked_report ON remarked (report);
"""
_WHAT = "the history of actions"
FEEDBACK = ("spam", "ham", "forget")
REGROUPING = ("campaign-merge", "campaign-split", "campaign-regroup", "campaign-apart")
LABELLING = ("campaign-name", "campaign-pin", "campaign-unpin")
COUNTERMEASURE = "campaign-countermeasure"
OF_CAMPAIGNS = (*REGROUPING, *LABELLING, COUNTERMEASURE)
LABELLED = "label"
"""A report's owner said anew whom it may be shown to; the note is the label."""
REVERSIBLE = frozenset({*FEEDBACK, LABELLED, "view-saved", "view-renamed", "view-deleted", *OF_CAMPAIGNS})
OPERATOR = "operator"
"""Who acts while a node knows nobody by name."""
NODE = "node"
"""Who acts where nobody does: the background pass."""
MEANING = "meaning"
"""The pass that reads meanings: what it joins, nothing else holds together, so only people take it apart."""
BY_ITSELF = (NODE, MEANING)


class Step(Struct, frozen=True, array_like=True):
    """What an action changed of one report: the lesson on its bytes and its verdict, before and after."""

    report: str
    sequence: int
    key: str
    lesson_before: Lesson | None
    lesson_after: Lesson | None
    verdict_before: Verdict
    verdict_after: Verdict


class Action(Struct, frozen=True):
    """One thing that somebody did. ``note`` says to what, where that is no report: a view's name, a number.

    ``undone_by`` is empty also where it was undone before that was noted.
    """

    number: int
    at: datetime
    who: str
    kind: str
    reports: int
    note: str
    undone_at: datetime | None
    undone_by: str = ""

    @property
    def can_be_undone(self) -> bool:
        return self.kind in REVERSIBLE and self.undone_at is None


class Said(Struct, frozen=True):
    """What somebody here last said of a report: ``label`` spam or ham."""

    label: str
    who: str
    at: datetime
    step: Step


_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Step).decode
_ACTION = "SELECT number, at, who, kind, reports, note, undone_at, undone_by FROM action"


class Actions(Notes):
    """A file in the data folder; every method is durable on return."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA, _WHAT)
        # Files of before November 2026 lack the column.
        if not self.rows("SELECT 1 FROM pragma_table_info('action') WHERE name = 'undone_by'"):
            with self.transaction() as base:
                base.execute("ALTER TABLE action ADD COLUMN undone_by TEXT NOT NULL DEFAULT ''")

    def add(self, kind: str, steps: Sequence[Step] = (), *, reports: int | None = None, note: str = "",
            who: str = OPERATOR) -> int:  # fmt: skip
        """Note an action and what it is about to change; its number."""
        with self.transaction() as base:
            number = noted(base, kind, len(steps) if reports is None else reports, note, who)
            rows = [(number, step.report, step.key, _encode(step)) for step in steps]
            base.executemany("INSERT INTO step VALUES (?, ?, ?, ?)", rows)
        return number

    def touch(self, kind: str, reports: Sequence[str], note: str = "", who: str = OPERATOR, *,
              many: int | None = None) -> int:  # fmt: skip
        """Note an action that handled reports, or campaigns by their names, and changed no verdict; its number.

        ``many`` is how many reports there were, where these are not they.
        """
        with self.transaction() as base:
            number = noted(base, kind, len(reports) if many is None else many, note, who)
            base.executemany("INSERT INTO touched VALUES (?, ?)", [(report, number) for report in reports])
        return number

    def remark(self, kind: str, changed: Mapping[str, tuple[int, int]], note: str, who: str) -> int:
        """Note an action that gives reports other markings: by report the one before and after; its number."""
        with self.transaction() as base:
            number = noted(base, kind, len(changed), note, who)
            rows = [(number, report, before, after) for report, (before, after) in changed.items()]
            base.executemany("INSERT INTO remarked VALUES (?, ?, ?, ?)", rows)
        return number

    def remarked(self, number: int) -> dict[str, tuple[int, int]]:
        """By report the marking before and after an action."""
        rows = self.rows("SELECT report, before, after FROM remarked WHERE action = ?", (number,))
        return {report: (before, after) for report, before, after in rows}

    def one(self, number: int) -> Action:
        """Raises Rejected when there is none."""
        found = self.rows(f"{_ACTION} WHERE number = ?", (number,))
        if not found:
            raise Rejected("no-such-action", "nothing was done under this number; the history lists what was")
        return _action(found[0])

    def newest(self, limit: int = 100, before: int = 0) -> list[Action]:
        """What was done, the newest first."""
        return [
            _action(row)
            for row in self.rows(
                f"{_ACTION} WHERE number < ? ORDER BY number DESC LIMIT ?", (before or 2**62, limit)
            )
        ]  # fmt: skip

    def of_report(self, report: str) -> list[Action]:
        """What was done to one report, in order."""
        done = "SELECT action FROM step WHERE report = ?1 UNION SELECT action FROM touched WHERE report = ?1 "
        done += "UNION SELECT action FROM remarked WHERE report = ?1"
        return [_action(row) for row in self.rows(f"{_ACTION} WHERE number IN ({done}) ORDER BY number", (report,))]

    def latest_reversible(self) -> Action | None:
        """What *undo* undoes next."""
        return self.latest_of(sorted(REVERSIBLE))

    def latest_of(self, kinds: Sequence[str]) -> Action | None:
        """What somebody did last of these kinds that was not undone; what the node did by itself is passed over."""
        marks = ",".join("?" * len(kinds))
        where = f"WHERE undone_at IS NULL AND kind IN ({marks}) AND who NOT IN (?, ?) ORDER BY number DESC LIMIT 1"
        found = self.rows(f"{_ACTION} {where}", (*kinds, *BY_ITSELF))
        return _action(found[0]) if found else None

    def steps(self, number: int) -> list[Step]:
        return [_decode(state) for (state,) in self.rows("SELECT state FROM step WHERE action = ?", (number,))]

    def standing(self, report: str) -> list[tuple[str, Step]]:
        """The feedback on a report that was not undone, oldest first: (kind, step)."""
        rows = self.rows(
            "SELECT kind, state FROM step JOIN action ON action.number = step.action "
            "WHERE report = ? AND undone_at IS NULL AND kind IN ('spam', 'ham', 'forget') ORDER BY number",
            (report,),
        )
        return [(kind, _decode(state)) for kind, state in rows]

    def said(self) -> list[Said]:
        """What people here last said of each report that they said anything of."""
        rows = self.rows(
            "SELECT report, kind, who, at, state FROM step JOIN action ON action.number = step.action "
            "WHERE undone_at IS NULL AND kind IN ('spam', 'ham', 'forget') ORDER BY number",
            (),
        )
        last = {report: each for report, *each in rows}
        return [
            Said(kind, who, _moment(at), _decode(state)) for kind, who, at, state in last.values() if kind != "forget"
        ]

    def later(self, number: int) -> int | None:
        """A later action, not undone, on a report or on bytes that this one changed."""
        rows = self.rows(
            "SELECT min(step.action) FROM step JOIN action ON action.number = step.action "
            "WHERE step.action > ?1 AND undone_at IS NULL AND (report IN (SELECT report FROM step WHERE action = ?1) "
            "OR (key != '' AND key IN (SELECT key FROM step WHERE action = ?1)))",
            (number,),
        )
        return None if rows[0][0] is None else int(rows[0][0])

    def later_on_campaigns(self, number: int) -> int | None:
        """A later action, not undone, that regrouped one of the campaigns that this one did."""
        rows = self.rows(
            "SELECT min(touched.action) FROM touched JOIN action ON action.number = touched.action "
            "WHERE touched.action > ?1 AND undone_at IS NULL AND kind IN "
            "('campaign-merge', 'campaign-split', 'campaign-regroup') "
            "AND report IN (SELECT report FROM touched WHERE action = ?1)",
            (number,),
        )
        return None if rows[0][0] is None else int(rows[0][0])

    def undone(self, number: int) -> None:
        """Note that an action was undone."""
        with self.transaction() as base:
            take_back(base, number)

    def undone_by(self, number: int, who: str) -> None:
        """Note who undid it."""
        with self.transaction() as base:
            base.execute("UPDATE action SET undone_by = ? WHERE number = ?", (who, number))


def noted(base: sqlite3.Connection, kind: str, reports: int, note: str, who: str) -> int:
    """Note an action within a transaction of the caller's; its number."""
    values = (now(), who, kind, reports, note)
    done = base.execute("INSERT INTO action (at, who, kind, reports, note) VALUES (?, ?, ?, ?, ?)", values)
    return int(done.lastrowid or 0)


def take_back(base: sqlite3.Connection, number: int) -> None:
    """Note within a transaction of the caller's that an action was undone."""
    base.execute("UPDATE action SET undone_at = ? WHERE number = ?", (now(), number))


def now() -> float:
    """The moment as it is noted: seconds since 1970."""
    return datetime.now(UTC).timestamp()


def _action(row: tuple) -> Action:  # type: ignore[type-arg]
    number, at, who, kind, reports, note, undone_at, undone_by = row
    return Action(number, _moment(at), who, kind, reports, note, _moment(undone_at) if undone_at else None, undone_by)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
