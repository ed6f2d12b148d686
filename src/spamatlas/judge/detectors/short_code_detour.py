"""A short code that sends people to a private number."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind

_PRIVATE = {"mobile": 1.0, "premium": 1.5, "personal": 1.0, "shared_cost": 0.7, "voip": 0.7}


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where a short code asks for contact at a mobile, personal or dear number.

    Whoever rents a short code answers there or at a line of their own; what asks for a private number has borrowed one.
    """
    sender = message.sender
    if sender is None or sender.kind is not PartyKind.SHORT_CODE:
        return
    worth = max((_PRIVATE.get(number.kind, 0.0) for number in message.numbers[:5]), default=0.0)
    if worth:
        yield Finding(strength=worth)


DETECTOR = Detector(
    name="short-code-detour",
    summary="a short code that asks for contact at a private or dear number",
    reason="It comes from a short code, but wants an answer at a private or dear number.",
    weight=0.8,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="numbers",
    judge=judge,
)
