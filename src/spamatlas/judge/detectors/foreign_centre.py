"""A number of one country as the sender of a text that came through another country's service centre."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding where the tracer ``message-centre`` saw that the service centre does not fit the number.

    A handset sends through its home operator's centre, abroad too (3GPP TS 23.040, section 9.2.3.1; GSMA IR.70).
    Businesses that rent a number from a service abroad send so as well: a fair sign and no more.
    """
    sender = message.sender
    if not message.headers or sender is None or sender.kind is not PartyKind.PHONE:
        return
    if any(each.subject == "spoof" and each.value == "foreign_centre" for each in origin.sightings):
        centre = next((each.country for each in origin.sightings if each.subject == "gateway" and each.country), "")
        yield Finding({"country": origin.sender_country or "?", "centre": centre or "?"})


DETECTOR = Detector(
    name="foreign-centre",
    summary="a text from a number of one country by the service centre of another",
    reason="Its number is of one country ({country}), but it came through a service centre of another ({centre}).",
    weight=1.0,
    channels=frozenset({Channel.SMS, Channel.MMS}),
    needs="sender",
    judge=judge,
)
