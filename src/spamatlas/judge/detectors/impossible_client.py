"""It is said to come from an address that cannot be."""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address

from spamatlas.judge.address import address_of
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_WRITTEN = re.compile(r"\[(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\]")
_MOST_CHARACTERS = 20_000


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a Received field names a client at an address that no host can have: with a part above
    255, multicast, reserved, or of the network 0 (RFC 6890, section 2.2.2; RFC 5771).

    0.0.0.0 is what some servers write where they know none. Private addresses are honest of inner hosts, and those
    kept for documentation stand in examples.
    """
    found = next((hop.address for hop in message.hops if hop.address and _is_impossible(hop.address)), "")
    if not found and any(hop.helo and not hop.address for hop in message.hops):
        found = _above_255(message.fields.get("received", "")[:_MOST_CHARACTERS])
    if found:
        yield Finding({"address": found})


@lru_cache(maxsize=16_384)
def _is_impossible(written: str) -> bool:
    address = address_of(written)
    if address is None:
        return False
    if address.is_multicast:
        return True
    return isinstance(address, IPv4Address) and address.packed[0] in (0, *range(240, 256)) and int(address) != 0


def _above_255(received: str) -> str:
    for match in _WRITTEN.finditer(received):
        if any(int(part) > 255 for part in match.groups()):
            return match.group()[1:-1]
    return ""


DETECTOR = Detector(
    name="impossible-client",
    summary="a Received field names a client at an address that no host can have",
    reason="A Received field says that it came from {address}, an address that no machine can have.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
