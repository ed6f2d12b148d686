"""Lists of what led in days that are over, made when there is nothing else to do."""

import time
from datetime import UTC, datetime

from spamatlas.store import Store
from spamatlas.store.leaders import Cell, lacking, make

LOOK_SECONDS = 600.0
"""So often it is looked for days that are over, and for those of which reports came late."""


class Leading:
    """One cell at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lacking: list[Cell] = []
        self._look_at = 0.0

    def take_up(self) -> int:
        """Make the lists of one cell, the newest first, while nothing is stored; how many were made."""
        if not self._lacking and time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_SECONDS
            self._lacking = lacking(self._store, datetime.now(UTC))
        if not self._lacking:
            return 0
        make(self._store, self._lacking.pop())
        return 1

    @property
    def is_due(self) -> bool:
        """Whether there may be something to do."""
        return bool(self._lacking) or time.monotonic() >= self._look_at
