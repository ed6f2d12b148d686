"""What happens on a node, for whoever watches: counts, never content."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from threading import Lock

INTERVAL_SECONDS = 0.2
"""A watcher hears of changes at most this often, however many there were."""


class News:
    """Counts since the node started, by word: accepted, duplicates, stored, quarantined, inherited."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._edition = 0
        self._at = datetime.now(UTC)

    def tell(self, **counts: int) -> None:
        """Add to the counts; any thread may."""
        with self._lock:
            self._counts.update(counts)
            self._edition += 1
            self._at = datetime.now(UTC)

    @property
    def edition(self) -> int:
        """The number of the latest edition."""
        return self._edition

    def latest(self) -> dict[str, int | str]:
        """The counts, the edition they belong to, and when it came out."""
        with self._lock:
            return {**self._counts, "edition": self._edition, "at": self._at.isoformat()}

    async def follow(self) -> AsyncIterator[dict[str, int | str]]:
        """Each new edition from now on; editions that come out too fast are passed over."""
        seen = self._edition
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            if self._edition != seen:
                seen = self._edition
                yield self.latest()
