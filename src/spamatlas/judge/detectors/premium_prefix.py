"""A number that is premium-rate in many countries, in a text of which the country is not known."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

# By the tables of libphonenumber 0900 begins premium-rate numbers in 36 countries (November 2026). 0901 to 0909 do in
# 13 to 21, but are mobiles in Japan, Taiwan, Nigeria and others, so they say nothing without a country.
_PREFIX = re.compile(r"(?<![\d+.,/-])\(?0900\)?[ ./-]{0,2}\d(?:[ .-]?\d){4,6}(?![\d/:])")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for such a number where no plan says what it is: neither end's country is known."""
    if "0900" not in message.text or message.numbers or origin.destination:
        return
    if _PREFIX.search(message.text[:5_000]):
        yield Finding()


DETECTOR = Detector(
    name="premium-prefix",
    summary="a number that costs extra to call in many countries, where the reader's country is not known",
    reason="It names a number that begins with 0900; in many countries such numbers cost extra to call.",
    weight=0.7,
    channels=TEXTS,
    judge=judge,
)
