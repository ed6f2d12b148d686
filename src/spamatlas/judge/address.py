"""What kind of address a hop names."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address


@lru_cache(maxsize=16_384)
def address_of(written: str) -> IPv4Address | IPv6Address | None:
    """The address, None for what is none."""
    try:
        return ip_address(written)
    except ValueError:
        return None
