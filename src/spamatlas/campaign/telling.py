"""How far two campaigns that share a thing are likely to be one sender's, and what is a hub and says nothing."""

from math import log

from spamatlas.campaign.shared_hosts import place_of
from spamatlas.model import VertexKind
from spamatlas.suffixes import registrable

HUB_AFTER = 8
"""A thing that more campaigns share ties none of them: as many as with the linkages that group (``linkages/``)."""

BY_KIND = {
    VertexKind.ACCOUNT: 0.95,
    VertexKind.NUMBER: 0.9,
    VertexKind.DOMAIN: 0.85,
    VertexKind.PAGE: 0.85,
    VertexKind.FILE: 0.8,
    VertexKind.HOST: 0.8,
    VertexKind.SIGNER: 0.75,
    VertexKind.PATH: 0.75,
    VertexKind.SENDER: 0.5,
    VertexKind.MAIL_HOST: 0.45,
    VertexKind.ADDRESS: 0.35,
    VertexKind.NETWORK: 0.2,
    VertexKind.OPERATOR: 0.1,
    VertexKind.GATEWAY: 0.1,
    VertexKind.INSTITUTION: 0.0,
}
"""What a thing is worth that two campaigns share and nobody else. An order with reasons, as in ``trace/certainty.py``,
not a measurement: where money or a call arrives must be the maker's own; a domain costs money and may be stolen; a file
or a path comes with a kit that is sold; a sender's name is a claim; behind an address may be a hijacked machine or a
street of customers, behind a network thousands; a bank keeps everybody's accounts."""
CLAIMED = {VertexKind.NUMBER: 0.45}
"""What is worth less where it only stands as the sender: numbers can be forged (ITU-T E.157)."""

FAMILY = {
    VertexKind.ACCOUNT: "payment",
    VertexKind.NUMBER: "telephone",
    VertexKind.DOMAIN: "web",
    VertexKind.HOST: "web",
    VertexKind.PAGE: "web",
    VertexKind.PATH: "kit",
    VertexKind.FILE: "kit",
    VertexKind.SIGNER: "mail",
    VertexKind.SENDER: "mail",
    VertexKind.MAIL_HOST: "mail",
    VertexKind.ADDRESS: "network",
    VertexKind.NETWORK: "network",
    VertexKind.OPERATOR: "network",
    VertexKind.GATEWAY: "network",
    VertexKind.INSTITUTION: "payment",
}
"""Kinds of one family are no independent witnesses: a host goes with its domain, a sender with its mail domain."""
_PLACES = frozenset((VertexKind.DOMAIN, VertexKind.HOST, VertexKind.MAIL_HOST, VertexKind.SIGNER))


def hub(kind: VertexKind, name: str, campaigns: int) -> str:
    """Why a thing is a hub (``shared-host``, ``many-campaigns``); empty where it is none."""
    if kind in _PLACES and place_of(name, registrable(name) or name)[0] != "own":
        return "shared-host"
    return "many-campaigns" if campaigns > HUB_AFTER else ""


def telling(kind: VertexKind, campaigns: int, *, is_claimed: bool = False) -> float:
    """What a thing that so many campaigns share is worth as evidence that they belong together (0..1).

    That of its kind for two campaigns, then less with every more, by the logarithm as in any rarity (Spärck Jones,
    1972), down to 0 for a hub.
    """
    if campaigns > HUB_AFTER:
        return 0.0
    worth = CLAIMED.get(kind, BY_KIND[kind]) if is_claimed else BY_KIND[kind]
    return worth * rarity(campaigns)


def rarity(campaigns: int) -> float:
    """What is left of the worth of a thing because so many campaigns share it (0..1), 1 for two."""
    return max(0.0, min(1.0, log((HUB_AFTER + 1) / max(campaigns, 2)) / log((HUB_AFTER + 1) / 2)))
