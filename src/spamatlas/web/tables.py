"""The tables of a page, read together and kept for the blink of an eye."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from spamatlas.statistics import Table
from spamatlas.web.contract import Node

KEPT_SECONDS = 0.1
"""Shorter than the pause that live.js makes after an event, so that what it fetches has the event in it."""
PAGE_SECONDS = 60.0
"""How old a table may be in a page that is opened; it is read anew behind it, and live.js asks again at once."""
SAME_SECONDS = 30.0
"""How long a table is taken again while nothing comes in: the hour goes on, and corrections are told of late."""
MOST_KEPT = 256

Ask = tuple[str, tuple[tuple[str, str], ...]]
"""A statistic's name and its parameters."""


def ask(name: str, parameters: Mapping[str, str]) -> Ask:
    """A question for a statistic, as a key."""
    return name, tuple(sorted(parameters.items()))


class Kept(Struct, frozen=True):
    """A table, when it was asked for (monotonic seconds), and the edition of the news that it is of."""

    at: float
    edition: int
    table: Table


class Tables:
    """Many who watch one moment share one reading of the store."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._kept: OrderedDict[tuple[Ask, bool], Kept] = OrderedDict()
        self._reading = asyncio.Lock()
        self._behind: set[asyncio.Task[list[Table]]] = set()

    async def read(self, asks: Sequence[Ask], public: bool, *, newest: bool = True) -> list[Table]:
        """A table for each question, in their order; cells of too few reporters are left out in ``public``.

        One after the other: the node analyses beside it, and a page is no reason to slow that down. Whoever waited
        for another's reading takes it, for it is younger than their question.
        """
        arrived = time.monotonic()
        if not newest:
            known = {each: found for each in asks if (found := self._found(each, public, arrived - PAGE_SECONDS))}
            if len(known) == len(set(asks)):
                if not all(self._found(each, public, arrived - KEPT_SECONDS) for each in known) and not self._behind:
                    task = asyncio.create_task(self.read(asks, public))
                    self._behind.add(task)
                    task.add_done_callback(self._behind.discard)
                return [known[each] for each in asks]
        async with self._reading:
            fresh = {each: found for each in asks if (found := self._found(each, public, arrived - KEPT_SECONDS))}
            missing = [each for each in asks if each not in fresh]
            if missing:
                fresh |= await asyncio.to_thread(self._all, missing, public)
            return [fresh[each] for each in asks]

    def _found(self, question: Ask, public: bool, earliest: float) -> Table | None:
        kept = self._kept.get((question, public))
        if kept is None:
            return None
        unchanged = kept.edition == self._node.edition() and kept.at >= time.monotonic() - SAME_SECONDS
        return kept.table if unchanged or kept.at >= earliest else None

    def _all(self, asks: Sequence[Ask], public: bool) -> dict[Ask, Table]:
        found = {}
        for question in asks:
            began, edition = time.monotonic(), self._node.edition()
            found[question] = self._node.statistic(question[0], dict(question[1]), public)
            self._kept[question, public] = Kept(began, edition, found[question])
            self._kept.move_to_end((question, public))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found
