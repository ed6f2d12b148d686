from msgspec import Struct

from spamatlas.model.vocabulary import PartyKind, RouteClass, WaypointKind


class Contact(Struct, frozen=True, omit_defaults=True):
    """Whom to tell: ``role`` is a ``Role``; ``address`` as published, or where to look it up.

    ``known_by`` says how: ``register`` (an address published for the network), ``rule`` (a standard's rule on where to
    write, which nobody checked: RFC 2142), ``look_up`` (``address`` is the page or register to ask) or ``plan`` (the
    number plan or the account's own form names who; the address is not known offline).
    """

    role: str
    address: str
    organisation: str = ""
    known_by: str = "register"


class Sighting(Struct, frozen=True, omit_defaults=True):
    """One thing that one tracer found out; ``certainty`` is a probability 0..1.

    ``subject`` is source_address, network, country, operator, number, domain, route_class, sender_kind …
    ``known_by`` is header, authentication, network, number_plan, signature or statement. ``country`` is where a place
    on the route is, where the value does not say it.
    """

    subject: str
    value: str
    known_by: str
    certainty: float
    detail: str = ""
    country: str = ""


class Waypoint(Struct, frozen=True, array_like=True):
    """One place of the route graph, in the order of travel; no person's name, number or account.

    ``name`` is what its kind goes by: ISO 3166-1 alpha-2 of a country, number and holder of a network
    (``64500 Example``), the name of an operator, service or platform, the registrable domain of relays, the E.164
    address or name of a gateway.
    """

    kind: WaypointKind
    name: str
    country: str
    certainty: float


class Stop(Struct, frozen=True, omit_defaults=True):
    """One place on the route, in the order of travel.

    ``trusted`` is whether the statement comes from our own side of the first untrusted relay (RFC 5598,
    section 2.3); ``asn`` is 0 and ``country`` empty where unknown.
    """

    name: str = ""
    address: str = ""
    asn: int = 0
    operator: str = ""
    country: str = ""
    trusted: bool = False


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a message came from and by what route, as far as can be known.

    ``destination_operator`` is who serves the recipient: a carrier, the domain of a mail host, a platform.

    ``certainty`` (0..1) is that of ``country``/``asn``; ``known_by`` how they are known. Each single
    finding stays in ``sightings``.
    """

    source_address: str = ""
    asn: int = 0
    network: str = ""
    operator: str = ""
    country: str = ""
    sender_kind: PartyKind = PartyKind.UNKNOWN
    sender_country: str = ""
    route_class: RouteClass = RouteClass.UNKNOWN
    transit: tuple[str, ...] = ()
    destination: str = ""
    destination_operator: str = ""
    authenticated_domain: str = ""
    known_by: str = "unknown"
    certainty: float = 0.0
    waypoints: tuple[Waypoint, ...] = ()
    route: tuple[Stop, ...] = ()
    contacts: tuple[Contact, ...] = ()
    sightings: tuple[Sighting, ...] = ()
