"""Searches of the console that people keep under a name; each change of one is an action that can be undone."""

import sqlite3

import msgspec
from msgspec import Struct

from spamatlas.model import Rejected
from spamatlas.pipeline.actions import OPERATOR, Action, Actions, noted, now, take_back

SCHEMA = """
CREATE TABLE IF NOT EXISTS view (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    at REAL NOT NULL,
    deleted_at REAL
) STRICT
"""
LONGEST_NAME, LONGEST_ADDRESS, MOST_VIEWS = 80, 2_000, 200


class View(Struct, frozen=True):
    """A search under a name. ``address`` is the query part of the list's address."""

    number: int
    owner: str
    name: str
    address: str


class SavedViews:
    """They are kept in the file of the actions, so that a change and its action are noted together or not at all."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        with actions.transaction() as base:
            base.execute(SCHEMA)

    def of(self, owner: str = OPERATOR) -> list[View]:
        """Somebody's saved views, by name."""
        rows = self._actions.rows(
            "SELECT number, owner, name, address FROM view WHERE owner = ? AND deleted_at IS NULL ORDER BY name",
            (owner,),
        )
        return [View(*row) for row in rows]

    def save(self, name: str, address: str, owner: str = OPERATOR) -> int:
        """Keep a search under a name; the action's number.

        Raises:
            Rejected: ``bad-view`` for an empty or overlong name or address; ``too-many-views``.
        """
        named = _name(name)
        if len(address) > LONGEST_ADDRESS:
            raise Rejected("bad-view", f"a view's search has at most {LONGEST_ADDRESS} characters")
        if len(self.of(owner)) >= MOST_VIEWS:
            raise Rejected("too-many-views", f"{MOST_VIEWS} views are saved; delete one first")
        with self._actions.transaction() as base:
            done = base.execute(
                "INSERT INTO view (owner, name, address, at) VALUES (?, ?, ?, ?)", (owner, named, address, now())
            )
            return _noted(base, "view-saved", View(int(done.lastrowid or 0), owner, "", address), named)

    def rename(self, number: int, name: str, owner: str = OPERATOR) -> int:
        """Raises Rejected as ``save``, and ``no-such-view``."""
        named, view = _name(name), self._one(number, owner)
        with self._actions.transaction() as base:
            base.execute("UPDATE view SET name = ? WHERE number = ?", (named, number))
            return _noted(base, "view-renamed", view, named)

    def delete(self, number: int, owner: str = OPERATOR) -> int:
        """Raises Rejected: ``no-such-view``."""
        view = self._one(number, owner)
        with self._actions.transaction() as base:
            base.execute("UPDATE view SET deleted_at = ? WHERE number = ?", (now(), number))
            return _noted(base, "view-deleted", view, view.name)

    def undo(self, action: Action) -> None:
        """Have the view as it was before this action on it.

        Raises:
            Rejected: ``changed-since`` when the view was changed again; undo that first.
        """
        (state,) = self._actions.rows("SELECT state FROM step WHERE action = ?", (action.number,))[0]
        number, before = msgspec.msgpack.decode(state)
        if (later := self._actions.later(action.number)) is not None:
            raise Rejected("changed-since", f"action {later} changed the same view later; undo that first")
        with self._actions.transaction() as base:
            if action.kind == "view-saved":
                base.execute("UPDATE view SET deleted_at = ? WHERE number = ?", (now(), number))
            else:
                base.execute("UPDATE view SET name = ?, deleted_at = NULL WHERE number = ?", (before, number))
            take_back(base, action.number)

    def _one(self, number: int, owner: str) -> View:
        found = [each for each in self.of(owner) if each.number == number]
        if not found:
            raise Rejected("no-such-view", "there is no such view any more")
        return found[0]


def _noted(base: sqlite3.Connection, kind: str, before: View, note: str) -> int:
    """Note what was done to a view and the name that it had before; the action's number."""
    number = noted(base, kind, 0, note, before.owner)
    state = msgspec.msgpack.encode((before.number, before.name))
    base.execute("INSERT INTO step VALUES (?, ?, '', ?)", (number, f"view {before.number}", state))
    return number


def _name(name: str) -> str:
    named = " ".join(name.split())
    if not 0 < len(named) <= LONGEST_NAME:
        raise Rejected("bad-view", f"a view's name has 1 to {LONGEST_NAME} characters")
    return named
