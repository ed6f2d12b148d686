"""A sender's number that no numbering plan gives out."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding where the tracer ``number-plan`` saw that the sender's number is of no assigned range.

    Nobody can have such a number, so it was put in (47 CFR 64.1200(k)(2): calls from invalid and unallocated numbers
    may be blocked). New ranges are missing from the tables for a while: a fair sign and no more.
    """
    sender = message.sender
    # A number of a plan has a country or a non-geographic kind; what has a country is not asked further.
    if sender is None or sender.kind is not PartyKind.PHONE or origin.sender_country:
        return
    if any(each.subject == "spoof" and each.value == "impossible_number" for each in origin.sightings):
        yield Finding()


DETECTOR = Detector(
    name="impossible-number",
    summary="a sender's number that no numbering plan gives out",
    reason="The sender's number is one that no numbering plan gives out: somebody put it in.",
    weight=1.0,
    channels=frozenset({Channel.VOICE, Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="sender",
    judge=judge,
)
