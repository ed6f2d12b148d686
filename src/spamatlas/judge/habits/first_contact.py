"""A sender of whom nothing was ever seen here."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Standing


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for a sender of no message; where little was seen at all, there is no standing to look at."""
    if not standing.messages:
        yield Finding()


HABIT = Habit(
    name="first-contact",
    summary="nothing was seen of the sender before",
    reason="Nothing of this sender was seen here before.",
    weight=0.15,
    kinds=frozenset({"sender"}),
    judge=judge,
)
