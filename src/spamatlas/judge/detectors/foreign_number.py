"""A number of another country than the sender's or reader's."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding when a number in the text is of a country that neither end of the message is in."""
    near = {origin.sender_country, origin.destination} - {""}
    for number in message.numbers[:5]:
        if near and number.country and number.country not in near:
            yield Finding({"country": number.country})
            return


DETECTOR = Detector(
    name="foreign-number",
    summary="a call-back number in another country",
    reason="It asks for contact at a number in another country ({country}).",
    weight=0.6,
    needs="numbers",
    judge=judge,
)
