from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.stated_fields import name_in
from spamatlas.trace.tracer import MAIL, Scene, Tracer

# A network that our own servers saw a connection from; its holder is public record (as in the tracer ``network``).
_SEEN, _NAMED = 0.9, 0.7


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield what a mail passed through behind its source, in the order of travel: networks, and families of relays.

    Only the believed part of the route counts (RFC 5598, section 2.3). The family of the host that took the mail in the
    end is left out: it is where the mail ended.
    """
    chain = scene.chain
    inside = chain.source_hop if chain.source_hop >= 0 else chain.trusted
    if inside < 1:
        return
    source = scene.facts.addresses.get(chain.source)
    asn = source.asn if source else 0
    last = _family(chain.hops[0].by, scene)
    for place in range(min(inside, len(chain.hops) - 1), -1, -1):
        hop = chain.hops[place]
        known = scene.facts.addresses.get(hop.address) if place < inside else None
        if known and known.asn and known.asn != asn:
            asn = known.asn
            name, country = name_in(f"{asn} {known.operator}"), known.country or known.registry_country
            yield Sighting("transit_network", name, "network", _SEEN * chain.belief, country=country)
        family = _family(hop.by, scene)
        if family and family != last and place:
            yield Sighting("relay", family, "header", _NAMED * chain.belief, "passed it on")


def _family(host: str, scene: Scene) -> str:
    """The domain that somebody registered; empty for a bare name or an address."""
    known = scene.facts.domains.get(host)
    return name_in(known.registrable) if known and "." in known.registrable else ""


TRACER = Tracer(
    name="mail-transit",
    summary="names the networks and relays that a mail passed through",
    channels=MAIL,
    trace=trace,
)
