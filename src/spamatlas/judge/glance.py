"""A look at the wording of texts and of parts of them: about what a reading says, at a fifth of its price."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.grams import Placed, placed_grams, sums
from spamatlas.judge.reading import Reading, Rows
from spamatlas.judge.weights import GROUPS, Floats, Weights
from spamatlas.judge.words import placed_words


class Wording(Struct, frozen=True):
    """Texts as they were read, with their n-grams and words where they stand."""

    reading: Reading
    grams: Placed
    words: Placed


def wording(texts: Sequence[str]) -> Wording:
    """The wording of one or more texts."""
    reading = Reading(texts)
    return Wording(reading, placed_grams(reading), placed_words(reading))


class Glance:
    """Some of the texts of a wording, ``rows`` in order, one or more, of one group of channels: in steps of so many
    units (UTF-16) from the start of each.

    Each n-gram counts as often as it stands there, nothing is sorted, and no concept is looked for. ``lengths`` (n,) is
    in units, ``steps`` (n + 1,) the number of the first step of each text, counted through all texts, and of all steps.
    """

    def __init__(self, weights: Weights, wording: Wording, rows: Sequence[int], group: int, step: int) -> None:
        reading, some = wording.reading, np.array(rows)
        self.lengths = reading.lengths.take(some)
        many = np.maximum(-(-self.lengths // step), 1)
        self.steps: Rows = np.concatenate(([0], many.cumsum()))
        starts = reading.starts.take(some)
        begins = (starts - self.steps[:-1] * step).repeat(many) + np.arange(self.steps[-1]) * step
        edges = _Edges(starts, reading.bounds.take(some + 1), begins, many)
        self._fusion = weights.fusion[group]
        self._grams = _running(weights.of_grams, wording.grams, group, edges)
        self._words = _running(weights.of_words, wording.words, group, edges)

    def wholes(self) -> NDArray[np.float64]:
        """(n,) about the log-odds of each text."""
        return self.parts(self.steps[:-1], self.steps[1:])

    def parts(self, first: Rows, end: Rows) -> NDArray[np.float64]:
        """(k,) about the log-odds of k parts, each from one step (k,) to before another (k,)."""
        gram, counted_grams = self._grams.between(first, end)
        word, counted_words = self._words.between(first, end)
        prior, regression, of_grams, of_words = self._fusion
        told: NDArray[np.float64] = (
            prior + regression * (gram + word) + of_grams * counted_grams + of_words * counted_words
        )
        return told


class _Edges(Struct, frozen=True):
    """Where among the units each of n texts starts and ends (n,), each of its steps begins (steps,), and how many steps
    each text has (n,).
    """

    starts: Rows
    ends: Rows
    steps: Rows
    many: Rows


class _Running(Struct, frozen=True):
    """Sums over all features before each step (steps + 1, 4): how many, weights, log-odds, how many are decided."""

    sums: NDArray[np.float64]

    def between(self, first: Rows, end: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As ``scores`` has it: the sum of weights over the root of how many, and the mean log-odds of the decided."""
        many, weight, odds, decided = (self.sums[end] - self.sums[first]).T
        return weight / np.sqrt(np.maximum(many, 1)), odds / np.maximum(decided, 1)


def _running(table: NDArray[np.uint64], placed: Placed, group: int, edges: _Edges) -> _Running:
    first, last = placed.before(edges.starts), placed.before(edges.ends)
    parts = [placed.hashed[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)]
    total = (last - first).cumsum()
    bounds = np.concatenate((placed.before(edges.steps) + (total - last).repeat(edges.many), total[-1:]))
    size = len(table) // GROUPS
    held: Floats = table[group * size : (group + 1) * size].take(np.concatenate(parts)).view(np.float32).reshape(-1, 2)
    weight, odds = held.T
    decided = (odds != 0).astype(np.float32)
    running = np.zeros((len(bounds), 4))
    running[1:, 0] = bounds[1:] - bounds[:-1]
    for column, values in enumerate((weight, odds, decided), 1):
        running[1:, column] = sums(values, bounds)
    return _Running(running.cumsum(axis=0))
