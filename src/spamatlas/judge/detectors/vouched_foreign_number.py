"""A network vouches for a number that it cannot have given out."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.unsigned_call import SIGNING
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for full attestation of a number from a country whose networks do not sign.

    Attestation A says that the signer knows the customer and that the number is theirs to use (RFC 8588, section 4);
    who can sign has numbers of the countries that sign.
    """
    call, country = message.call, origin.sender_country
    if call is not None and call.attestation.upper() == "A" and country and country not in SIGNING:
        yield Finding({"country": country})


DETECTOR = Detector(
    name="vouched-foreign-number",
    summary="full attestation for a number of a country whose networks do not sign",
    reason="A network vouches in full for a number of another country ({country}), which it cannot have given out.",
    weight=0.9,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
