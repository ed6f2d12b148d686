"""It was written after it came."""

from collections.abc import Iterator
from datetime import timedelta

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.header import is_carried
from spamatlas.model import Channel, Message, Origin

# A wrong zone is at most 26 hours off (UTC-12 to UTC+14); two whole days are no such thing.
_CLOCK_ERROR = timedelta(days=2)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when Date is later than the newest Received field by more than a wrong zone explains."""
    if not is_carried(message) or not message.hops or message.sent_at is None:
        return
    came = message.hops[0].at
    if came is not None and (ahead := message.sent_at - came) >= _CLOCK_ERROR:
        yield Finding({"days": str(ahead.days)})


DETECTOR = Detector(
    name="date-ahead",
    summary="the Date is later than the mail's arrival",
    reason="Its date is {days} days after it came.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
