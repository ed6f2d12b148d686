"""A large provider is said to have sent it from an inner address."""

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network

from spamatlas.judge.address import address_of
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.providers import provider_of
from spamatlas.model import Channel, Hop, Message, Origin

# RFC 1918, section 3.
_PRIVATE = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a server that is not the provider's states that a large provider's host handed it the
    mail from a private address (RFC 1918, section 3): the internet carries none.
    """
    for hop in message.hops:
        if hop.address and hop.from_name and _is_private(hop.address) and (provider := _claimed(hop)):
            yield Finding({"provider": provider, "address": hop.address})
            return


def _claimed(hop: Hop) -> str:
    provider = provider_of(hop.from_name)
    return provider if provider and "." in hop.by and provider_of(hop.by) != provider else ""


@lru_cache(maxsize=16_384)
def _is_private(written: str) -> bool:
    address = address_of(written)
    return isinstance(address, IPv4Address) and any(address in network for network in _PRIVATE)


DETECTOR = Detector(
    name="provider-inside",
    summary="a Received field has a large provider send from a private address",
    reason="A Received field has {provider} send it from {address}, an address that is of inner networks alone.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
