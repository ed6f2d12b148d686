"""The tables of the first page, read together and kept for the blink of an eye."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from spamatlas.statistics import Table
from spamatlas.web.contract import Node

KEPT_SECONDS = 0.25
"""Shorter than the pause that live.js makes after an event, so that what it fetches has the event in it."""


class Tables:
    """Many who watch one moment share one reading of the store."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._kept: dict[tuple[str, bool], tuple[float, Mapping[str, Table]]] = {}
        self._reading = asyncio.Lock()

    async def read(self, names: Sequence[str], since: str, public: bool) -> Mapping[str, Table]:
        """The named statistics since then; cells of too few reporters are left out in ``public``.

        One after the other: the node analyses beside it, and a page is no reason to slow that down.
        """
        async with self._reading:
            at, tables = self._kept.get((since, public), (float("-inf"), {}))
            if time.monotonic() - at > KEPT_SECONDS or not set(names) <= set(tables):
                asked = time.monotonic()
                tables = await asyncio.to_thread(self._all, names, since, public)
                self._kept[since, public] = (asked, tables)
        return tables

    def _all(self, names: Sequence[str], since: str, public: bool) -> dict[str, Table]:
        return {name: self._node.statistic(name, {"since": since}, public) for name in names}
