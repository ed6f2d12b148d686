"""A machine's notice about a mail of one's own."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a report of delivery (RFC 3464) from the empty sender (RFC 5321, section 4.5.5)."""
    named = message.fields
    if "x-failed-recipients" in named or "delivery-status" in named.get("content-type", "").lower():
        yield Finding()


DETECTOR = Detector(
    name="delivery-notice",
    summary="a delivery status notification",
    reason="It is a notice about the delivery of an earlier mail.",
    weight=-1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
