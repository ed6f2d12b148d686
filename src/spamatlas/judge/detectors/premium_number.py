"""A number that costs money to call."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.one_ring import DEAR_KINDS
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a premium-rate or shared-cost number in the text (types of libphonenumber)."""
    if any(number.kind in DEAR_KINDS for number in message.numbers):
        yield Finding()


DETECTOR = Detector(
    name="premium-number",
    summary="a premium-rate or shared-cost number",
    reason="It names a number that costs extra to call.",
    weight=1.6,
    needs="numbers",
    judge=judge,
)
