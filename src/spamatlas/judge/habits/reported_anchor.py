"""A number, account or place that several people's spam led to before."""

from collections.abc import Iterator
from math import log2

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Standing

LEAST = 3
"""So many different people: two can be one who wants to harm whose number it is."""
LEAST_SHARE = 4
"""So many times as many as had wanted messages that lead there: a bank's own line stands in phishing too."""


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for three accusers or more, at least four times as many as had wanted messages with it.

    It grows with the logarithm of the accusers that are left for each of those, and is full at eight.
    """
    left = standing.accusers - (LEAST_SHARE - 1) * standing.clearers
    if left >= LEAST and standing.accusers >= LEAST_SHARE * standing.clearers:
        yield Finding(strength=min(1.0, log2(left) / 3))


HABIT = Habit(
    name="reported-anchor",
    summary="several people's spam led to the same number, account or place before",
    reason="Messages that read like spam led to the same number, account or place, and several people reported them.",
    weight=1.8,
    kinds=frozenset({"anchor"}),
    judge=judge,
)
