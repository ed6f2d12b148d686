"""Millions of 64-bit keys and the row of each, in 12 bytes a slot; never wrong, unlike the ``CompactIndex``."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns

_SLACK = 1_024
_SPREAD = 0x9E3779B97F4A7C15  # Knuth, The Art of Computer Programming, volume 3, section 6.4: multiplicative hashing
_ALL = (1 << 64) - 1
_ZERO = 0xD1B54A32D192ED03  # stands for 0, by which a free slot is known


class ExactIndex:
    """Which row stands under a key, as a ``dict`` of both would say it, in a fifth of the memory.

    An open-addressing table with linear probing, at most two thirds full; doubled at once by sorting, which takes about
    two seconds at ten million keys. A row is below 2**32. Memory that was never written to costs nothing.
    """

    __slots__ = ("_filled", "_keys", "_most", "_places", "_rows", "_shift")

    def __init__(self, bits: int = 10) -> None:
        self._filled = 0
        self._lay_out(bits, np.zeros((1 << bits) + _SLACK, np.uint64), np.zeros((1 << bits) + _SLACK, np.uint32))

    def __len__(self) -> int:
        return self._filled

    def __contains__(self, key: int) -> bool:
        return self.get(key) is not None

    def get(self, key: int) -> int | None:
        """The row under a key, None for one that is not known."""
        key = key or _ZERO
        keys = self._keys
        place = (key * _SPREAD & _ALL) >> self._shift
        while there := keys[place]:
            if there == key:
                return self._rows[place]
            place += 1
        return None

    def __setitem__(self, key: int, row: int) -> None:
        """File a row under a key, in the place of an earlier one."""
        if self.setdefault(key, row) == row:
            return
        key = key or _ZERO
        place = (key * _SPREAD & _ALL) >> self._shift
        while self._keys[place] != key:
            place += 1
        self._rows[place] = row

    def setdefault(self, key: int, row: int) -> int:
        """File a row under a key, unless there is one; the row that stands there now."""
        key = key or _ZERO
        keys = self._keys
        place = (key * _SPREAD & _ALL) >> self._shift
        while there := keys[place]:
            if there == key:
                return self._rows[place]
            place += 1
        keys[place], self._rows[place] = key, row
        self._filled += 1
        if self._filled > self._most or place >= self._places - 2:
            self._grow()
        return row

    def discard(self, key: int) -> None:
        """Have nothing under a key, and no gap in the run that it stood in (Knuth, section 6.4, algorithm R)."""
        key = key or _ZERO
        keys, rows = self._keys, self._rows
        place = (key * _SPREAD & _ALL) >> self._shift
        while (there := keys[place]) != key:
            if not there:
                return
            place += 1
        gap = place
        while there := keys[place := place + 1]:
            if (there * _SPREAD & _ALL) >> self._shift <= gap:
                keys[gap], rows[gap] = there, rows[place]
                gap = place
        keys[gap] = rows[gap] = 0
        self._filled -= 1

    def columns(self) -> Columns:
        """The table as it lies."""
        shape = np.array([64 - self._shift, self._filled], dtype=np.uint64)
        return {"keys": np.asarray(self._keys), "rows": np.asarray(self._rows), "shape": shape}

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Be the table that these columns, which are its own from now on, were of."""
        bits, self._filled = columns["shape"].tolist()
        self._lay_out(bits, columns["keys"], columns["rows"])

    def _lay_out(self, bits: int, keys: NDArray[np.uint64], rows: NDArray[np.uint32]) -> None:
        """Tables are read through memory views, a slot at a time in half the time that NumPy takes."""
        self._shift, self._most, self._places = 64 - bits, (2 << bits) // 3, len(keys)
        self._keys, self._rows = keys.data, rows.data

    def _grow(self) -> None:
        """Double the table: sorted by home, each key goes to its home or next to the one before it."""
        keys, rows = np.asarray(self._keys), np.asarray(self._rows)
        filled = np.flatnonzero(keys)
        keys, rows = keys[filled], rows[filled]
        bits = 65 - self._shift
        homes = ((keys * np.uint64(_SPREAD)) >> np.uint64(64 - bits)).astype(np.int64)
        order = np.argsort(homes, kind="stable")
        steps = np.arange(order.size)
        places = np.maximum.accumulate(homes[order] - steps) + steps
        size = max((1 << bits) + _SLACK, int(places[-1]) + _SLACK)
        table, values = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
        table[places], values[places] = keys[order], rows[order]
        self._lay_out(bits, table, values)
