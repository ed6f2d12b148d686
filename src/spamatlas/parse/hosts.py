"""Names and addresses of hosts, as a browser would understand them."""

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote

import idna

from spamatlas.suffixes import registrable

_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z"
)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\Z")


@lru_cache(maxsize=65_536)
def host_of(written: str) -> str:
    """The host as a lower-case A-label (RFC 5890, section 2.3.2.1) or an address; empty where it is none.

    Dots of other scripts count as dots (RFC 3490, section 3.1). IPv4 in decimal, octal or hexadecimal
    and with fewer than four parts is an address (WHATWG URL, IPv4 parser).
    """
    host = unquote(written[:1000]).strip().strip(".").lower()
    if host.startswith("["):
        return _ipv6(host)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").strip(".")
        except (idna.IDNAError, UnicodeError):
            return ""
    if host and host[-1] in "0123456789abcdefx" and _NUMERIC.match(host):
        return _ipv4(host)
    return host if _NAME.match(host) else ""


@lru_cache(maxsize=65_536)
def registered(host: str) -> str:
    """The registrable domain (``suffixes.registrable``), remembered."""
    return registrable(host)


def domain_of(host: str) -> str:
    """The registrable domain by the public suffix list (its private part too), or the host where there is none."""
    return registered(host) or host


def has_known_suffix(host: str) -> bool:
    """Whether the name stands under a suffix that the public suffix list knows, and is more than it."""
    return bool(registered(host))


def _ipv6(host: str) -> str:
    try:
        return str(IPv6Address(host.strip("[]").partition("%")[0]))
    except AddressValueError:
        return ""


def _ipv4(host: str) -> str:
    *high, last = (_part(part) for part in host.split("."))
    if any(part > 255 for part in high) or last >= 256 ** (4 - len(high)):
        return ""
    return str(IPv4Address(sum(part << (24 - 8 * place) for place, part in enumerate(high)) + last))


def _part(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0") and not set(part) & {"8", "9"}:
        return int(part, 8)
    return int(part[:20])
