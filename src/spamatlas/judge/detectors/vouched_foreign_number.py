"""A network vouches for a number that it cannot have given out."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.unsigned_call import SIGNING
from spamatlas.judge.one_ring import is_abroad
from spamatlas.model import Channel, Message, Origin

_SIGNING_TOO = frozenset({"BR"})
"""Where many calls are signed, and not all have to be yet: who calls more than 500,000 times a month in Brazil, since
November 2025 (Anatel, Acórdão 201/2025); everybody by 2028 (Resolução 777/2025, article 60)."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for full attestation of a number from abroad, of a country whose networks do not sign.

    Attestation A says that the signer knows the customer and that the number is theirs to use (RFC 8588, section 4);
    who can sign has numbers of the countries that sign. A country of which it is not known that it signs may have
    begun: within one country, or where it is not known where the call ended, a signature is no wonder.
    """
    call, country = message.call, origin.sender_country
    if (
        call is not None
        and call.attestation.upper() == "A"
        and is_abroad(origin)
        and country not in SIGNING | _SIGNING_TOO
    ):
        yield Finding({"country": country})


DETECTOR = Detector(
    name="vouched-foreign-number",
    summary="full attestation for a number from abroad, of a country whose networks do not sign",
    reason="A network vouches in full for a number of another country ({country}), which it cannot have given out.",
    weight=0.9,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
