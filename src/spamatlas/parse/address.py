"""Internet addresses, as reports write them."""

from ipaddress import IPv6Address, ip_address


def address_from(written: str) -> str:
    """An IPv4 or IPv6 address in its customary form (RFC 5952); empty for what is none.

    An IPv4 address mapped into IPv6 comes out as itself; a zone (``%eth0``) is no part of it.
    """
    try:
        found = ip_address(written.strip().strip("[]").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(found)
