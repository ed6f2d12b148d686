from collections.abc import Iterator

from spamatlas.model import PartyKind, Sighting
from spamatlas.trace.questions import MOST_RECIPIENTS, address_in, domain_of
from spamatlas.trace.tracer import EVERY, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield where the recipient is: by number, by the node's home country, by the host that took the message."""
    for party in scene.message.recipients[:MOST_RECIPIENTS]:
        if party.kind is PartyKind.PHONE:
            known = scene.facts.numbers.get(party.value)
            if known and known.country:
                yield Sighting("destination", known.country, "number_plan", 0.9)
        elif party.kind is PartyKind.EMAIL:
            domain = scene.facts.domains.get(domain_of(party.value))
            if domain and domain.country_hint:
                yield Sighting("destination", domain.country_hint, "header", 0.2, "top-level domain")
    if scene.home_country:
        yield Sighting("destination", scene.home_country, "statement", 0.6, "the node's home country")
    if scene.chain.hops:
        yield from _taker(scene)


def _taker(scene: Scene) -> Iterator[Sighting]:
    name = scene.chain.hops[0].by
    known = scene.facts.addresses.get(address_in(name))
    if known and known.country:
        yield Sighting("destination", known.country, "network", 0.5, "the host that took the message")
    domain = scene.facts.domains.get(name)
    if domain and domain.country_hint:
        yield Sighting("destination", domain.country_hint, "header", 0.25, "name of the host that took the message")


TRACER = Tracer(
    name="destination",
    summary="says in which country a message ended",
    channels=EVERY,
    trace=trace,
)
