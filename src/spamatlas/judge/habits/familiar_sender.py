"""A sender who is known here for long, and for nothing bad."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Standing

_LEAST, _AGE_SECONDS = 5, 30 * 86_400


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for a sender of a month or more of whom five reporters filed what reads like wanted mail."""
    if standing.clearers >= _LEAST and not standing.accusers and standing.age_seconds >= _AGE_SECONDS:
        yield Finding()


HABIT = Habit(
    name="familiar-sender",
    summary="a sender known here for a month or more, by wanted messages alone",
    reason="This sender has long been known here, and its messages read like wanted ones.",
    weight=-0.6,
    kinds=frozenset({"sender", "domain"}),
    judge=judge,
)
