"""Hashed words and pairs of words, over a whole batch at once."""

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.grams import Features, distinct
from spamatlas.judge.reading import Reading, widths

BITS = 20
SIZE = 1 << BITS
_LONGEST = 40

_random = np.random.default_rng(52)
_UNIT = _random.integers(1, 2**32, 65536, np.uint32) | np.uint32(1)
_PLACE = _random.integers(1, 2**32, _LONGEST, np.uint32) | np.uint32(1)
_MIX, _PAIR = np.uint32(0xC2B2AE35), np.uint32(0x27D4EB2F)


def _kinds() -> NDArray[np.uint8]:
    """0 for what parts words, 1 for letters of words, 2 for characters that are words themselves."""
    kind = np.ones(65536, np.uint8)
    kind[:0x80] = 0
    for low, high in ((0x30, 0x3A), (0x61, 0x7B)):
        kind[low:high] = 1
    for low, high in (
        (0x80, 0xC0),
        (0x2000, 0x20A0),
        (0x2190, 0x2C00),
        (0x3000, 0x3040),
        (0xFF00, 0xFF10),
        (0xFF1A, 0xFF21),
    ):
        kind[low:high] = 0
    kind[0x60C] = kind[0x61B] = kind[0x61F] = kind[0x6D4] = kind[0x964] = kind[0xD7] = kind[0xF7] = 0
    for sign in "$%!£€+":
        kind[ord(sign)] = 2
    for low, high in ((0x0E00, 0x0F00), (0x3040, 0x3100), (0x3400, 0xA000), (0xD800, 0xE000)):
        kind[low:high] = 2
    return kind


_KIND = _kinds()


def words(reading: Reading, bits: int = BITS) -> Features:
    """The distinct words and pairs of neighbouring words of each message, in the form of ``grams``."""
    return distinct(*every_word(reading, bits))


def every_word(reading: Reading, bits: int = BITS) -> Features:
    """The words and pairs of neighbouring words of each message, each as often as it stands there.

    Han, kana and Thai characters and the signs of money are words of their own.
    """
    kind = _KIND.take(reading.units)
    at = (kind != 0).nonzero()[0]
    if not len(at):
        return np.zeros(0, np.uint32), np.zeros(len(reading.starts) + 1, np.int64)
    here = kind.take(at)
    opens = np.ones(len(at), bool)
    opens[1:] = (here[1:] == 2) | (here[:-1] == 2) | (at[1:] - at[:-1] > 1)
    first = opens.nonzero()[0]
    place = np.arange(len(at)) - np.repeat(first, widths(first, len(at)))
    each = _UNIT.take(reading.units.take(at)) * _PLACE.take(place, mode="clip")
    hashed = np.add.reduceat(each, first, dtype=np.uint32) * _MIX
    # Each word, then the pair that it opens; the last word of a message opens none.
    both = np.empty((len(hashed), 2), np.uint32)
    both[:, 0] = hashed
    both[:-1, 1] = ((hashed[:-1] * _PAIR) ^ hashed[1:]) * _MIX
    bounds = at.take(first).searchsorted(reading.bounds)
    counts = bounds[1:] - bounds[:-1]
    kept = np.ones(both.shape, bool)
    kept[bounds[1:][counts > 0] - 1, 1] = False
    ends = np.concatenate(([0], np.cumsum(np.maximum(2 * counts - 1, 0))))
    return both[kept] >> np.uint32(32 - bits), ends
