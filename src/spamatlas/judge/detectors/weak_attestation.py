"""Nobody vouches for the caller's number."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for attestation C (gateway), half for B (RFC 8588, section 4)."""
    level = message.call.attestation.upper() if message.call is not None else ""
    if level in ("B", "C"):
        yield Finding({"attestation": level}, 1.0 if level == "C" else 0.5)


DETECTOR = Detector(
    name="weak-attestation",
    summary="a call without full attestation",
    reason="The network that let the call in does not know the caller ({attestation}).",
    weight=0.6,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
