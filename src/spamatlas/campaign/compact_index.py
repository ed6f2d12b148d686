"""Millions of keys in 8 bytes each: an open-addressing table in one array, and what is newest beside it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SLACK = 4_096
_PIECE = 1 << 18
RECENT = 1 << 17
"""Keys that wait beside the table, about 100 bytes each, until they are filed into it all at once."""

Rows = list[int | None]


class CompactIndex:
    """Which row was last filed under a key, where an error now and then does no harm.

    A key is told by its upper 32 bits, so two keys that share those are taken for one: about one wrong find in 300
    look-ups at 16 million keys, which whoever asks must settle. Looked up for a batch at once (``look_up``), then told
    of what the batch itself has filed meanwhile (``newer``): the same answers as one key after the other.

    A slot of the table holds tag and row (at most 2**32 - 2). Linear probing, at most two thirds full; doubled by
    sorting, which takes a second or two at 16 million keys.
    """

    def __init__(self, bits: int = 16) -> None:
        self._bits = bits
        self._slots = np.zeros((1 << bits) + _SLACK, dtype=np.uint64)
        self._filled = 0
        self._recent: dict[int, int] = {}

    def __len__(self) -> int:
        return self._filled + len(self._recent)

    def look_up(self, keys: NDArray[np.uint64]) -> tuple[list[list[int]], dict[int, list[tuple[int, int]]]]:
        """The tags of a batch's keys ``(messages, n)``, and by message the (place, row) pairs that the table has.

        Holds until the next ``look_up``.
        """
        if len(self._recent) > RECENT:
            self._settle()
        tags = keys >> np.uint64(32)
        found: dict[int, list[tuple[int, int]]] = {}
        rows = self._find(tags.ravel())
        for place in np.flatnonzero(rows >= 0).tolist():
            message, column = divmod(place, keys.shape[1])
            found.setdefault(message, []).append((column, int(rows[place])))
        return tags.tolist(), found

    def newer(self, tags: Sequence[int], known: Sequence[tuple[int, int]]) -> list[int]:
        """The rows filed under these tags, in their order: the newest, else what ``look_up`` found."""
        rows: Rows = list(map(self._recent.get, tags))
        for place, row in known:
            if rows[place] is None:
                rows[place] = row
        return [row for row in rows if row is not None]

    def file(self, tags: Sequence[int], row: int) -> None:
        """File the row under the tags, in the place of earlier ones."""
        self._recent.update(dict.fromkeys(tags, row))

    def _find(self, tags: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row under each tag in the table, -1 for none."""
        rows = np.full(tags.size, -1, dtype=np.int64)
        places = (tags >> np.uint64(32 - self._bits)).astype(np.int64)
        open_ = np.arange(tags.size)
        while open_.size:
            slots = self._slots[places[open_]]
            hit = (slots >> np.uint64(32)) == tags[open_]
            hit &= slots != 0
            rows[open_[hit]] = (slots[hit] & np.uint64(0xFFFFFFFF)).astype(np.int64) - 1
            open_ = open_[~hit & (slots != 0)]
            places[open_] += 1
        return rows

    def _settle(self) -> None:
        """File what is recent into the table."""
        recent, self._recent = self._recent, {}
        while 3 * (self._filled + len(recent)) > 2 << self._bits:
            self._grow()
        tags = np.fromiter(recent.keys(), dtype=np.uint64, count=len(recent))
        rows = np.fromiter(recent.values(), dtype=np.uint64, count=len(recent))
        entries = tags << np.uint64(32) | rows + np.uint64(1)
        places = (tags >> np.uint64(32 - self._bits)).astype(np.int64)
        while entries.size:
            there = self._slots[places]
            free, same = there == 0, there >> np.uint64(32) == entries >> np.uint64(32)
            same &= ~free
            take = free | same
            self._slots[places[take]] = entries[take]  # of several that want one slot, one gets it
            done = self._slots[places] == entries
            self._filled += int(np.count_nonzero(done & free))
            entries, places = entries[~done], places[~done] + 1

    def _grow(self) -> None:
        """Double the table: sorted by tag, each entry goes to its home or next to the one before it."""
        entries = self._slots[self._slots != 0]
        self._slots = np.zeros(0, dtype=np.uint64)  # the old table goes before the new one comes
        entries.sort()
        self._bits += 1
        table = self._slots = np.zeros((1 << self._bits) + _SLACK, dtype=np.uint64)
        last = -1
        for start in range(0, entries.size, _PIECE):
            piece = entries[start : start + _PIECE]
            homes = (piece >> np.uint64(64 - self._bits)).astype(np.int64)
            order = np.arange(homes.size)
            places = np.maximum(np.maximum.accumulate(homes - order), last + 1) + order
            table[places] = piece
            last = int(places[-1])
