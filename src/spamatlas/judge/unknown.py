"""How much of what messages say the shipped weights know nothing of."""

from collections.abc import Sequence

import numpy as np

from spamatlas.judge.reading import Reading, content
from spamatlas.judge.weights import Weights
from spamatlas.judge.words import words
from spamatlas.model import Message


def unknown(weights: Weights, messages: Sequence[Message]) -> list[tuple[int, int]]:
    """For each message the words and pairs of words to which the weights give nothing, and all of them.

    Words are hashed to 2^18 places, so a new word that falls onto a known one's place counts as known.
    """
    if not messages:
        return []
    hashed, bounds = words(Reading([content(message) for message in messages]))
    missing = np.concatenate(([0], np.cumsum(weights.word_odds[hashed] == 0)))
    return [
        (int(missing[end] - missing[start]), int(end - start)) for start, end in zip(bounds, bounds[1:], strict=False)
    ]
