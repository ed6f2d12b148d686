"""Accounts that post the same within one hour."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import ON_PLATFORMS, Standing

_ACCOUNTS = 5


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding where five accounts or more posted the same words or the same link within an hour.

    Less for a link alone, which people share; more where half of the accounts or more are younger than a month. It is
    about who acts together, never about what they think: no word of the text is looked at.
    """
    if standing.senders < _ACCOUNTS:
        return
    is_young = 2 * standing.young_senders >= standing.senders
    yield Finding(strength=(0.7 if standing.kind == "words" else 0.3) + 0.3 * is_young)


HABIT = Habit(
    name="posting-in-step",
    summary="several accounts post the same words or link within an hour",
    reason="Several accounts posted the same within one hour.",
    weight=1.4,
    kinds=frozenset({"words", "place"}),
    judge=judge,
    channels=ON_PLATFORMS,
)
