"""One signed origin, many calling numbers."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Category, Channel, Standing

_NUMBERS, _SHARE = 20, 0.8


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for an origid whose calls bear twenty numbers or more, hardly one of them twice.

    An origid stands for one customer, device or gateway (RFC 8588, section 5): a gateway of many callers has many
    numbers too, but those call again.
    """
    if standing.senders >= _NUMBERS and standing.senders >= min(64, _SHARE * standing.messages):
        yield Finding()


HABIT = Habit(
    name="signer-of-many",
    summary="calls of one signed origin under ever new numbers",
    reason="Calls from the same signed origin bear ever new numbers.",
    weight=1.0,
    kinds=frozenset({"signer"}),
    judge=judge,
    channels=frozenset({Channel.VOICE}),
    category=Category.NUISANCE,
)
