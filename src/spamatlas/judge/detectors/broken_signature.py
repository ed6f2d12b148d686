"""A signed call whose signature does not hold."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_WORTH = {"failed": 1.0, "other_caller": 1.0, "other_called": 0.8, "ill_formed": 0.5, "stale": 0.4}
"""A clock that is wrong, or a network between that rewrites, breaks signatures too."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where the signature failed, or names another number or time than the call's (RFC 8224, 6.2)."""
    said = message.call.verification if message.call is not None else ""
    if said in _WORTH:
        yield Finding(strength=_WORTH[said])


DETECTOR = Detector(
    name="broken-signature",
    summary="a call whose signature fails or belongs to another call",
    reason="The signature that should vouch for the caller's number does not hold.",
    weight=1.6,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
