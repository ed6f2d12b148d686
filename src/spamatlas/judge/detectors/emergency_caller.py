"""A caller that shows an emergency number."""

from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind

_EVERYWHERE = frozenset({"112", "911"})
"""ITU-T E.161.1 recommends one of the two to every country."""
_SHORT = frozenset({PartyKind.SHORT_CODE, PartyKind.UNKNOWN})
_LONGEST = 6


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding where the caller's number is an emergency number where the call ended, or 112 or 911.

    Such numbers are called: a call shows a number that can be dialled and is the caller's alone (Ofcom, General
    Condition C6.6; 47 CFR 64.1200(k)(2), on invalid numbers). Some centres do show theirs when they call back (RFC
    7090): a strong sign and no proof. A text from one is no wonder, where texts can be sent to it.
    """
    sender = message.sender
    if sender is None or sender.kind not in _SHORT or not 2 <= len(sender.value) <= _LONGEST:
        return
    number = sender.value
    if number.isascii() and number.isdigit() and (number in _EVERYWHERE or _is_emergency(number, origin.destination)):
        yield Finding({"number": number})


@lru_cache(maxsize=4096)
def _is_emergency(number: str, country: str) -> bool:
    # The tables cost 0.04 s: who is called by no short number never pays.
    from phonenumbers import shortnumberinfo  # noqa: PLC0415

    return bool(country) and bool(shortnumberinfo.is_emergency_number(number, country))


DETECTOR = Detector(
    name="emergency-caller",
    summary="a call that shows an emergency number as the caller's",
    reason="It shows an emergency number ({number}) as the caller's: such numbers are called, and hardly ever call.",
    weight=1.4,
    channels=frozenset({Channel.VOICE}),
    needs="sender",
    judge=judge,
)
