"""Millions of keys in 8 bytes each: an open-addressing table in one array, and what is newest beside it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns

_SLACK = 4_096
_PIECE = 1 << 18
RECENT = 1 << 17
"""Keys that wait beside the table, about 100 bytes each, until they are filed into it all at once."""
FEW = 64
"""A batch of fewer messages waits beside the table with all its keys: NumPy costs some 0.2 ms whatever the size."""


class Hits:
    """Some of the keys of a batch, message by message: their places and a value of each."""

    def __init__(self, where: NDArray[np.bool_], values: NDArray[Any]) -> None:
        messages, places = np.nonzero(where)
        self._starts: list[int] = np.searchsorted(messages, np.arange(len(where) + 1)).tolist()
        self._places: list[int] = places.tolist()
        self._values: list[int] = values[where].tolist()

    def values(self, message: int) -> list[int]:
        """Those of a message, in the order of its keys."""
        return self._values[self._starts[message] : self._starts[message + 1]]

    def places(self, message: int) -> list[int]:
        """Where among the keys of a message they stand."""
        return self._places[self._starts[message] : self._starts[message + 1]]


class CompactIndex:
    """Which row was last filed under a key, where an error now and then does no harm.

    A key is told by its upper 32 bits, so two keys that share those are taken for one: about one wrong find in 300
    look-ups at 16 million keys, which whoever asks must settle. Looked up for a batch at once (``look_up``), then asked
    and told message by message (``found``, ``file``): the same answers as one key after the other, because what a batch
    may find of its own, the keys that come in it twice, is kept by key until its end.

    A slot of the table holds tag and row (at most 2**32 - 2). Linear probing, at most two thirds full; doubled by
    sorting, which takes a second or two at 16 million keys. Memory that was never written to costs nothing.
    """

    def __init__(self, bits: int = 20) -> None:
        self._bits = bits
        self._slots = np.zeros((1 << bits) + _SLACK, dtype=np.uint64)
        self._filled = 0
        self._recent: dict[int, int] = {}
        self._tags = np.zeros((0, 0), dtype=np.uint64)
        self._watched = np.zeros((0, 0), dtype=bool)
        self._rows: list[int] = []
        self._known = self._watching = Hits(self._watched, self._tags)

    def __len__(self) -> int:
        return self._filled + len(self._recent) + self._waiting()[0].size

    def columns(self) -> Columns:
        """The table as it lies, once what waits beside it is filed; between two batches."""
        self._settle(*self._waiting())
        return {"slots": self._slots, "shape": np.array([self._bits, self._filled], dtype=np.uint64)}

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Be the table that these columns, which are its own from now on, were of."""
        self._bits, self._filled = columns["shape"].tolist()
        self._slots = columns["slots"]

    def look_up(self, keys: NDArray[np.uint64]) -> None:
        """Go on to a batch: the keys ``(messages, n)``; zeros for none."""
        many = len(keys) >= FEW
        waiting = self._waiting()
        if many or waiting[0].size or len(self._recent) > RECENT:
            self._settle(*waiting)
        self._tags = keys >> np.uint64(32)
        self._watched = _repeated(self._tags) if many else self._tags != 0
        self._rows = [-1] * len(keys)
        rows = self._find(self._tags.ravel()).reshape(keys.shape)
        self._known = Hits(rows >= 0, rows)
        self._watching = Hits(self._watched, self._tags)

    def found(self, message: int) -> list[int]:
        """The rows that are filed under the keys of a message of the batch, in the order of the keys."""
        known = self._known.values(message)
        watched = self._watching.values(message)
        if not watched:
            return known
        newer = list(map(self._recent.get, watched))
        if not known:
            return [row for row in newer if row is not None]
        rows = dict(zip(self._known.places(message), known, strict=True))
        filed = zip(self._watching.places(message), newer, strict=True)
        rows |= {place: row for place, row in filed if row is not None}
        return [rows[place] for place in sorted(rows)]

    def file(self, message: int, row: int) -> None:
        """File the row under the keys of a message of the batch, in the place of earlier ones."""
        self._rows[message] = row
        self._recent |= dict.fromkeys(self._watching.values(message), row)

    def _waiting(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The tags that were filed by the batch and stand nowhere yet, each once, and their rows."""
        rows = np.array(self._rows, dtype=np.int64)
        filed = (rows >= 0)[:, np.newaxis] & ~self._watched & (self._tags != 0)
        return self._tags[filed], np.broadcast_to(rows[:, np.newaxis], filed.shape)[filed].astype(np.uint64)

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

    def _settle(self, tags: NDArray[np.uint64], rows: NDArray[np.uint64]) -> None:
        """File these and what is recent into the table; no tag comes twice."""
        recent, self._recent = self._recent, {}
        self._rows = []
        self._tags, self._watched = self._tags[:0], self._watched[:0]
        tags = np.concatenate((tags, np.fromiter(recent.keys(), dtype=np.uint64, count=len(recent))))
        rows = np.concatenate((rows, np.fromiter(recent.values(), dtype=np.uint64, count=len(recent))))
        while 3 * (self._filled + tags.size) > 2 << self._bits:
            self._grow()
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


def _repeated(tags: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which tags come more than once; never the tag 0."""
    ordered = np.sort(tags, axis=None)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    twice = twice[twice != 0]
    if not twice.size:
        return np.zeros(tags.shape, dtype=bool)
    places = np.minimum(np.searchsorted(twice, tags), twice.size - 1)
    repeated: NDArray[np.bool_] = twice[places] == tags
    return repeated
