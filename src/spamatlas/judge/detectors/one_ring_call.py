"""A call that wants to be called back."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_SHORT_SECONDS = 6.0


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for an unanswered call that rang at most 6 s from another country (wangiri; ITU-T E.156)."""
    call = message.call
    if call is None or call.answered or call.ring_seconds is None or call.ring_seconds > _SHORT_SECONDS:
        return
    is_foreign = bool(origin.sender_country and origin.destination and origin.sender_country != origin.destination)
    yield Finding(strength=1.0 if is_foreign else 0.4)


DETECTOR = Detector(
    name="one-ring-call",
    summary="an unanswered call of a few seconds from abroad or a dear range",
    reason="It rang once and hung up, from a number that is dear to call back.",
    weight=2.5,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
