"""What a message speaks of, the same in every language: concepts found by the stems of their words.

The stems are data, ``concepts/LANG.toml``; ``judge/lexicon.py`` makes the table of them that is read here.
"""

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.grams import Features
from spamatlas.judge.reading import Reading, Rows

FOLDER = Path(__file__).with_suffix("")
TABLE = FOLDER / "table.npz"
# A feature is first concept * MOST + second concept.
MOST = 256
BITS = 16
SIZE = 1 << BITS
LONGEST = 12
# The subject and the first words; the beginning of a long mail, which tells its story.
_EARLY, _STORY = 60, 600
# From Thai on, words are not parted by blanks: each unit may begin one.
_DENSE = 0x0E00
_SLOT_BITS, _DENSE_BITS = 19, 16
# Odd multipliers of multiplicative hashing (Knuth, The Art of Computer Programming, vol. 3, 6.4).
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93], np.uint64)
_LENGTH, _TWO = 0x165667B19E3779F9, np.uint32(0x85EBCA6B)
# Letters of one sound that texts write in several ways: Arabic, Persian and Urdu forms, Russian yo, Ukrainian yi.
_SAME = str.maketrans("أإآٱؤئىیےکةہھۂۃёїґıłøđðæœßþ", "ااااوييييكههههه" + "еіг" + "ilodd" + "aos" + "t")


def _plain(letter: str) -> str:
    """A letter without its accents, in the form that counts for it; Cyrillic and Indic signs stay."""
    bare = unicodedata.normalize("NFD", letter)[:1] if letter < "\u0250" or "\u1e00" <= letter < "\u1f00" else letter
    return bare.lower().translate(_SAME)[:1] or letter


def _folds() -> NDArray[np.uint16]:
    """(65536,) of each unit its plain letter, or 0 for what parts words."""
    fold = np.arange(65536, dtype=np.uint16)
    for low, high in ((0xC0, 0x530), (0x600, 0x700), (0x1E00, 0x1F00)):
        fold[low:high] = [ord(_plain(chr(unit))) for unit in range(low, high)]
    for low, high in (
        (0, 0x61),
        (0x7B, 0xC0),
        (0x2000, 0x2C00),
        (0x3000, 0x3040),
        (0xD800, 0xE000),
        (0xFE00, 0xFE70),
        (0xFF00, 0xFF21),
    ):
        fold[low:high] = 0
    for sign in "×÷،؛؟۔٫٬।॥・":
        fold[ord(sign)] = 0
    for low in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50):  # digits of other scripts
        fold[low : low + 10] = 0
    return fold


FOLD = _folds()


Whole = NDArray[Any]
Fours = Sequence[NDArray[np.uint64]]


@dataclass(frozen=True)
class Lengths:
    """Some lengths of stems, all of which end within the same four units: the ``last`` that they reach.

    ``ends`` (lengths, 1) has what of that four belongs to a run of each length, ``salts`` (lengths, 1) a number of
    each.
    """

    last: int
    ends: NDArray[np.uint64]
    salts: NDArray[np.uint64]


@dataclass(frozen=True)
class Table:
    """The stems' hashes (k,), sorted, and the concept of each (k,).

    ``taken`` says of a hash's first bits whether there are such hashes, ``slots`` the index of the first of them;
    at most ``crowd`` share a slot. ``longer`` says of the hash of four units whether a longer stem may begin with
    them, ``dense`` the like of two units of dense scripts.
    """

    hashes: NDArray[np.uint64]
    concepts: Rows
    taken: NDArray[np.bool_]
    slots: NDArray[np.uint32]
    crowd: int
    longer: NDArray[np.bool_]
    dense: NDArray[np.bool_]
    lengths: tuple[Lengths, ...]


def _fours(runs: NDArray[np.generic]) -> Fours:
    """Runs of ``LONGEST`` units as numbers of four units each, (k,) and (k,) ..."""
    return list(np.ascontiguousarray(np.ascontiguousarray(runs).view(np.uint64).reshape(-1, LONGEST // 4).T))


def _sums(fours: Fours) -> Fours:
    """What whole fours before another add to a hash: none but the first, the first two."""
    products = [four * factor for four, factor in zip(fours[:-1], _FACTORS, strict=False)]
    return list(itertools.accumulate(products))


def _lengths(present: Sequence[int]) -> tuple[Lengths, ...]:
    """These lengths, which are in order, by the four that they end in."""
    by_four = itertools.groupby(present, lambda length: (length - 1) // 4)
    return tuple(_ending_in(last, tuple(lengths)) for last, lengths in by_four)


def _ending_in(last: int, lengths: Sequence[int]) -> Lengths:
    ends = [[(1 << 16 * (length - 4 * last)) - 1] for length in lengths]
    salts = [[length * _LENGTH & 0xFFFFFFFFFFFFFFFF] for length in lengths]
    return Lengths(last, np.array(ends, np.uint64), np.array(salts, np.uint64))


def hashes_of(fours: Fours, sums: Fours, lengths: Lengths) -> NDArray[np.uint64]:
    """The hashes (lengths, k) of the beginnings of k runs of ``LONGEST`` units, given four and four with their sums."""
    last = lengths.last
    hashed: NDArray[np.uint64] = (fours[last] & lengths.ends) * _FACTORS[last] ^ lengths.salts
    return hashed + sums[last - 1] if last else hashed


_FIRST_FOUR = _ending_in(0, [4])


def table_of(stems: NDArray[np.uint16], lengths: NDArray[np.uint8], concepts: NDArray[np.uint8]) -> Table:
    """The table of stems (k, ``LONGEST``), their lengths (k,) and concepts (k,)."""
    fours = _fours(stems)
    hashes = np.zeros(len(stems), np.uint64)
    present = sorted(set(lengths.tolist()))
    for length in present:
        these = lengths == length
        of_length = [four[these] for four in fours]
        hashes[these] = hashes_of(of_length, _sums(of_length), *_lengths([length]))[0]
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    held, first, crowds = np.unique(_slot(hashes), return_index=True, return_counts=True)
    slots = np.zeros(1 << _SLOT_BITS, np.uint32)
    slots[held] = first
    taken, longer = np.zeros(len(slots), bool), np.zeros(len(slots), bool)
    taken[held] = True
    longer[_slot(hashes_of([fours[0][lengths > 4]], (), _FIRST_FOUR)[0])] = True
    dense = np.zeros(1 << _DENSE_BITS, bool)
    dense[_of_two(fours[0][stems[:, 0] >= _DENSE].astype(np.uint32))] = True
    crowd = int(crowds.max(initial=1))
    hashes = np.concatenate((hashes, np.zeros(crowd, np.uint64)))  # what is read behind the last slot
    return Table(hashes, concepts[order].astype(np.int64), taken, slots, crowd, longer, dense, _lengths(present))


def _slot(hashes: NDArray[np.uint64]) -> Rows:
    """Where in ``Table.taken``, ``slots`` and ``longer`` hashes are."""
    return (hashes >> np.uint64(64 - _SLOT_BITS)).view(np.int64)


def _of_two(units: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Where in ``Table.dense`` two units are."""
    return (units * _TWO) >> np.uint32(32 - _DENSE_BITS)


@lru_cache(maxsize=1)
def shipped() -> Table:
    """The table of the languages that are shipped."""
    with np.load(TABLE) as stored:
        return table_of(stored["stems"], stored["lengths"], stored["concepts"])


def concepts(reading: Reading) -> Features:
    """The distinct features of each message, in the form of ``grams``, exact and below ``SIZE``.

    A concept (``alone``), a concept in the first 60 units (``early``), two of them in the first 600 (``together``).
    """
    at, concept = found(reading, shipped())
    messages = len(reading.starts)
    row = reading.starts.searchsorted(at, "right") - 1
    place = at - reading.starts[row]
    # Numbers of 32 bits sort several times as fast.
    keys: Whole = (row * MOST + concept).astype(np.uint32 if messages < (1 << (32 - BITS)) - 1 else np.uint64)
    soon, (low, high) = keys[place < _EARLY], _pairs(_once(keys[place < _STORY]), messages)
    rest = MOST - 1
    features = np.concatenate((alone(keys & rest), early(soon & rest), together(low & rest, high & rest)))
    rows = np.concatenate((keys, soon, low)) // MOST
    every = _once(rows * SIZE + features)
    marks = (np.arange(messages + 1) * SIZE).astype(every.dtype)
    return (every % SIZE).astype(np.uint32), every.searchsorted(marks)


def alone(concept: Whole) -> Whole:
    """The feature of a concept, (k,)."""
    return concept * (MOST + 1)


def early(concept: Whole) -> Whole:
    """The feature of a concept in the beginning of a message, (k,)."""
    return concept * (MOST + 1) + MOST


def together(lower: Whole, higher: Whole) -> Whole:
    """The feature of two concepts in one message, (k,), the one of the lower number first."""
    return lower * MOST + higher


def found(reading: Reading, table: Table) -> tuple[Rows, Rows]:
    """Where the words of concepts begin, (k,) index into ``reading.units``, and which concepts, (k,); in no order."""
    count = len(reading.units)
    folded = np.empty(count + LONGEST, np.uint16)
    np.take(FOLD, reading.units, out=folded[:count], mode="wrap")
    folded[count:] = 0
    starts = _begins(folded[:count], table)
    fours: Fours = [np.ndarray((count,), np.uint64, folded.data, strides=(2,))[starts]]
    short = [_likely(starts, hashes_of(fours, (), lengths), table) for lengths in table.lengths if not lengths.last]
    starts = starts.take(table.longer.take(_slot(hashes_of(fours, (), _FIRST_FOUR)[0])).nonzero()[0])
    fours = _fours(np.ndarray((count,), f"V{2 * LONGEST}", folded.data, strides=(2,))[starts])
    sums = _sums(fours)
    long = [_likely(starts, hashes_of(fours, sums, lengths), table) for lengths in table.lengths if lengths.last]
    places, hashes = zip(*short, *long, strict=True)
    return _exactly(np.concatenate(places), np.concatenate(hashes), table)


def _likely(starts: Rows, hashed: NDArray[np.uint64], table: Table) -> tuple[Rows, NDArray[np.uint64]]:
    """Of places (k,) and the hashes there (lengths, k), those that may be of a stem."""
    hashed = hashed.ravel()
    likely = table.taken.take(_slot(hashed)).nonzero()[0]
    return starts.take(likely % len(starts)), hashed.take(likely)


def _exactly(places: Rows, hashes: NDArray[np.uint64], table: Table) -> tuple[Rows, Rows]:
    """Of places whose hashes share a slot with stems, those where a stem is, and its concept.

    The hashes of a slot are sorted: where one is larger than what is looked for, the rest of the slot is not read.
    """
    first = table.slots.take(_slot(hashes))
    at, which = [], []
    for _ in range(table.crowd):
        held = table.hashes.take(first)
        hit, later = (held == hashes).nonzero()[0], (held < hashes).nonzero()[0]
        at.append(places.take(hit))
        which.append(table.concepts.take(first.take(hit)))
        if not len(later):
            break
        places, hashes, first = places.take(later), hashes.take(later), first.take(later) + np.uint32(1)
    return np.concatenate(at), np.concatenate(which)


def _begins(folded: NDArray[np.uint16], table: Table) -> NDArray[np.int64]:
    """Where words begin; in dense scripts, where the first two units of a stem are."""
    is_letter = folded != 0
    if int(folded.max(initial=0)) < _DENSE:
        begun: Rows = (is_letter[1:] > is_letter[:-1]).nonzero()[0]
        return begun + 1
    is_dense = folded >= _DENSE
    starts = (is_letter[1:] & ~(is_letter[:-1] | is_dense[1:])).nonzero()[0] + 1
    dense = is_dense.nonzero()[0]
    two = np.ndarray((len(folded) - 1,), np.uint32, folded.data, strides=(2,))[dense]
    return np.concatenate((starts, dense[table.dense.take(_of_two(two))]))


def _once(keys: Whole) -> Whole:
    """The distinct keys, sorted."""
    keys = np.sort(keys)
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first]


def _pairs(keys: Whole, messages: int) -> tuple[Whole, Whole]:
    """All pairs of one message's keys, each message * ``MOST`` + concept, sorted and distinct; the lower one first."""
    bounds = keys.searchsorted((np.arange(messages + 1) * MOST).astype(keys.dtype))
    after = bounds[1:].repeat(bounds[1:] - bounds[:-1]) - np.arange(1, len(keys) + 1)
    left = np.arange(len(keys)).repeat(after)
    right = np.arange(len(left)) - (after.cumsum() - after).repeat(after) + left + 1
    return keys[left], keys[right]
