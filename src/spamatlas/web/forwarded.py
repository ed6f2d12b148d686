"""Where somebody asks from when proxies stand between: told by those that are trusted, believed from no other."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FIELDS = ("forwarded", "x-forwarded-for", "x-real-ip")
"""With one of these a request was forwarded, whatever it says of by whom and for whom."""
MOST_HOPS = 20
"""So many are looked at, from the nearest on: more proxies of one's own nobody has."""
IPV6_PLACE = 64
"""A subscriber has a network of this length at least (RFC 6177; RFC 7421, section 1), so it is one place."""
UNKNOWN = "unknown"
LONGEST = 4_000
"""Of a field, in characters."""
_PAIR = r"""[\w!#$%&'*+.^`|~-]+=(?:"[^"\\]*"|[^\s,;"]+)"""
_ELEMENT = rf"{_PAIR}(?:[ \t]*;[ \t]*{_PAIR})*"
_FIELD = re.compile(rf"{_ELEMENT}(?:[ \t]*,[ \t]*{_ELEMENT})*", re.ASCII)
"""RFC 7239, section 4, strictly: a quotation mark that somebody outside left open would swallow what a proxy added."""


@lru_cache(maxsize=8)
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of a setting, which ``settings`` looked at; an address is one of its own."""
    return tuple(ip_network(each) for each in written)


def client_of(peer: str, headers: Iterable[tuple[bytes, bytes]], trusted: Sequence[Network]) -> str:
    """The address of who asks: the peer's, unless it is a trusted proxy, which says for whom it asks.

    ``X-Forwarded-For`` and ``Forwarded`` (RFC 7239, section 5.2) are read from the right, where the nearest proxy
    wrote, as far as the next is trusted too: what stands left of the first other one is anybody's claim. What is no
    address (``unknown``, ``_hidden``) ends it. Where both fields are there and do not agree, one of them came through
    from outside, and the proxy's own address is all that is known.
    """
    near = read_address(peer)
    if near is None or not _is_in(near, trusted):
        return str(near or peer)
    said = [(name.lower(), value.decode("latin-1")) for name, value in headers]
    listed = [value for name, value in said if name == b"x-forwarded-for"]
    forwarded = [value for name, value in said if name == b"forwarded"]
    found = {_first_other(near, hops, trusted) for hops in (_listed(listed), _forwarded(forwarded)) if hops}
    return str(found.pop() if len(found) == 1 else near)


def place_of(client: str) -> str:
    """What one subscriber asks from, to count by: an address, of IPv6 its network of 64 bits."""
    address = read_address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> IPV6_PLACE << IPV6_PLACE, IPV6_PLACE)))
    return client


def is_proxy(peer: str, trusted: Sequence[Network]) -> bool:
    """Whether somebody asks by a trusted proxy, whatever it says."""
    address = read_address(peer)
    return address is not None and _is_in(address, trusted)


def is_old(scope: Mapping[str, Any]) -> bool:
    """Whether a request came by HTTP/1.0, as nginx asks where nothing is said of it, and no browser does."""
    return scope.get("http_version") in {"1", "1.0"}  # Granian says the former


def read_address(written: str) -> Address | None:
    """An address as proxies write it, with a port or in brackets too; one of IPv4 in IPv6 is the former."""
    plain = written.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _first_other(near: Address, hops: Sequence[str], trusted: Sequence[Network]) -> Address:
    """The nearest that is not trusted; where all are, the one furthest away."""
    for written in reversed(hops[-MOST_HOPS:]):
        address = read_address(written)
        if address is None:
            return near
        near = address
        if not _is_in(address, trusted):
            return near
    return near


def _listed(fields: Sequence[str]) -> list[str]:
    return ",".join(fields)[-LONGEST:].split(",") if fields else []


def _forwarded(fields: Sequence[str]) -> list[str]:
    """The ``for`` of each element; where one has none, or the field is not well formed, who asked is not known."""
    whole = ", ".join(fields).strip()
    if not fields:
        return []
    if len(whole) > LONGEST or not _FIELD.fullmatch(whole):
        return [UNKNOWN]
    return [_for(element[0]) for element in re.finditer(_ELEMENT, whole, re.ASCII)]


def _for(element: str) -> str:
    pairs = (each[0].partition("=") for each in re.finditer(_PAIR, element, re.ASCII))
    return next((value for name, _, value in pairs if name.lower() == "for"), UNKNOWN)


def _is_in(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in each for each in trusted)
