"""The network that it was sent from, where few campaigns are."""

from collections.abc import Iterator

from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin


def of(_: Message, origin: Origin) -> Iterator[str]:
    """The number of the autonomous system (RFC 4271)."""
    if origin.asn:
        yield str(origin.asn)


TRAIT = Trait(
    name="network",
    shared="sent by the same network",
    differs="sent by other networks",
    weight=0.4,
    of=of,
    common_after=20,
)
