"""The tables of a page, read together and kept for the blink of an eye."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from spamatlas.statistics import Table
from spamatlas.web.contract import Node

KEPT_SECONDS = 0.25
"""Shorter than the pause that live.js makes after an event, so that what it fetches has the event in it."""
MOST_KEPT = 256

Ask = tuple[str, tuple[tuple[str, str], ...]]
"""A statistic's name and its parameters."""


def ask(name: str, parameters: Mapping[str, str]) -> Ask:
    """A question for a statistic, as a key."""
    return name, tuple(sorted(parameters.items()))


class Tables:
    """Many who watch one moment share one reading of the store."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._kept: OrderedDict[tuple[Ask, bool], tuple[float, Table]] = OrderedDict()
        self._reading = asyncio.Lock()

    async def read(self, asks: Sequence[Ask], public: bool) -> list[Table]:
        """A table for each question, in their order; cells of too few reporters are left out in ``public``.

        One after the other: the node analyses beside it, and a page is no reason to slow that down. Whoever waited
        for another's reading takes it, for it is younger than their question.
        """
        arrived = time.monotonic()
        async with self._reading:
            fresh = {each: found for each in asks if (found := self._found(each, public, arrived))}
            missing = [each for each in asks if each not in fresh]
            if missing:
                fresh |= await asyncio.to_thread(self._all, missing, public)
            return [fresh[each] for each in asks]

    def _found(self, question: Ask, public: bool, arrived: float) -> Table | None:
        at, table = self._kept.get((question, public), (float("-inf"), None))
        return table if at >= arrived - KEPT_SECONDS else None

    def _all(self, asks: Sequence[Ask], public: bool) -> dict[Ask, Table]:
        found = {}
        for question in asks:
            began = time.monotonic()
            found[question] = self._node.statistic(question[0], dict(question[1]), public)
            self._kept[question, public] = (began, found[question])
            self._kept.move_to_end((question, public))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found
