"""That a campaign is old stays so: it is asked once of each."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from spamatlas.store.changes import Changes

MARK = re.compile(r"^-- stays: old$", re.MULTILINE)
"""Stands in a statement that gives, as ``old``, which of the campaigns ``homes`` have a report before ``since``."""
MOST_KNOWN = 50_000

Rows = list[dict[str, Any]]
Query = Callable[[str, Mapping[str, Any]], Rows]


class Lasting:
    """The answers of ``query``; of campaigns that are known to be old it is not asked again. Any thread may ask."""

    def __init__(self, query: Query, changes: Changes) -> None:
        self._query = query
        self._changes = changes
        self._lock = Lock()
        self._number = changes.number
        self._old: dict[tuple[int, str, int], datetime] = {}

    def query(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """The rows of a statement."""
        if not MARK.search(sql):
            return self._query(sql, values)
        since, point = values["since"], (values["sample"], values["measuring_point"])
        with self._lock:
            self._forget()
            known = {home for home in values["homes"] if (at := self._old.get((*point, home))) and at <= since}
        asked = [(part, home) for part, home in zip(values["parts"], values["homes"], strict=True) if home not in known]
        parts, homes = [part for part, _ in asked], [home for _, home in asked]
        found = self._query(sql, {**values, "parts": parts, "homes": homes})[0]["old"]
        with self._lock:
            for home in found:
                self._old[*point, home] = min(since, self._old.get((*point, home), since))
        return [{"old": [*found, *sorted(known)]}]

    def _forget(self) -> None:
        """Samples may have been taken out, and with them what made a campaign old."""
        change = self._changes.since(self._number)
        if change is None or len(self._old) > MOST_KNOWN:
            self._old.clear()
        self._number = change.number if change else self._changes.number
