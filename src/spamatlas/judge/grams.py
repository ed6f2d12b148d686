"""Hashed n-grams of code units, over a whole batch at once."""

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.reading import GAP, Reading

BITS = 20
SIZE = 1 << BITS
_LAST = GAP - 1
# Odd multipliers of Knuth's multiplicative hashing (The Art of Computer Programming, vol. 3, 6.4).
_FOUR = np.uint64(0x9E3779B97F4A7C15)
_TWO = np.uint32(0x85EBCA6B)
# Thai, Hangul, kana, Han: from here on two units say as much as four Latin letters.
_DENSE = 0x0E00

Features = tuple[NDArray[np.uint32], NDArray[np.int64]]


def grams(reading: Reading, bits: int = BITS) -> Features:
    """The distinct n-grams of each message: hashes (k,) and the bounds (n + 1,) of each message among them.

    Four-grams everywhere, beginning and end included; two-grams in dense scripts.
    """
    units = reading.units
    count = len(units) - _LAST
    four = np.ndarray((count,), np.uint64, units.data, strides=(2,))
    hashed = ((four * _FOUR) >> np.uint64(64 - bits)).astype(np.uint32)
    row = reading.rows()[:count].astype(np.uint32)
    if int(units.max(initial=0)) >= _DENSE:
        dense = np.flatnonzero((units[:count] >= _DENSE) & (units[1 : count + 1] != 0))
        two = np.ndarray((count,), np.uint32, units.data, strides=(2,))[dense]
        hashed = np.concatenate((hashed, (two * _TWO) >> np.uint32(32 - bits)))
        row = np.concatenate((row, row[dense]))
    return distinct(hashed, row, len(reading.starts), bits)


def distinct(hashed: NDArray[np.uint32], row: NDArray[np.uint32], messages: int, bits: int) -> Features:
    """Each hash once a message, sorted; bounds (messages + 1,)."""
    wide = messages.bit_length() + bits > 32
    keys = (row.astype(np.uint64) << np.uint64(bits)) | hashed if wide else (row << np.uint32(bits)) | hashed
    keys.sort()
    first = np.empty(len(keys), bool)
    first[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    keys = keys[first]
    marks = (np.arange(messages + 1, dtype=np.uint64) << np.uint64(bits)).astype(keys.dtype)
    bounds = np.searchsorted(keys, marks)
    return (keys & keys.dtype.type((1 << bits) - 1)).astype(np.uint32), bounds.astype(np.int64)


def sums(values: NDArray[np.float32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """The sum of the values of each of one or more messages, (n,) or (n, columns); 0 for a message without any."""
    if bounds[-2] >= len(values):  # a sum may not begin behind the last value, as that of an empty last message does
        values = np.concatenate((values, np.zeros((1, *values.shape[1:]), values.dtype)))
    total: NDArray[np.float32] = np.add.reduceat(values, bounds[:-1], axis=0)
    total[bounds[:-1] == bounds[1:]] = 0
    return total
