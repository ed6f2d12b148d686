"""It was written long before it came."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.header import is_carried
from spamatlas.model import Channel, Message, Origin

# Servers give up after five days (RFC 5321, section 4.5.4.1); moderators, drafts and resent mail take longer.
_LATE_DAYS, _YEARS_DAYS = 30, 365


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when Date is a year before the oldest Received field or more, half from 30 days on.

    The oldest: what lay in a mailbox for years and was moved or fetched from there was taken in when it was written.
    """
    if not is_carried(message) or message.sent_at is None or "resent-date" in message.fields:
        return
    taken = [hop.at for hop in message.hops if hop.at is not None]
    if taken and (days := (min(taken) - message.sent_at).days) >= _LATE_DAYS:
        yield Finding({"days": str(days)}, 1.0 if days >= _YEARS_DAYS else 0.5)


DETECTOR = Detector(
    name="date-behind",
    summary="the Date is long before the mail was sent",
    reason="Its date is {days} days before the first server took it.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
