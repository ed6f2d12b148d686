"""The one place where sightings become an origin."""

from spamatlas.model import Channel, Contact, Message, Origin, PartyKind, RouteClass, Sighting, Stop
from spamatlas.plugins import pieces
from spamatlas.trace import tracers
from spamatlas.trace.certainty import NOTHING, settled, winners
from spamatlas.trace.chain import Chain, relays, walk
from spamatlas.trace.facts import AddressFacts, Facts
from spamatlas.trace.source_headers import stated_addresses
from spamatlas.trace.tracer import Scene, Tracer
from spamatlas.trace.waypoints import waypoints

STATED = 0.3  # what a field that anyone may write is worth
_TRACERS = tuple(pieces(tracers, Tracer).values())
_BY_CHANNEL = {channel: tuple(t.trace for t in _TRACERS if channel in t.channels) for channel in Channel}
_NOBODY = AddressFacts("")
_UNTRACED = Origin(known_by=NOTHING.known_by, certainty=NOTHING.certainty)
_KINDS = {"": PartyKind.UNKNOWN} | {kind.value: kind for kind in PartyKind}
_WAYS = {"": RouteClass.UNKNOWN} | {kind.value: kind for kind in RouteClass}


def trace(message: Message, facts: Facts, *, trusted_relays: tuple[str, ...] = (), home_country: str = "") -> Origin:
    """Where a message came from and by what route, with how each thing is known and how sure.

    ``trusted_relays`` are CIDR blocks, addresses and domains of the reporter's own side; ``home_country``
    is ISO 3166-1 alpha-2. The answer depends on nothing else: no clock, no network.
    """
    scene = _scene(message, facts, tuple(trusted_relays), home_country)
    sightings = tuple([sighting for find in _BY_CHANNEL[message.channel] for sighting in find(scene)])
    if not sightings and not message.hops:
        return _UNTRACED
    best = winners(sightings)
    place = best.get("country") or best.get("asn") or NOTHING
    found = {subject: sighting.value for subject, sighting in best.items()}.get
    country, destination, operator = found("country", ""), found("destination", ""), found("operator", "")
    route = _route(scene) if message.hops else ()
    mailbox = found("abuse_mailbox", "")
    return Origin(
        source_address=found("source_address", ""),
        asn=int(found("asn", 0)),
        network=found("network", ""),
        operator=operator,
        country=country,
        sender_kind=_KINDS[found("sender_kind", "")],
        sender_country=found("sender_country", ""),
        route_class=_WAYS[found("route_class", "")],
        transit=_transit(_crossed(route, sightings), country, destination),
        destination=destination,
        destination_operator=found("destination_operator", ""),
        authenticated_domain=found("authenticated_domain", ""),
        known_by=place.known_by,
        certainty=settled(place, sightings) if place is not NOTHING else 0.0,
        waypoints=waypoints(best, sightings),
        route=route,
        contacts=(Contact("network_abuse", mailbox, operator),) if mailbox else (),
        sightings=sightings,
    )


def _scene(message: Message, facts: Facts, trusted: tuple[str, ...], home_country: str) -> Scene:
    believed = walk(message, facts, relays(trusted)) if message.hops else Chain()
    source, certainty = believed.source, believed.belief
    if not source and message.headers:
        stated = [a for a in stated_addresses(message) if facts.addresses.get(a, _NOBODY).scope == "public"]
        source, certainty = (stated[0], STATED) if stated else ("", 0.0)
    return Scene(message, facts, believed, source, certainty, home_country, _age_years(message, facts))


def _age_years(message: Message, facts: Facts) -> float:
    """Years from the message to the address data; our own server's clock counts before the sender's date."""
    when = (message.hops[0].at if message.hops else None) or message.sent_at
    if when is None or facts.as_of is None:
        return 0.0
    return max(0.0, (facts.as_of.toordinal() - when.toordinal()) / 365.25)


def _route(scene: Scene) -> tuple[Stop, ...]:
    """The stops in the order of travel: each hop's client, then the host that took it last."""
    hops, stops = scene.chain.hops, []
    for place in range(len(hops) - 1, -1, -1):
        hop = hops[place]
        name = hop.from_name or hop.helo
        if name or hop.address:
            stops.append(_stop(name, hop.address, place < scene.chain.trusted, scene.facts))
    newest = hops[0].by
    return (*stops, Stop(name=newest, trusted=True)) if newest else tuple(stops)


def _stop(name: str, address: str, trusted: bool, facts: Facts) -> Stop:
    known = facts.addresses.get(address, _NOBODY)
    return Stop(name, address, known.asn, known.operator, known.country or known.registry_country, trusted)


def _crossed(route: tuple[Stop, ...], sightings: tuple[Sighting, ...]) -> list[str]:
    """The countries of the believed stops, else those that the record of a call or text states."""
    if route:
        return [stop.country for stop in route if stop.trusted and stop.country]
    return [sighting.value for sighting in sightings if sighting.subject == "transit_country"]


def _transit(crossed: list[str], source: str, destination: str) -> tuple[str, ...]:
    """The countries on the way that are neither its start nor its end, each once."""
    return tuple([country for country in dict.fromkeys(crossed) if country not in (source, destination)])
