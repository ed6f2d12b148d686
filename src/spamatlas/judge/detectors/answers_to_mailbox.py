"""Answers go to a mailbox that anybody may have."""

from collections.abc import Iterator

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when Reply-To is another mailbox than the sender's, at a service open to all.

    A list or a sending service takes answers elsewhere too, but at a domain of its own.
    """
    sender, answer = message.sender, message.reply_to
    if sender is None or answer is None or answer.value == sender.value:
        return
    host = answer.value.rpartition("@")[2].lower()
    if host in MAILBOXES and answer.value.lower() != sender.value.lower():
        yield Finding({"host": host})


DETECTOR = Detector(
    name="answers-to-mailbox",
    summary="the Reply-To is another mailbox, at a service open to all",
    reason="Answers go to another mailbox, at {host}, where anybody may have one.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
