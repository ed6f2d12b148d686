"""A link to a bare address."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|\[?[0-9a-f:]+:[0-9a-f:.]+\]?|0x[0-9a-f]{8}|\d{8,10}")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the host of a link is an IPv4 or IPv6 address (RFC 3986, section 3.2.2)."""
    if any(map(_is_address, {link.host for link in message.links[:MOST]})):
        yield Finding()


@lru_cache(maxsize=8192)
def _is_address(host: str) -> bool:
    return _ADDRESS.fullmatch(host) is not None


DETECTOR = Detector(
    name="address-host",
    summary="a link to a bare IP address",
    reason="A link leads to a bare network address instead of a name.",
    weight=1.5,
    needs="links",
    judge=judge,
)
