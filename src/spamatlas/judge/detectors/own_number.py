"""A sender's number that is the recipient's own."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind

_MOST_PARTIES = 20
_LESS = 0.6


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where a call or text bears the number of one to whom it went, less for what may be one's own.

    Nobody rings themselves: the number was put in, so that it is answered, or to get past what blocks strangers (47 CFR
    64.1604, on misleading caller identification). One's own voicemail is called so, and is always answered; and people
    send themselves notes.
    """
    sender = message.sender
    if sender is None or sender.kind is not PartyKind.PHONE:
        return
    if any(party.value == sender.value for party in message.recipients[:_MOST_PARTIES]):
        is_strange = message.channel is Channel.VOICE and not (message.call is not None and message.call.answered)
        yield Finding(strength=1.0 if is_strange else _LESS)


DETECTOR = Detector(
    name="own-number",
    summary="a call or text from the recipient's own number",
    reason="The number that it comes from is the recipient's own.",
    weight=1.4,
    channels=frozenset({Channel.VOICE, Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="sender",
    judge=judge,
)
