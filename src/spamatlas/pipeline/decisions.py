"""What was decided of campaigns and by whom: what is to be one, two, or left alone, names; and changes under way."""

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.model import Rejected
from spamatlas.pipeline.sqlite_file import Notes

SCHEMA = """
CREATE TABLE IF NOT EXISTS change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    action INTEGER NOT NULL,
    state BLOB NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS change_action ON change (action);
CREATE TABLE IF NOT EXISTS pair (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    by_node INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS label (
    campaign TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    is_pinned INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
"""
_WHAT = "what was decided of campaigns"
LONGEST_NAME = 80


class Pair(Struct, frozen=True, array_like=True):
    """Two campaigns and what holds of them: ``apart``, ``together``, or nothing any more."""

    one: int
    other: int
    kind: str
    by_node: bool = False


class Change(Struct, frozen=True, kw_only=True):
    """What an action does to campaigns: by part what it is known as before and after, and by place in the log which
    part a report is of before and after. ``last`` is the newest report that there was; ``pairs`` hold from then on.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    homes: dict[int, tuple[int, int]] = {}
    moves: dict[int, tuple[int, int]] = {}
    pairs: tuple[Pair, ...] = ()
    last: int = 0
    revision: int = 0


class Label(Struct, frozen=True):
    """What people call a campaign, and whether the background pass leaves it alone."""

    name: str = ""
    is_pinned: bool = False


class Decisions(Notes):
    """A file in the data folder; every method is durable on return. Any thread may ask."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA, _WHAT)
        self._labels = {
            int(campaign, 16): Label(name, bool(pinned))
            for campaign, name, pinned in self.rows("SELECT campaign, name, is_pinned FROM label")
        }

    def begin(self, action: int, change: Change) -> int:
        """Note what is about to be changed; its number."""
        with self.transaction() as base:
            values = (action, msgspec.msgpack.encode(change))
            return int(base.execute("INSERT INTO change (action, state) VALUES (?, ?)", values).lastrowid or 0)

    def finish(self, number: int, change: Change) -> None:
        """Note that it was changed, and what holds from now on."""
        with self.transaction() as base:
            for pair in change.pairs:
                names = _names(pair)
                base.execute("DELETE FROM pair WHERE one = ? AND other = ?", names)
                if pair.kind:
                    base.execute("INSERT INTO pair VALUES (?, ?, ?, ?)", (*names, pair.kind, int(pair.by_node)))
            base.execute("UPDATE change SET is_done = 1 WHERE number = ?", (number,))

    def unfinished(self) -> list[tuple[int, Change]]:
        """What was begun and, as far as is known, not finished; oldest first."""
        rows = self.rows("SELECT number, state FROM change WHERE is_done = 0 ORDER BY number")
        return [(number, _decode(state)) for number, state in rows]

    def of_action(self, action: int) -> Change | None:
        """What an action changed."""
        rows = self.rows("SELECT state FROM change WHERE action = ? ORDER BY number LIMIT 1", (action,))
        return _decode(rows[0][0]) if rows else None

    def pairs(self) -> list[Pair]:
        """Everything that holds of two campaigns."""
        rows = self.rows("SELECT one, other, kind, by_node FROM pair ORDER BY one, other")
        return [Pair(int(one, 16), int(other, 16), kind, bool(node)) for one, other, kind, node in rows]

    def label(self, campaign: int) -> Label:
        """What is said of a campaign."""
        return self._labels.get(campaign, Label())

    def labels(self, campaigns: Collection[int] = ()) -> Mapping[int, Label]:
        """What is said of these campaigns, or of all that anything is said of."""
        if not campaigns:
            return dict(self._labels)
        return {each: found for each in campaigns if (found := self._labels.get(each))}

    def say(self, campaign: int, label: Label) -> None:
        """Have this hold of a campaign.

        Raises:
            Rejected: ``bad-campaign-name`` for one that is too long.
        """
        name = " ".join(label.name.split())
        if len(name) > LONGEST_NAME:
            raise Rejected("bad-campaign-name", f"a campaign's name has at most {LONGEST_NAME} characters")
        with self.transaction() as base:
            values = (f"{campaign:016x}", name, int(label.is_pinned))
            base.execute("INSERT OR REPLACE INTO label VALUES (?, ?, ?)", values)
            self._labels[campaign] = Label(name, label.is_pinned)


def _names(pair: Pair) -> tuple[str, str]:
    one, other = sorted((pair.one, pair.other))
    return f"{one:016x}", f"{other:016x}"


def _decode(state: bytes) -> Change:
    return msgspec.msgpack.decode(state, type=Change)
