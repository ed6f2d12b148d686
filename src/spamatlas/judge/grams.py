"""Hashed n-grams of code units, over a whole batch at once."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.reading import GAP, Reading, Rows

BITS = 20
SIZE = 1 << BITS
_LAST = GAP - 1
# Odd multipliers of Knuth's multiplicative hashing (The Art of Computer Programming, vol. 3, 6.4).
_FOUR = np.uint64(0x9E3779B97F4A7C15)
_TWO = np.uint32(0x85EBCA6B)
# Thai, Hangul, kana, Han: from here on two units say as much as four Latin letters.
_DENSE = 0x0E00

Features = tuple[NDArray[np.uint32], NDArray[np.int64]]


class Placed(Struct, frozen=True):
    """Features as often as they stand in a reading: their hashes (k,) in the order in which they begin, and how many
    begin before each of some places in its units.
    """

    hashed: NDArray[np.uint32]
    before: Callable[[Rows], Rows]


def grams(reading: Reading, bits: int = BITS) -> Features:
    """The distinct n-grams of each message: hashes (k,) and the bounds (n + 1,) of each message among them."""
    return distinct(placed_grams(reading, bits), reading)


def placed_grams(reading: Reading, bits: int = BITS) -> Placed:
    """Every n-gram: four-grams everywhere, beginning and end included; two-grams in dense scripts."""
    units = reading.units
    count = len(units) - _LAST
    four = np.ndarray((count,), np.uint64, units.data, strides=(2,))
    hashed = ((four * _FOUR) >> np.uint64(64 - bits)).astype(np.uint32)
    dense = (units[:count] >= _DENSE).nonzero()[0]
    dense = dense[units.take(dense + 1) != 0]
    if len(dense):
        two = np.ndarray((count,), np.uint32, units.data, strides=(2,))[dense]
        hashed = np.insert(hashed, dense, (two * _TWO) >> np.uint32(32 - bits))
    return Placed(hashed, lambda places: np.minimum(places, count) + dense.searchsorted(places))


def distinct(placed: Placed, reading: Reading) -> Features:
    """Each hash once a message, sorted.

    A message at a time: many short sorts take a third of the time of one over the whole batch.
    """
    hashed, bounds = placed.hashed.copy(), placed.before(reading.bounds)
    edges = bounds.tolist()
    for start, end in pairwise(edges):
        hashed[start:end].sort()
    first = np.ones(len(hashed), bool)
    np.not_equal(hashed[1:], hashed[:-1], out=first[1:])
    starts = bounds[:-1]
    first[starts[starts < bounds[1:]]] = True
    kept = first.nonzero()[0]
    return hashed.take(kept), kept.searchsorted(bounds)


def chosen(found: Features, rows: Sequence[int]) -> Features:
    """The features of some of the messages, in the order of ``rows``; at least one."""
    hashed, bounds = found
    edges = bounds.tolist()
    parts = [hashed[edges[row] : edges[row + 1]] for row in rows]
    return np.concatenate(parts), np.cumsum([0, *map(len, parts)])


def parted(found: Features, many: int) -> tuple[Features, Features]:
    """The features of the first ``many`` messages, and of the rest."""
    hashed, bounds = found
    cut = bounds[many]
    return (hashed[:cut], bounds[: many + 1]), (hashed[cut:], bounds[many:] - cut)


def sums(values: NDArray[np.float32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """The sum of the values of each of one or more messages, (n,) or (n, columns); 0 for a message without any."""
    if bounds[-2] >= len(values):  # a sum may not begin behind the last value, as that of an empty last message does
        values = np.concatenate((values, np.zeros((1, *values.shape[1:]), values.dtype)))
    total: NDArray[np.float32] = np.add.reduceat(values, bounds[:-1], axis=0)
    total[bounds[:-1] == bounds[1:]] = 0
    return total
