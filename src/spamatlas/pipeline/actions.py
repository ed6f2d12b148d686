"""What people did on a node, when and to what, with what it takes to undo it; and the views that they saved."""

from collections.abc import Sequence
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
    undone_at REAL
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
CREATE TABLE IF NOT EXISTS view (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    at REAL NOT NULL,
    deleted_at REAL
) STRICT;
"""
_WHAT = "the history of actions"
FEEDBACK = ("spam", "ham", "forget")
REGROUPING = ("campaign-merge", "campaign-split", "campaign-regroup", "campaign-apart")
LABELLING = ("campaign-name", "campaign-pin", "campaign-unpin")
COUNTERMEASURE = "campaign-countermeasure"
OF_CAMPAIGNS = (*REGROUPING, *LABELLING, COUNTERMEASURE)
REVERSIBLE = frozenset({*FEEDBACK, "view-saved", "view-renamed", "view-deleted", *OF_CAMPAIGNS})
OPERATOR = "operator"
"""Who acts while a node knows nobody by name."""
NODE = "node"
"""Who acts where nobody does: the background pass."""
MEANING = "meaning"
"""The pass that reads meanings: what it joins, nothing else holds together, so only people take it apart."""
BY_ITSELF = (NODE, MEANING)
LONGEST_NAME, LONGEST_ADDRESS, MOST_VIEWS = 80, 2_000, 200


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
    """One thing that somebody did. ``note`` says to what, where that is no report: a view's name, a number."""

    number: int
    at: datetime
    who: str
    kind: str
    reports: int
    note: str
    undone_at: datetime | None

    @property
    def can_be_undone(self) -> bool:
        return self.kind in REVERSIBLE and self.undone_at is None


class Said(Struct, frozen=True):
    """What somebody here last said of a report: ``label`` spam or ham."""

    label: str
    who: str
    at: datetime
    step: Step


class View(Struct, frozen=True):
    """A search under a name. ``address`` is the query part of the list's address."""

    number: int
    owner: str
    name: str
    address: str


_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Step).decode
_ACTION = "SELECT number, at, who, kind, reports, note, undone_at FROM action"


class Actions(Notes):
    """A file in the data folder; every method is durable on return."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA, _WHAT)

    def add(self, kind: str, steps: Sequence[Step] = (), *, reports: int | None = None, note: str = "",
            who: str = OPERATOR) -> int:  # fmt: skip
        """Note an action and what it is about to change; its number."""
        with self._transaction() as base:
            count = len(steps) if reports is None else reports
            values = (_now(), who, kind, count, note)
            done = base.execute("INSERT INTO action (at, who, kind, reports, note) VALUES (?, ?, ?, ?, ?)", values)
            number = int(done.lastrowid or 0)
            rows = [(number, step.report, step.key, _encode(step)) for step in steps]
            base.executemany("INSERT INTO step VALUES (?, ?, ?, ?)", rows)
        return number

    def touch(self, kind: str, reports: Sequence[str], note: str = "", who: str = OPERATOR, *,
              many: int | None = None) -> int:  # fmt: skip
        """Note an action that handled reports, or campaigns by their names, and changed no verdict; its number.

        ``many`` is how many reports there were, where these are not they.
        """
        with self._transaction() as base:
            values = (_now(), who, kind, len(reports) if many is None else many, note)
            done = base.execute("INSERT INTO action (at, who, kind, reports, note) VALUES (?, ?, ?, ?, ?)", values)
            number = int(done.lastrowid or 0)
            base.executemany("INSERT INTO touched VALUES (?, ?)", [(report, number) for report in reports])
        return number

    def one(self, number: int) -> Action:
        """Raises Rejected when there is none."""
        found = self._rows(f"{_ACTION} WHERE number = ?", (number,))
        if not found:
            raise Rejected("no-such-action", "nothing was done under this number; the history lists what was")
        return _action(found[0])

    def newest(self, limit: int = 100, before: int = 0) -> list[Action]:
        """What was done, the newest first."""
        return [
            _action(row)
            for row in self._rows(
                f"{_ACTION} WHERE number < ? ORDER BY number DESC LIMIT ?", (before or 2**62, limit)
            )
        ]  # fmt: skip

    def of_report(self, report: str) -> list[Action]:
        """What was done to one report, in order."""
        done = "SELECT action FROM step WHERE report = ?1 UNION SELECT action FROM touched WHERE report = ?1"
        return [_action(row) for row in self._rows(f"{_ACTION} WHERE number IN ({done}) ORDER BY number", (report,))]

    def latest_reversible(self) -> Action | None:
        """What *undo* undoes next."""
        return self.latest_of(sorted(REVERSIBLE))

    def latest_of(self, kinds: Sequence[str]) -> Action | None:
        """What somebody did last of these kinds that was not undone; what the node did by itself is passed over."""
        marks = ",".join("?" * len(kinds))
        where = f"WHERE undone_at IS NULL AND kind IN ({marks}) AND who NOT IN (?, ?) ORDER BY number DESC LIMIT 1"
        found = self._rows(f"{_ACTION} {where}", (*kinds, *BY_ITSELF))
        return _action(found[0]) if found else None

    def steps(self, number: int) -> list[Step]:
        return [_decode(state) for (state,) in self._rows("SELECT state FROM step WHERE action = ?", (number,))]

    def standing(self, report: str) -> list[tuple[str, Step]]:
        """The feedback on a report that was not undone, oldest first: (kind, step)."""
        rows = self._rows(
            "SELECT kind, state FROM step JOIN action ON action.number = step.action "
            "WHERE report = ? AND undone_at IS NULL AND kind IN ('spam', 'ham', 'forget') ORDER BY number",
            (report,),
        )
        return [(kind, _decode(state)) for kind, state in rows]

    def said(self) -> list[Said]:
        """What people here last said of each report that they said anything of."""
        rows = self._rows(
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
        rows = self._rows(
            "SELECT min(step.action) FROM step JOIN action ON action.number = step.action "
            "WHERE step.action > ?1 AND undone_at IS NULL AND (report IN (SELECT report FROM step WHERE action = ?1) "
            "OR (key != '' AND key IN (SELECT key FROM step WHERE action = ?1)))",
            (number,),
        )
        return None if rows[0][0] is None else int(rows[0][0])

    def later_on_campaigns(self, number: int) -> int | None:
        """A later action, not undone, that regrouped one of the campaigns that this one did."""
        rows = self._rows(
            "SELECT min(touched.action) FROM touched JOIN action ON action.number = touched.action "
            "WHERE touched.action > ?1 AND undone_at IS NULL AND kind IN "
            "('campaign-merge', 'campaign-split', 'campaign-regroup') "
            "AND report IN (SELECT report FROM touched WHERE action = ?1)",
            (number,),
        )
        return None if rows[0][0] is None else int(rows[0][0])

    def undone(self, number: int) -> None:
        """Note that an action was undone."""
        with self._transaction() as base:
            base.execute("UPDATE action SET undone_at = ? WHERE number = ?", (_now(), number))

    def views(self, owner: str = OPERATOR) -> list[View]:
        """Somebody's saved views, by name."""
        rows = self._rows(
            "SELECT number, owner, name, address FROM view WHERE owner = ? AND deleted_at IS NULL ORDER BY name",
            (owner,),
        )
        return [View(*row) for row in rows]

    def save_view(self, name: str, address: str, owner: str = OPERATOR) -> int:
        """Keep a search under a name; the action's number.

        Raises:
            Rejected: ``bad-view`` for an empty or overlong name or address; ``too-many-views``.
        """
        named = _name(name)
        if len(address) > LONGEST_ADDRESS:
            raise Rejected("bad-view", f"a view's search has at most {LONGEST_ADDRESS} characters")
        if len(self.views(owner)) >= MOST_VIEWS:
            raise Rejected("too-many-views", f"{MOST_VIEWS} views are saved; delete one first")
        with self._transaction() as base:
            done = base.execute(
                "INSERT INTO view (owner, name, address, at) VALUES (?, ?, ?, ?)", (owner, named, address, _now())
            )
            return self._of_view("view-saved", int(done.lastrowid or 0), "", named, owner)

    def rename_view(self, number: int, name: str, owner: str = OPERATOR) -> int:
        """Raises Rejected as ``save_view``, and ``no-such-view``."""
        named, view = _name(name), self._view(number, owner)
        with self._transaction() as base:
            base.execute("UPDATE view SET name = ? WHERE number = ?", (named, number))
            return self._of_view("view-renamed", number, view.name, named, owner)

    def delete_view(self, number: int, owner: str = OPERATOR) -> int:
        """Raises Rejected: ``no-such-view``."""
        view = self._view(number, owner)
        with self._transaction() as base:
            base.execute("UPDATE view SET deleted_at = ? WHERE number = ?", (_now(), number))
            return self._of_view("view-deleted", number, view.name, view.name, owner)

    def undo_view(self, action: Action) -> None:
        """Have the view as it was before this action on it.

        Raises:
            Rejected: ``changed-since`` when the view was changed again; undo that first.
        """
        (state,) = self._rows("SELECT state FROM step WHERE action = ?", (action.number,))[0]
        number, before = msgspec.msgpack.decode(state)
        if (later := self.later(action.number)) is not None:
            raise Rejected("changed-since", f"action {later} changed the same view later; undo that first")
        with self._transaction() as base:
            if action.kind == "view-saved":
                base.execute("UPDATE view SET deleted_at = ? WHERE number = ?", (_now(), number))
            else:
                base.execute("UPDATE view SET name = ?, deleted_at = NULL WHERE number = ?", (before, number))
            base.execute("UPDATE action SET undone_at = ? WHERE number = ?", (_now(), action.number))

    def _of_view(self, kind: str, number: int, before: str, note: str, who: str) -> int:
        done = self._base.execute(
            "INSERT INTO action (at, who, kind, reports, note) VALUES (?, ?, ?, 0, ?)", (_now(), who, kind, note)
        )
        state = msgspec.msgpack.encode((number, before))
        self._base.execute("INSERT INTO step VALUES (?, ?, '', ?)", (done.lastrowid, f"view {number}", state))
        return int(done.lastrowid or 0)

    def _view(self, number: int, owner: str) -> View:
        found = [each for each in self.views(owner) if each.number == number]
        if not found:
            raise Rejected("no-such-view", "there is no such view any more")
        return found[0]


def _action(row: tuple) -> Action:  # type: ignore[type-arg]
    number, at, who, kind, reports, note, undone_at = row
    return Action(number, _moment(at), who, kind, reports, note, _moment(undone_at) if undone_at else None)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _now() -> float:
    return datetime.now(UTC).timestamp()


def _name(name: str) -> str:
    named = " ".join(name.split())
    if not 0 < len(named) <= LONGEST_NAME:
        raise Rejected("bad-view", f"a view's name has 1 to {LONGEST_NAME} characters")
    return named
