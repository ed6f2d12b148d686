"""A known sender's name that comes by another way than ever before."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Channel, Standing

_MESSAGES = 5


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding where a sender's messages all came by one way so far, and this one comes by another.

    Telephones put messages of one sender's name into one thread, whoever sent them (3GPP TS 23.040, 9.1.2.5).
    """
    if standing.messages >= _MESSAGES and standing.networks == 1 and standing.is_new_network:
        yield Finding()


HABIT = Habit(
    name="moved-name",
    summary="a sender's name that comes by another way than before",
    reason="All messages under this name came by another way before: it may be borrowed.",
    weight=1.0,
    kinds=frozenset({"caller"}),
    judge=judge,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
)
