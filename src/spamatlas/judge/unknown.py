"""How much of what messages say the shipped weights know nothing of."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from spamatlas.judge.grams import grams
from spamatlas.judge.reading import Reading, content
from spamatlas.judge.shape import group_of
from spamatlas.judge.weights import Weights, within
from spamatlas.model import Message


def unknown(weights: Weights, messages: Sequence[Message]) -> list[tuple[int, int]]:
    """For each message the runs of four characters to which the weights give nothing, and all of them.

    Runs are hashed to 2^20 places, of which 37 % are taken (November 2026): a new run that falls onto a known one's
    place counts as known, so that of letters drawn at random half are unknown, not all.
    """
    if not messages:
        return []
    found = grams(Reading([content(message) for message in messages]))
    part, at = within(weights.grams, found, np.array([group_of(message.channel) for message in messages]))
    missing, bounds = np.concatenate(([0], np.cumsum(part[at] == 0))), found[1]
    return [(int(missing[end] - missing[start]), end - start) for start, end in pairwise(bounds.tolist())]
