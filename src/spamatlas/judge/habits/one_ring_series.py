"""One ring after the other, to many people."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Category, Channel, Standing

_CALLS, _PEOPLE, _SHARE = 10, 10, 0.8


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for a number of whose calls four fifths end unanswered within one ring, to ten people or more.

    One such call is a wrong number; a series wants to be called back (wangiri; ITU-T E.156, appendix I).
    """
    if standing.rang_once >= max(_CALLS, _SHARE * standing.messages) and standing.recipients >= _PEOPLE:
        yield Finding()


HABIT = Habit(
    name="one-ring-series",
    summary="a number that rings many people once each",
    reason="The number rings many people once each and hangs up, so that they call back.",
    weight=2.0,
    kinds=frozenset({"caller"}),
    judge=judge,
    channels=frozenset({Channel.VOICE}),
    category=Category.PREMIUM,
)
