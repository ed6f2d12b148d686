from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.certainty import aged
from spamatlas.trace.tracer import EVERY, Scene, Tracer

# Whoever announces a prefix is public record (0.97, short-lived hijacks aside); location data is right about
# the country for most addresses and wrong for moving blocks and anycast (0.9, our order); a registry lists
# where the holder sits, not where the address is used (0.6).
_ROUTING, _LOCATION, _REGISTRY = 0.97, 0.9, 0.6


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield what is on record for the source address: network, operator, country, use, whom to tell."""
    known = scene.facts.addresses.get(scene.source)
    if known is None or known.scope != "public":
        return
    weight = aged(scene.source_certainty, scene.age_years)
    old = scene.age_years >= 2 and scene.facts.as_of
    detail = f"allocation as of {scene.facts.as_of}; the message is older" if old else ""
    findings = (
        ("asn", str(known.asn or ""), _ROUTING),
        ("network", known.network, _ROUTING),
        ("operator", known.operator, _ROUTING),
        ("country", known.country, _LOCATION),
        ("country", known.registry_country, _REGISTRY),
        ("abuse_mailbox", known.abuse_mailbox, 0.9),
        ("usage", known.usage, 0.7),
        ("service", known.service, 0.7),
        ("rpki", "invalid" if known.rpki == "invalid" else "", 0.9),
    )
    for subject, value, certainty in findings:
        if value:
            yield Sighting(subject, value, "network", weight * certainty, detail)


TRACER = Tracer(
    name="network",
    summary="names the network, operator, country and abuse mailbox of the source address",
    channels=EVERY,
    trace=trace,
)
