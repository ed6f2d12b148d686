"""What all statistics of a moment are counted from is asked once."""

import re
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from spamatlas.statistics.leaders import CELLS
from spamatlas.statistics.running import COVERAGE, HAS_REAL, Query

SHARED = (COVERAGE, HAS_REAL, CELLS)
MOST_KEPT = 256

Rows = Sequence[Mapping[str, Any]]


class Shared:
    """The store's answers; denominators are kept as long as nothing was stored: a page asks for a dozen at once.

    ``edition`` gives another number whenever something was stored.
    """

    def __init__(self, query: Query, edition: Callable[[], int]) -> None:
        self._query = query
        self._edition = edition
        self._lock = Lock()
        self._of = -1
        self._real: Rows = ()
        self._kept: dict[tuple[Any, ...], Rows] = {}

    def query(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """As the store answers it; any thread may ask."""
        if sql not in SHARED:
            return self._query(sql, values)
        if sql == HAS_REAL and self._real:
            return self._real
        edition = self._edition()
        key = (sql, *(values[name] for name in re.findall(r"{(\w+):", sql)))
        with self._lock:
            if edition != self._of or len(self._kept) >= MOST_KEPT:
                self._of, self._kept = edition, {}
            if (found := self._kept.get(key)) is not None:
                return found
        rows = self._query(sql, values)
        if sql == HAS_REAL and rows[0]["n"]:
            self._real = rows  # which it stays: samples alone are ever removed
        with self._lock:
            if self._of == edition:
                self._kept[key] = rows
        return rows
