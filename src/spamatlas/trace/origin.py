"""The one place where sightings become an origin."""

from datetime import UTC, datetime

from spamatlas.model import Channel, Contact, Message, Origin, PartyKind, RouteClass, Sighting, Stop
from spamatlas.plugins import pieces
from spamatlas.trace import tracers
from spamatlas.trace.certainty import combine
from spamatlas.trace.chain import Chain, relays, walk
from spamatlas.trace.facts import AddressFacts, Facts
from spamatlas.trace.source_headers import stated_addresses
from spamatlas.trace.tracer import Scene, Tracer

STATED = 0.3  # what a field that anyone may write is worth
_TRACERS = tuple(pieces(tracers, Tracer).values())
_BY_CHANNEL = {channel: tuple(t.trace for t in _TRACERS if channel in t.channels) for channel in Channel}
_NOBODY = AddressFacts("")
_NOTHING = (Sighting("", "", "unknown", 0.0), 0.0)


def trace(message: Message, facts: Facts, *, trusted_relays: tuple[str, ...] = (), home_country: str = "") -> Origin:
    """Where a message came from and by what route, with how each thing is known and how sure.

    ``trusted_relays`` are CIDR blocks, addresses and domains of the reporter's own side; ``home_country``
    is ISO 3166-1 alpha-2. The answer depends on nothing else: no clock, no network.
    """
    scene = _scene(message, facts, tuple(trusted_relays), home_country)
    sightings = tuple(sighting for find in _BY_CHANNEL[message.channel] for sighting in find(scene))
    best = combine(sightings)

    def value(subject: str) -> str:
        return best.get(subject, _NOTHING)[0].value

    country, certainty = best.get("country") or best.get("asn") or _NOTHING
    route = _route(scene)
    destination = value("destination")
    return Origin(
        source_address=value("source_address"),
        asn=int(value("asn") or 0),
        network=value("network"),
        operator=value("operator"),
        country=value("country"),
        sender_kind=PartyKind(value("sender_kind") or "unknown"),
        sender_country=value("sender_country"),
        route_class=RouteClass(value("route_class") or "unknown"),
        transit=_transit(route, value("country"), destination),
        destination=destination,
        authenticated_domain=value("authenticated_domain"),
        known_by=country.known_by,
        certainty=certainty,
        route=route,
        contacts=_contacts(best.get("abuse_mailbox", _NOTHING)[0], value("operator")),
        sightings=sightings,
    )


def _scene(message: Message, facts: Facts, trusted: tuple[str, ...], home_country: str) -> Scene:
    chain = walk(message, facts, relays(trusted)) if message.hops else Chain()
    source, certainty = chain.source, chain.belief
    if not source and message.headers:
        stated = [a for a in stated_addresses(message) if facts.addresses.get(a, _NOBODY).scope == "public"]
        source, certainty = (stated[0], STATED) if stated else ("", 0.0)
    return Scene(message, facts, chain, source, certainty, home_country, _age_years(message, facts))


def _age_years(message: Message, facts: Facts) -> float:
    """Years from the message to the address data; our own server's clock counts before the sender's date."""
    when = next((hop.at for hop in message.hops[:1] if hop.at), None) or message.sent_at
    if when is None or facts.as_of is None:
        return 0.0
    made = datetime(facts.as_of.year, facts.as_of.month, facts.as_of.day, tzinfo=UTC)
    return max(0.0, (made - (when if when.tzinfo else when.replace(tzinfo=UTC))).days / 365.25)


def _route(scene: Scene) -> tuple[Stop, ...]:
    """The stops in the order of travel: each hop's client, then the host that took it last."""
    chain, stops = scene.chain, []
    if not chain.hops:
        return ()
    for place in range(len(chain.hops) - 1, -1, -1):
        hop = chain.hops[place]
        name = hop.from_name or hop.helo
        if name or hop.address:
            stops.append(_stop(name, hop.address, place < chain.trusted, scene.facts))
    newest = chain.hops[0].by
    return (*stops, Stop(name=newest, trusted=True)) if newest else tuple(stops)


def _stop(name: str, address: str, trusted: bool, facts: Facts) -> Stop:
    known = facts.addresses.get(address, _NOBODY)
    return Stop(name, address, known.asn, known.operator, known.country or known.registry_country, trusted)


def _transit(route: tuple[Stop, ...], source: str, destination: str) -> tuple[str, ...]:
    """The countries on the believed part of the route that are neither its start nor its end."""
    found = dict.fromkeys(stop.country for stop in route if stop.trusted and stop.country)
    return tuple(country for country in found if country not in (source, destination))


def _contacts(mailbox: Sighting, operator: str) -> tuple[Contact, ...]:
    return (Contact("network_abuse", mailbox.value, operator),) if mailbox.value else ()
