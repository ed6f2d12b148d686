"""The neighbours of the address that it was sent from."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin

# What one customer of a network is commonly given: RFC 6177, section 2, and a class C of old.
_PREFIX = {4: 24, 6: 48}


def of(_: Message, origin: Origin) -> Iterator[str]:
    """The /24, or the /48 of IPv6, where the address is public."""
    if not origin.source_address:
        return
    address = ip_address(origin.source_address)
    if not address.is_private:
        yield str(ip_network(f"{address}/{_PREFIX[address.version]}", strict=False))


TRAIT = Trait(
    name="address_block",
    shared="sent from neighbouring addresses",
    differs="sent from other addresses",
    weight=0.6,
    of=of,
)
