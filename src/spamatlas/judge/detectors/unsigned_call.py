"""A call that nobody signed, from where calls are signed."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

SIGNING = frozenset({"US", "CA", "FR"})
"""Where all calls over IP must be signed: 47 CFR 64.6301; CRTC decision 2021-123; loi 2020-901, article 10 (France)."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding where the network found no signature on a call whose number is of a country that signs.

    Old networks between cannot carry one, so it says little.
    """
    if message.call is not None and message.call.verification == "none" and origin.sender_country in SIGNING:
        yield Finding({"country": origin.sender_country})


DETECTOR = Detector(
    name="unsigned-call",
    summary="a call without a signature, from a country whose calls bear one",
    reason="Nobody signed for the caller's number, though calls from there ({country}) should be signed.",
    weight=0.4,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
