"""A link from an ordinary mobile number."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a text with a link from a full telephone number: firms use names and short codes."""
    if message.sender is not None and message.sender.kind is PartyKind.PHONE and message.links:
        yield Finding()


DETECTOR = Detector(
    name="link-from-mobile",
    summary="a text with a link from a person's number",
    reason="A private number sends a link.",
    weight=0.4,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="links",
    judge=judge,
)
