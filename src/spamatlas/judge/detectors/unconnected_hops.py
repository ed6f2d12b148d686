"""A provider is said to have taken it, and the next server got it from somebody else."""

from collections.abc import Iterator
from itertools import pairwise

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.providers import provider_of
from spamatlas.model import Channel, Hop, Message, Origin
from spamatlas.suffixes import registrable


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a Received field names a large provider as its writer, and the field above it a client
    whose looked-up name is of another domain (RFC 5321, section 4.4: the client of one is the writer of the other).

    Other chains break in honest mail too, since hosts inside go by names of their own.
    """
    for newer, older in pairwise(message.hops):
        if "." not in older.by or not newer.from_name or not newer.address:
            continue
        provider = provider_of(older.by)
        if provider and _is_elsewhere(newer, provider):
            yield Finding({"provider": provider, "host": registrable(newer.from_name)})
            return


def _is_elsewhere(newer: Hop, provider: str) -> bool:
    names = (newer.from_name, newer.helo, newer.by)
    return bool(registrable(newer.from_name)) and all(provider_of(name) != provider for name in names)


DETECTOR = Detector(
    name="unconnected-hops",
    summary="a Received field names a large provider that the next server did not get the mail from",
    reason="A Received field says that {provider} had it, but the next server got it from {host}.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
