"""What campaigns go by now that became part of others: few, asked for by every page, so they are kept."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from msgspec import Struct

SECONDS = 1.0
"""Where other processes write to the store too, what they did is known after so long at most."""
_ALL = "SELECT campaign, known_as FROM campaign_home"


class _Known(Struct, frozen=True):
    at: float
    edition: int
    homes: Mapping[int, int]
    parts: Mapping[int, Sequence[int]]


class Aliases:
    """Read once and again when one changed; asking the store each time costs 4 ms a statement (2 cores, November 2026).

    ``is_alone``: nobody else writes to the store.
    """

    def __init__(self, query: Callable[[str], Iterable[Mapping[str, Any]]], *, is_alone: bool) -> None:
        self._query = query
        self._is_alone = is_alone
        self._lock = Lock()
        self._edition = 0
        self._known: _Known | None = None

    def homes(self, campaigns: Collection[int]) -> dict[int, int]:
        """What those of these campaigns are known as that became part of another; the others are not among them."""
        known = self._now().homes
        return {each: known[each] for each in campaigns if each in known}

    def parts(self, campaigns: Collection[int]) -> dict[int, int]:
        """The campaigns that became part of these, and of which."""
        known = self._now().parts
        return {part: home for home in campaigns for part in known.get(home, ())}

    def whole(self, campaigns: Collection[int]) -> dict[str, list[int]]:
        """``parts``: these campaigns and those that became part of them; ``homes``: beside each what it goes by now."""
        parts = self.parts(campaigns)
        return {"parts": [*campaigns, *parts], "homes": [*campaigns, *parts.values()]}

    def forget(self) -> None:
        """Some changed."""
        with self._lock:
            self._edition += 1

    def _now(self) -> _Known:
        known, edition = self._known, self._edition
        if known is None or known.edition != edition or (not self._is_alone and time.monotonic() - known.at > SECONDS):
            known = self._known = self._read(edition)
        return known

    def _read(self, edition: int) -> _Known:
        at = time.monotonic()
        homes = {row["campaign"]: row["known_as"] for row in self._query(_ALL)}
        parts: dict[int, list[int]] = defaultdict(list)
        for part, home in homes.items():
            parts[home].append(part)
        return _Known(at, edition, homes, dict(parts))
