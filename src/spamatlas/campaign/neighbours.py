"""Which texts are near each other in meaning: every direction is compared, block after block."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.campaign.embedding import DIMENSIONS
from spamatlas.campaign.meaning import SCALE

BLOCK = 8_192
_FIRST = 4_096


class Near(Struct, frozen=True, gc=False):
    """One of the texts asked for, by its place, and one that is kept, by its row; ``cosine`` of their directions."""

    place: int
    row: int
    cosine: float


class Neighbours:
    """Directions in rows, in the order in which they were added: ``DIMENSIONS`` bytes each, 77 MB for 200,000.

    All are looked at: 100 questions at once among 200,000 take about what embedding five texts takes, which an
    index of graphs would not make up for (``benchmarks/meaning.py``).
    """

    def __init__(self) -> None:
        self._rows = np.empty((_FIRST, DIMENSIONS), dtype=np.int8)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, directions: NDArray[np.int8]) -> int:
        """Keep some more; the row of the first."""
        first, last = self._count, self._count + len(directions)
        if last > len(self._rows):
            grown = np.empty((max(last, 2 * len(self._rows)), DIMENSIONS), dtype=np.int8)
            grown[:first] = self._rows[:first]
            self._rows = grown
        self._rows[first:last] = directions
        self._count = last
        return first

    def near(self, directions: NDArray[np.int8], at_least: float, most: int) -> list[Near]:
        """For each direction the nearest rows from a cosine on, ``most`` at most, the nearest first."""
        found: dict[int, list[Near]] = {}
        for each in self._all(directions, at_least):
            found.setdefault(each.place, []).append(each)
        return [each for place in sorted(found) for each in _nearest(found[place], most)]

    def _all(self, directions: NDArray[np.int8], at_least: float) -> Iterator[Near]:
        asked = directions.astype(np.float32).T / np.float32(SCALE * SCALE)
        for start in range(0, self._count, BLOCK):
            cosines = self._rows[start : min(start + BLOCK, self._count)].astype(np.float32) @ asked
            rows, places = np.nonzero(cosines >= at_least)
            for row, place, cosine in zip(rows, places, cosines[rows, places], strict=True):
                yield Near(int(place), start + int(row), float(cosine))


def _nearest(found: Sequence[Near], most: int) -> list[Near]:
    return sorted(found, key=lambda each: (-each.cosine, each.row))[:most]
