"""A sender whom several people reported before, for messages that read like spam."""

from collections.abc import Iterator
from math import log2

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Standing

LEAST = 3
"""So many different reporters: two can be one person who wants to harm a sender."""


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for three accusers or more, at least three times as many as found its messages wanted.

    It grows with the logarithm of the accusers and is full at eight.
    """
    if standing.accusers >= LEAST and standing.accusers >= 3 * standing.clearers:
        yield Finding(strength=min(1.0, log2(standing.accusers) / 3))


HABIT = Habit(
    name="reported-sender",
    summary="several people reported the sender before",
    reason="Several people have reported messages of this sender that read like spam.",
    weight=1.2,
    kinds=frozenset({"sender", "domain"}),
    judge=judge,
)
