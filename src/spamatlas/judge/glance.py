"""A look at the wording of texts and of any part of them: about what a reading says, at a fifth of its price."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.grams import Placed, placed_grams
from spamatlas.judge.reading import Reading, Rows
from spamatlas.judge.weights import GROUPS, Floats, Weights
from spamatlas.judge.words import placed_words


class Glance:
    """Texts, one or more, of one group of channels. Each n-gram counts as often as it stands there, nothing is sorted,
    and no concept is looked for.
    """

    def __init__(self, weights: Weights, texts: Sequence[str], group: int) -> None:
        reading = Reading(texts)
        self.starts, self.lengths = reading.starts, reading.lengths
        self._fusion = weights.fusion[group]
        self._grams = _running(weights.of_grams, placed_grams(reading), group)
        self._words = _running(weights.of_words, placed_words(reading), group)

    def wholes(self) -> NDArray[np.float64]:
        """(n,) about the log-odds of each text."""
        return self.parts(self.starts, self.starts + self.lengths)

    def parts(self, starts: Rows, ends: Rows) -> NDArray[np.float64]:
        """(k,) about the log-odds of k parts, told by where they start and end in units of all texts laid end to end,
        as ``self.starts`` and ``self.lengths`` (n,) tell them of each text.
        """
        gram, counted_grams = self._grams.between(starts, ends)
        word, counted_words = self._words.between(starts, ends)
        prior, regression, of_grams, of_words = self._fusion
        told: NDArray[np.float64] = (
            prior + regression * (gram + word) + of_grams * counted_grams + of_words * counted_words
        )
        return told


class _Running(Struct, frozen=True):
    """Where features begin (k,), in order, and sums over all before each (k + 1, 3): weights, log-odds, how many are
    decided.
    """

    places: Rows
    sums: NDArray[np.float64]

    def between(self, starts: Rows, ends: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As ``scores`` has it: the sum of weights over the root of how many, and the mean log-odds of the decided."""
        first, last = self.places.searchsorted(starts), self.places.searchsorted(ends)
        weight, odds, decided = (self.sums[last] - self.sums[first]).T
        return weight / np.sqrt(np.maximum(last - first, 1)), odds / np.maximum(decided, 1)


def _running(table: NDArray[np.uint64], found: Placed, group: int) -> _Running:
    hashed, places = found
    size = len(table) // GROUPS
    held: Floats = table[group * size : (group + 1) * size].take(hashed).view(np.float32).reshape(-1, 2)
    sums = np.zeros((len(hashed) + 1, 3))
    np.cumsum(held, axis=0, out=sums[1:, :2])
    np.cumsum(held[:, 1] != 0, out=sums[1:, 2])
    return _Running(places, sums)
