"""What happens on a node, for whoever watches: counts, never content."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock

INTERVAL_SECONDS = 0.2
"""A watcher hears of changes at most this often, however many there were."""
NOT_COUNTED = frozenset({"accepted", "duplicates"})
"""What comes in changes no figure before it is analysed and stored, and that is told of then."""

Watcher = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class News:
    """Counts since the node started, by word: accepted, duplicates, stored, quarantined, inherited."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._edition = 0
        self._figures = 0
        self._at = datetime.now(UTC)
        self._watchers: set[Watcher] = set()

    def tell(self, **counts: int) -> None:
        """Add to the counts; any thread may."""
        with self._lock:
            self._counts.update(counts)
            self._edition += 1
            if not counts.keys() <= NOT_COUNTED:
                self._figures = self._edition
            self._at = datetime.now(UTC)
            for loop, woken in self._watchers:
                with suppress(RuntimeError):  # its loop has ended, and it with it
                    loop.call_soon_threadsafe(woken.set)

    @property
    def edition(self) -> int:
        """The number of the latest edition."""
        return self._edition

    @property
    def figures(self) -> int:
        """The number of the latest edition that changed what is counted."""
        return self._figures

    def latest(self) -> dict[str, int | str]:
        """The counts, the edition they belong to, and when it came out."""
        with self._lock:
            return {**self._counts, "edition": self._edition, "at": self._at.isoformat()}

    async def follow(self, *, figures: bool = False) -> AsyncIterator[dict[str, int | str]]:
        """Each new edition from now on, at once; editions that come out too fast are passed over.

        With ``figures`` those alone that changed what is counted.
        """
        seen, woken = self._newest(figures), asyncio.Event()
        watcher = asyncio.get_running_loop(), woken
        with self._lock:
            self._watchers.add(watcher)
        try:
            while True:
                if (newest := self._newest(figures)) == seen:
                    await woken.wait()
                    woken.clear()
                    continue
                seen = newest
                yield self.latest()
                await asyncio.sleep(INTERVAL_SECONDS)
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    def _newest(self, figures: bool) -> int:
        return self._figures if figures else self._edition
