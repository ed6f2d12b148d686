"""A machine calls."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a call said to be a recording (47 CFR 64.1200 names prerecorded voice)."""
    if message.call is not None and message.call.recorded:
        yield Finding()


DETECTOR = Detector(
    name="recorded-call",
    summary="a recorded voice",
    reason="A recorded voice calls.",
    weight=1.2,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
