"""A host name piled up to hide its end."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.gateways import is_gateway
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

_MACHINE = re.compile(r"[a-z]+\d+[a-z]+\d|[bcdfghjklmnpqrstvwxz]{6}|\d{5}")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for hosts of five or more labels, three or more hyphens, or letters that no word has."""
    for link in message.links[:MOST]:
        host = link.host
        if host.count(".") >= 4 and not host.replace(".", "").isdigit() and not is_gateway(host):
            yield Finding({"host": host})
        elif host.replace("xn--", "").count("-") >= 3 or looks_made(link.domain):
            yield Finding({"host": host}, 0.8)


@lru_cache(maxsize=8192)
def looks_made(domain: str) -> bool:
    """Whether a registrable domain's name mixes letters and figures, or has six consonants or five figures in a row.

    A name in other letters is written so by a rule (punycode, RFC 3492), and never read so.
    """
    return not domain.startswith("xn--") and _MACHINE.search(domain.partition(".")[0]) is not None


DETECTOR = Detector(
    name="deep-host",
    summary="a host with many labels, hyphens or digits",
    reason="The host name {host} is piled up or looks machine-made.",
    weight=0.8,
    needs="links",
    judge=judge,
)
