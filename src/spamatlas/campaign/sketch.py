"""Near copies found by MinHash: a whole batch in one pass of NumPy.

One permutation hashing (Li, Owen, Zhang: "One Permutation Hashing", NIPS 2012) with the empty bins filled
by optimal densification (Shrivastava: "Optimal Densification for Fast and Accurate Minwise Hashing", ICML
2017): a shingle is hashed once, not once a bin, so that a long mail costs little more than it is long.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 64
ROWS = 3
BANDS = BINS // ROWS
SKETCH_BYTES = 2 * BINS
# Below this many shingles a text is too short to be "nearly" like another one. A shingle is four letters, or two
# signs of a script that writes a syllable or a word with one sign (Chinese, Japanese, Korean).
FEWEST_SHINGLES = 20
_EMPTY = np.uint32(0xFFFFFFFF)
_IDEOGRAPHS = 0x2E80
_STAND_INS = (0xA500, 0xA503)
_ATTEMPTS = 24

Words = NDArray[np.uint32]
_random = np.random.Generator(np.random.PCG64(52))
_PROBES = _random.integers(0, BINS, size=(_ATTEMPTS, BINS))
_BAND_SEEDS = _random.integers(1, 2**63, size=BANDS, dtype=np.uint64)


def sketches(texts: Sequence[str]) -> list[bytes]:
    """The sketch of each normalised text (``SKETCH_BYTES``), empty for a text with too few shingles.

    A sketch holds the low 16 bits of each bin's minimum (b-bit minwise hashing, Li and König, WWW 2010). What one
    text gets does not depend on the others of the batch.
    """
    drafts = [b""] * len(texts)
    values, lengths = _shingles(texts)
    enough = np.flatnonzero(lengths >= FEWEST_SHINGLES)
    if enough.size:
        packed = _densified(_minima(values, lengths)[enough]).astype("<u2").tobytes()
        for place, text in enumerate(enough.tolist()):
            drafts[text] = packed[place * SKETCH_BYTES : (place + 1) * SKETCH_BYTES]
    return drafts


def band_keys(drafts: Sequence[bytes]) -> NDArray[np.uint64]:
    """The keys of the near-copy index, ``(sketches, BANDS)`` uint64: texts that share one are candidates.

    A row of zeros for an empty sketch. Each key is made of ``ROWS`` words of the sketch (Broder, 1997).
    """
    words = np.zeros((len(drafts), BINS), dtype=np.uint64)
    filled = [place for place, draft in enumerate(drafts) if draft]
    joined = b"".join(drafts[place] for place in filled)
    words[filled] = np.frombuffer(joined, dtype="<u2").reshape(-1, BINS)
    grouped = words[:, : BANDS * ROWS].reshape(-1, BANDS, ROWS)
    keys = np.broadcast_to(_BAND_SEEDS, grouped.shape[:2])
    for row in range(ROWS):
        keys = (keys ^ grouped[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys = keys ^ (keys >> np.uint64(29))
    found = np.zeros_like(keys)
    found[filled] = keys[filled]
    return found


def band_bytes(draft: bytes) -> list[bytes]:
    """What each of the ``BANDS`` keys of a sketch is made of, ``2 * ROWS`` bytes each; none of an empty one."""
    return [draft[at : at + 2 * ROWS] for at in range(0, 2 * ROWS * BANDS, 2 * ROWS)] if draft else []


def similarity(one: bytes, other: bytes) -> float:
    """The Jaccard likeness of two texts' shingles, 0..1, as estimated by sketches (standard error up to 0.07)."""
    differing = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    # The high bit of each word is set where any bit of that word differs.
    marks = (((differing & _LOW) + _LOW) | differing) & _HIGH
    return 1 - marks.bit_count() / BINS


_LOW = int.from_bytes(b"\xff\x7f" * BINS, "little")
_HIGH = int.from_bytes(b"\x00\x80" * BINS, "little")


def _shingles(texts: Sequence[str]) -> tuple[Words, NDArray[Any]]:
    """The hashes of all texts' shingles, one text after the other, and how many each has."""
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    joined = np.frombuffer(("".join(texts) + "\0\0\0").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    first, second, third, fourth = (joined[start : start + int(sizes.sum())] for start in range(4))
    pair = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA77)
    four = pair + third * np.uint32(0xC2B2AE3D) + fourth * np.uint32(0x27D4EB2F)
    short = (first >= _IDEOGRAPHS) & ((first < _STAND_INS[0]) | (first > _STAND_INS[1]))
    counts = np.maximum(sizes - 3, 0)
    starts = np.cumsum(sizes) - sizes
    kept = np.ones(first.size, dtype=bool)
    for back in range(1, 4):
        kept[(starts + sizes - back)[sizes >= back]] = False
    return _mixed(np.where(short, pair, four)[kept]), counts


def _mixed(values: Words) -> Words:
    """MurmurHash3's 32-bit finaliser (Appleby, public domain)."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def _minima(values: Words, lengths: NDArray[Any]) -> Words:
    """The least hash in each bin: ``(texts, BINS)``; a bin is chosen by the 6 high bits."""
    cells = np.repeat(np.arange(len(lengths), dtype=np.int64) * BINS, lengths) + (values >> np.uint32(26))
    table = np.full(len(lengths) * BINS, _EMPTY, dtype=np.uint32)
    np.minimum.at(table, cells, values & np.uint32(0x03FFFFFF))
    return table.reshape(-1, BINS)


def _densified(minima: Words) -> Words:
    """Each empty bin takes the value of a bin chosen by a fixed random sequence, the first that is filled."""
    filled = minima.copy()
    rows, columns = np.nonzero(minima == _EMPTY)
    for attempt in range(_ATTEMPTS):
        if not rows.size:
            break
        filled[rows, columns] = minima[rows, _PROBES[attempt, columns]]
        left = filled[rows, columns] == _EMPTY
        rows, columns = rows[left], columns[left]
    return filled
