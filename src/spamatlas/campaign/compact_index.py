"""Millions of keys in 8 bytes each: an open-addressing table in one array."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

_TAG = 0xFFFFFFFF
_SLACK = 4_096
_PIECE = 1 << 18


class CompactIndex:
    """Which row was last filed under a key, where an error now and then does no harm.

    A slot holds the upper 32 bits of the key and the row (at most 2**32 - 2), so two keys that share those bits
    are taken for one: about one wrong find in 300 look-ups at 16 million keys, which whoever asks must settle.
    Linear probing, at most two thirds full; doubled by sorting in NumPy, which takes a second or two at
    16 million keys.
    """

    def __init__(self, bits: int = 16) -> None:
        self._bits = bits
        self._slots = array("Q", bytes(8 * ((1 << bits) + _SLACK)))
        self._filled = 0

    def __len__(self) -> int:
        return self._filled

    def find(self, keys: Iterable[int]) -> list[int]:
        """The rows filed under the keys, as far as there are any."""
        slots, shift = self._slots, 32 - self._bits
        found = []
        for key in keys:
            tag = key >> 32
            place = tag >> shift
            while slot := slots[place]:
                if slot >> 32 == tag:
                    found.append((slot & _TAG) - 1)
                    break
                place += 1
        return found

    def file(self, keys: Sequence[int], row: int) -> None:
        """File the row under the keys, in the place of earlier ones."""
        if 3 * (self._filled + len(keys)) > 2 << self._bits:
            self._grow()
        slots, shift = self._slots, 32 - self._bits
        for key in keys:
            tag = key >> 32
            place = tag >> shift
            while (slot := slots[place]) and slot >> 32 != tag:
                place += 1
            slots[place] = tag << 32 | row + 1
            self._filled += not slot

    def _grow(self) -> None:
        """Double the table: sorted by tag, each entry goes to its home or next to the one before it."""
        slots = np.frombuffer(self._slots, dtype=np.uint64)
        entries = slots[slots != 0]
        del slots
        self._slots = array("Q")  # the old table goes before the new one comes, and the rest is done piece by piece
        entries.sort()
        self._bits += 1
        self._slots = array("Q", bytes(8)) * ((1 << self._bits) + _SLACK)
        table = np.frombuffer(self._slots, dtype=np.uint64)
        last = -1
        for start in range(0, entries.size, _PIECE):
            piece = entries[start : start + _PIECE]
            homes = (piece >> np.uint64(64 - self._bits)).astype(np.int64)
            order = np.arange(homes.size)
            places = np.maximum(np.maximum.accumulate(homes - order), last + 1) + order
            table[places] = piece
            last = int(places[-1])
