"""A network of one hidden layer, as it is kept and asked; ``training/network.py`` fits it."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Layers(Struct, frozen=True):
    """What is made of a vector: ``hidden`` (inputs, units) with ``hidden_offsets`` (units,), of which only what is
    positive is heard, and ``table`` (units, answers) with ``offsets`` (answers,).
    """

    hidden: Floats
    hidden_offsets: Floats
    table: Floats
    offsets: Floats

    def answers(self, vectors: Floats) -> Floats:
        """(n, answers) for ``vectors`` (n, inputs)."""
        heard = np.maximum(vectors @ self.hidden + self.hidden_offsets, 0)
        found: Floats = heard @ self.table + self.offsets
        return found


def side_by_side(several: Sequence[Layers]) -> Layers:
    """One network that answers what these answer, in their order, each by its own units."""
    table = np.zeros((sum(len(each.table) for each in several), sum(len(each.offsets) for each in several)), np.float32)
    unit = answer = 0
    for each in several:
        units, answers = each.table.shape
        table[unit : unit + units, answer : answer + answers] = each.table
        unit, answer = unit + units, answer + answers
    return Layers(
        np.concatenate([each.hidden for each in several], axis=1),
        np.concatenate([each.hidden_offsets for each in several]),
        table,
        np.concatenate([each.offsets for each in several]),
    )
