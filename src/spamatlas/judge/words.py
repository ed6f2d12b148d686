"""Hashed words and pairs of words, over a whole batch at once."""

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.grams import Features, Placed, distinct
from spamatlas.judge.reading import Reading, Rows, widths

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
    return distinct(placed_words(reading, bits), reading)


def placed_words(reading: Reading, bits: int = BITS) -> Placed:
    """Every word and pair of neighbouring words, in the form of ``placed_grams``; a pair begins with its first word.

    Han, kana and Thai characters and the signs of money are words of their own.
    """
    kind = _KIND.take(reading.units)
    at = (kind != 0).nonzero()[0]
    if not len(at):
        return Placed(np.zeros(0, np.uint32), np.zeros_like)
    here = kind.take(at)
    opens = np.ones(len(at), bool)
    opens[1:] = (here[1:] == 2) | (here[:-1] == 2) | (at[1:] - at[:-1] > 1)
    first = opens.nonzero()[0]
    place = np.arange(len(at)) - first.repeat(widths(first, len(at)))
    each = _UNIT.take(reading.units.take(at)) * _PLACE.take(place, mode="clip")
    hashed = np.add.reduceat(each, first, dtype=np.uint32) * _MIX
    # Each word, then the pair that it opens; the last word of a message opens none.
    both = np.empty((len(hashed), 2), np.uint32)
    both[:, 0] = hashed
    both[:-1, 1] = ((hashed[:-1] * _PAIR) ^ hashed[1:]) * _MIX
    places = at.take(first)
    ends = places.searchsorted(reading.bounds)
    last = ends[1:][ends[1:] > ends[:-1]] - 1
    hashed = np.delete(both.ravel() >> np.uint32(32 - bits), 2 * last + 1)

    def before(some: Rows) -> Rows:
        words = places.searchsorted(some)
        found: Rows = 2 * words - last.searchsorted(words)
        return found

    return Placed(hashed, before)
