"""A number in a range where calls are dear."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.one_ring import DEAR_RANGES
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a number under a shared, satellite or international premium code (ITU-T E.164, E.169.2)."""
    if (message.numbers and any(number.value.startswith(DEAR_RANGES) for number in message.numbers)) or (
        message.channel is Channel.VOICE and message.sender is not None and message.sender.value.startswith(DEAR_RANGES)
    ):
        yield Finding()


DETECTOR = Detector(
    name="satellite-number",
    summary="a non-geographic international or satellite number",
    reason="It names a number in an international range where calls are dear.",
    weight=1.8,
    judge=judge,
)
