"""Nobody vouches for the caller's number."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_WORTH = {"C": 0.5, "B": 0.25}
"""Every call from abroad comes through a gateway: C alone must not make one suspect, beside other signs it tells.

The strength says so and not the weight, which the shipped model keeps as it was when it was fitted.
"""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for attestation C (gateway), half for B (RFC 8588, section 4)."""
    level = message.call.attestation.upper()[:1] if message.call is not None else ""
    if level in _WORTH:
        yield Finding({"attestation": level}, _WORTH[level])


DETECTOR = Detector(
    name="weak-attestation",
    summary="a call without full attestation",
    reason="The network that let the call in does not know the caller ({attestation}).",
    weight=0.6,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
