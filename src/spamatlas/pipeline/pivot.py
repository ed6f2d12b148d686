"""What somebody asks to see in the graph, by whatever they paste: a campaign, a number, a link, an account …"""

import re
from ipaddress import IPv6Address, ip_address

from spamatlas import trace
from spamatlas.model import VertexKind
from spamatlas.trace import Directory

LONGEST = 2_000
_CAMPAIGN = re.compile(r"[Cc]-[0-9a-fA-F]{16}")
_NETWORK = re.compile(r"AS[0-9]{1,10}")


def places(text: str, directory: Directory) -> list[tuple[VertexKind, str]]:
    """Under which names to look a thing up, the likeliest first; empty for an empty text.

    ``kind:name`` is taken as it stands. An IP address stands for itself, then its network; a
    link for its host, then its domain.
    """
    asked = text.strip()[:LONGEST]
    if not asked:
        return []
    kind, _, name = asked.partition(":")
    if name and kind in set(VertexKind):
        return [(VertexKind(kind), name)]
    if _CAMPAIGN.fullmatch(asked):
        return [(VertexKind.CAMPAIGN, "C-" + asked[2:].lower())]
    if _NETWORK.fullmatch(asked.upper()):
        return [(VertexKind.NETWORK, asked.upper())]
    return [*_known(asked, directory), (VertexKind.SENDER, asked)]


def _known(asked: str, directory: Directory) -> list[tuple[VertexKind, str]]:
    known = trace.look_up(asked, directory)
    if known.address:
        network = [(VertexKind.NETWORK, f"AS{known.address.asn}")] if known.address.asn else []
        return [(VertexKind.ADDRESS, _short(known.address.address)), *network]
    if known.account:
        return [(VertexKind.ACCOUNT, asked.replace(" ", ""))]
    if known.number:
        return [(VertexKind.NUMBER, known.number.number)]
    if "@" in asked:
        return [(VertexKind.ACCOUNT, asked.lower())]
    if known.domain:
        host = known.domain.host.lower()
        return [(VertexKind.HOST, host), (VertexKind.DOMAIN, known.domain.registrable)]
    return []


def _short(address: str) -> str:
    """An address as it is shown and stored: IPv4 as such, IPv6 as RFC 5952 writes it."""
    found = ip_address(address)
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)
