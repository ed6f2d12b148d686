"""A machine on its way called itself what it is not."""

from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.address import address_of
from spamatlas.judge.alignment import organisation
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.providers import provider_of
from spamatlas.model import Channel, Hop, Message, Origin
from spamatlas.suffixes import registrable

_DOCUMENTED = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a client greeted (RFC 5321, section 4.1.1.1) as a host of a large provider, or as the very
    server that took the mail, while its public address bears the name of somebody else.
    """
    for hop in message.hops:
        if hop.helo and hop.from_name and hop.helo != hop.from_name and _is_borrowed(hop):
            yield Finding({"claimed": organisation(hop.helo), "host": organisation(hop.from_name)})
            return


def _is_borrowed(hop: Hop) -> bool:
    provider = provider_of(hop.helo)
    if provider:
        is_another = provider_of(hop.from_name) != provider
    else:
        is_another = "." in hop.helo and hop.helo == hop.by and organisation(hop.by) != organisation(hop.from_name)
    return is_another and bool(registrable(hop.from_name)) and _is_public(hop.address)


@lru_cache(maxsize=16_384)
def _is_public(written: str) -> bool:
    """Whether an address is of the internet; those kept for documentation stand for such ones (RFC 5737, RFC 3849)."""
    address = address_of(written)
    return address is not None and (not address.is_private or written.startswith(_DOCUMENTED))


DETECTOR = Detector(
    name="borrowed-greeting",
    summary="a client greeted as a large provider's host or as the receiving one, its address says otherwise",
    reason="A machine on its way called itself {claimed}, but its address is of {host}.",
    weight=1.2,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
