"""The parts of a message that are most like spam by their wording, each to be read by itself.

A few innocent sentences before or behind a short spam outweigh it where the whole is judged; a part of it is not
diluted so.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.glance import Glance

MOST = 2
"""So many parts of a message are read."""
STEPS = 4
"""Of a glance, that a part is wide."""


class Cut(Struct, frozen=True):
    """How the texts of a group of channels are cut: into parts of ``width`` units (UTF-16), and how much surer, in
    log-odds, such a part must be than the whole is to be.
    """

    width: int
    margin: float

    @property
    def step(self) -> int:
        return self.width // STEPS

    @property
    def shortest(self) -> int:
        """Units of a text that has parts."""
        return self.width * 3 // 2


CUTS = (Cut(200, 3.0), Cut(100, 1.5))
"""Of mail, and of all other channels: what asks for something is one to three sentences."""


def excerpts(glance: Glance, texts: Sequence[str], cut: Cut, above: NDArray[np.float64]) -> Iterator[tuple[int, str]]:
    """The row and the text of each part that at a glance has more log-odds of spam than ``above`` (n,) of its text,
    at most ``MOST`` a text. The n texts are those looked at.
    """
    long = (glance.lengths >= cut.shortest).nonzero()[0]
    if not len(long):
        return
    many = (glance.lengths[long] - cut.width) // cut.step + 1
    rows = long.repeat(many)
    ends = many.cumsum()
    offsets = np.arange(len(rows)) - (ends - many).repeat(many)
    first = glance.steps[rows] + offsets
    told = glance.parts(first, first + STEPS)
    told[told <= above[rows]] = -np.inf
    edges = ends.tolist()
    around = cut.width // 7
    for row, begin, end in zip(long.tolist(), [0, *edges[:-1]], edges, strict=True):
        for place in _highest(told[begin:end]):
            at = int(offsets[begin + place]) * cut.step
            yield row, _between(texts[row], max(at - around, 0), at + cut.width + around)


def _highest(told: NDArray[np.float64]) -> Iterator[int]:
    """The places of the highest, each at least half a width from another."""
    for _ in range(MOST):
        place = int(told.argmax())
        if told[place] == -np.inf:
            return
        yield place
        told[max(place - 2, 0) : place + 3] = -np.inf


def _between(text: str, start: int, end: int) -> str:
    """Some of a text by its UTF-16 units."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "ignore")
