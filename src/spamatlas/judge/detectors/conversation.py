"""An answer in a conversation."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for In-Reply-To or References (RFC 5322, section 3.6.4). Stated, not fitted: easily forged."""
    named = message.fields
    if "in-reply-to" in named or "references" in named:
        yield Finding()


DETECTOR = Detector(
    name="conversation",
    summary="In-Reply-To or References of an earlier message",
    reason="It answers an earlier message.",
    weight=-0.8,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
