"""A node as somebody sees it: what they may not see is not there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spamatlas.log import Entry, Held
from spamatlas.model import Sight
from spamatlas.store.seen import SeenStore

if TYPE_CHECKING:
    from spamatlas.log import EmbeddedLog
    from spamatlas.pipeline.node import Node

_MARKED = "SELECT toString(id) AS id, marking FROM report WHERE id IN {ids:Array(String)}"
MOST_HELD = 1_000_000


class SeenLog:
    """A log's entries that somebody may see. What was analysed has its present label in the store, where it may have
    been changed; what waits or is held has the one that it was filed under.
    """

    def __init__(self, whole: "EmbeddedLog", store: SeenStore, sight: Sight) -> None:
        self._whole, self._store, self._sight = whole, store, sight

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def find(self, id_prefix: str) -> list[Entry]:
        return self._seen(self._whole.find(id_prefix))

    def held(self, limit: int = 100, code: str = "") -> list[Held]:
        # None that may be seen is left out for others' sake; a quarantine is short, and looked at by people.
        found = self._whole.held(MOST_HELD, code)
        return [each for each in found if self._sight.sees(each.entry.marking)][:limit]

    def held_one(self, sequence: int) -> Held | None:
        found = self._whole.held_one(sequence)
        return found if found and self._sight.sees(found.entry.marking) else None

    def held_counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for each in self.held(MOST_HELD):
            counts[each.code] = counts.get(each.code, 0) + 1
        return counts

    def _seen(self, entries: Sequence[Entry]) -> list[Entry]:
        if not entries:
            return []
        rows = self._store.ask_whole(_MARKED, {"ids": [each.id for each in entries]})
        now = {row["id"]: int(row["marking"]) for row in rows}
        return [each for each in entries if self._sight.sees(now.get(each.id, each.marking))]


class SeenNode:
    """A node whose ``store`` and ``log`` have only what somebody may see. All else is the node's own; ``whole`` is the
    node itself, for what counts all, and for what changes things that everybody shares.
    """

    def __init__(self, whole: "Node", sight: Sight) -> None:
        self.whole = whole
        self.store = SeenStore(whole.store, sight)
        self.log = SeenLog(whole.log, self.store, sight)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)
