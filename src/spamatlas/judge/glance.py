"""A look at the wording of texts and of parts of them: about what a reading says, at a fifth of its price."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.grams import Placed, placed_grams, sums
from spamatlas.judge.reading import Reading, Rows
from spamatlas.judge.weights import GROUPS, Floats, Weights
from spamatlas.judge.words import placed_words


class Glance:
    """Texts, one or more, of one group of channels, in steps of so many units (UTF-16) from the start of each.

    Each n-gram counts as often as it stands there, nothing is sorted, and no concept is looked for. ``lengths`` (n,) is
    in units, ``steps`` (n + 1,) the number of the first step of each text, counted through all texts, and of all steps.
    """

    def __init__(self, weights: Weights, texts: Sequence[str], group: int, step: int) -> None:
        reading = Reading(texts)
        self.lengths = reading.lengths
        many = np.maximum(-(-self.lengths // step), 1)
        self.steps: Rows = np.concatenate(([0], np.cumsum(many)))
        starts = np.repeat(reading.starts - self.steps[:-1] * step, many) + np.arange(self.steps[-1]) * step
        edges = np.concatenate((starts, [len(reading.units)]))
        self._fusion = weights.fusion[group]
        self._grams = _running(weights.of_grams, placed_grams(reading), group, edges)
        self._words = _running(weights.of_words, placed_words(reading), group, edges)

    def wholes(self, first: int = 0) -> NDArray[np.float64]:
        """(n - first,) about the log-odds of each text from one of them on."""
        return self.parts(self.steps[first:-1], self.steps[first + 1 :])

    def parts(self, first: Rows, end: Rows) -> NDArray[np.float64]:
        """(k,) about the log-odds of k parts, each from one step (k,) to before another (k,)."""
        gram, counted_grams = self._grams.between(first, end)
        word, counted_words = self._words.between(first, end)
        prior, regression, of_grams, of_words = self._fusion
        told: NDArray[np.float64] = (
            prior + regression * (gram + word) + of_grams * counted_grams + of_words * counted_words
        )
        return told


class _Running(Struct, frozen=True):
    """Sums over all features before each step (steps + 1, 4): how many, weights, log-odds, how many are decided."""

    sums: NDArray[np.float64]

    def between(self, first: Rows, end: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As ``scores`` has it: the sum of weights over the root of how many, and the mean log-odds of the decided."""
        many, weight, odds, decided = (self.sums[end] - self.sums[first]).T
        return weight / np.sqrt(np.maximum(many, 1)), odds / np.maximum(decided, 1)


def _running(table: NDArray[np.uint64], found: Placed, group: int, edges: Rows) -> _Running:
    hashed, places = found
    size = len(table) // GROUPS
    held: Floats = table[group * size : (group + 1) * size].take(hashed).view(np.float32).reshape(-1, 2)
    bounds = places.searchsorted(edges)
    weight, odds = held.T
    decided = (odds != 0).astype(np.float32)
    columns = (np.diff(bounds), *(sums(values, bounds) for values in (weight, odds, decided)))
    running = np.zeros((len(edges), 4))
    np.cumsum(np.stack(columns, axis=1), axis=0, out=running[1:])
    return _Running(running)
