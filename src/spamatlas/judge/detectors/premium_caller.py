"""A caller whose number costs extra to call."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.one_ring import premium_kind
from spamatlas.model import Channel, Message, Origin

_WORTH = {"premium": 1.0, "shared_cost": 0.4}


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where the caller's number is premium-rate, less where it is shared-cost.

    Premium-rate numbers are made to be called (the reason of do-not-originate lists, 47 CFR 64.1200(k)(1)); helplines
    do show a shared-cost number.
    """
    kind = premium_kind(origin)
    if kind:
        yield Finding(strength=_WORTH[kind])


DETECTOR = Detector(
    name="premium-caller",
    summary="a call from a premium-rate or shared-cost number",
    reason="It calls from a number that costs extra to call back.",
    weight=1.6,
    channels=frozenset({Channel.VOICE}),
    needs="sender",
    judge=judge,
)
