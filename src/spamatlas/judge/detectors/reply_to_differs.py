"""Answers go elsewhere."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when From and Reply-To are at unlike domains (RFC 5322, section 3.6.2)."""
    sender, answer = message.sender, message.reply_to
    if sender is None or answer is None or PartyKind.EMAIL not in (sender.kind, answer.kind):
        return
    here, there = _organisation(sender.value), _organisation(answer.value)
    if here and there and here != there:
        yield Finding()


def _organisation(address: str) -> str:
    return ".".join(address.rpartition("@")[2].lower().split(".")[-2:])


DETECTOR = Detector(
    name="reply-to-differs",
    summary="the Reply-To is at another domain than the sender",
    reason="Answers go to another domain than the one it comes from.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
