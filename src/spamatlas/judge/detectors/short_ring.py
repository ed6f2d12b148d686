"""A call that rang for a moment, from a number that costs no more than others."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.one_ring import is_dear, rang_once
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for one unanswered ring (at most 6 s) where nothing says that calling back is dear.

    One such call is a wrong number as often; a series of them is a habit (``one-ring-series``).
    """
    if rang_once(message) and not is_dear(message, origin):
        yield Finding()


DETECTOR = Detector(
    name="short-ring",
    summary="an unanswered call of a few seconds from a number that is not known to be dear",
    reason="It rang for a moment and hung up.",
    weight=0.4,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
