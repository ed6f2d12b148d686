from collections.abc import Iterator

from spamatlas.model import Hop, RouteClass, Sighting
from spamatlas.trace.bulk_services import fields, relays
from spamatlas.trace.facts import AddressFacts
from spamatlas.trace.home_lines import USAGES, is_home_line
from spamatlas.trace.tracer import MAIL, Scene, Tracer

_NOBODY = AddressFacts("")


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield by what kind of way a mail came: a bulk service, a taken-over line, a server at home or abroad."""
    chain = scene.chain
    yield from _bulk_fields(scene)
    if chain.source_hop < 0:
        if chain.hops and chain.trusted == len(chain.hops):
            yield _way(RouteClass.ON_NET, 0.5, "no hop from outside")
        return
    hop = chain.hops[chain.source_hop]
    known = scene.facts.addresses.get(chain.source, _NOBODY)
    domain = scene.facts.domains.get(hop.from_name)
    if domain and domain.registrable in relays():
        yield _way(RouteClass.BULK_SERVICE, 0.85, "relay of a mailing service")
        return
    yield from _line(hop, known, chain.source_hop == len(chain.hops) - 1, scene.age_years)
    yield from _server(known, scene)


def _bulk_fields(scene: Scene) -> Iterator[Sighting]:
    if not scene.message.fields.keys().isdisjoint(fields()):
        yield _way(RouteClass.BULK_SERVICE, 0.45, "field of a mailing service")


def _line(hop: Hop, known: AddressFacts, is_first: bool, age_years: float) -> Iterator[Sighting]:
    """A customer's line that delivers by itself: people send through their provider, taken-over machines do not."""
    named = is_home_line(hop.from_name)
    at_home = known.usage in USAGES and age_years < 2  # what a block is used for changes with its holder
    if at_home and (named or is_first):
        yield _way(RouteClass.COMPROMISED_HOST, 0.65 if named and is_first else 0.5, f"{known.usage} line, direct")
    elif named and is_first and known.usage != "hosting":
        yield _way(RouteClass.COMPROMISED_HOST, 0.4, "named like a customer's line, direct")
    if known.service in ("tor_exit_node", "residential_proxy"):
        yield _way(RouteClass.COMPROMISED_HOST, 0.45, known.service)


def _server(known: AddressFacts, scene: Scene) -> Iterator[Sighting]:
    if not known.country:
        return
    if not scene.home_country:
        yield _way(RouteClass.PEER, 0.25, "a server of another network; where the message ended is not known")
    elif known.country == scene.home_country:
        yield _way(RouteClass.PEER, 0.4, "a server of another network at home")
    else:
        yield _way(RouteClass.INTERNATIONAL, 0.4, "a server abroad")


def _way(kind: RouteClass, certainty: float, detail: str) -> Sighting:
    return Sighting("route_class", kind.value, "header", certainty, detail)


TRACER = Tracer(
    name="mail-route",
    summary="tells bulk services, taken-over lines and ordinary servers apart",
    channels=MAIL,
    trace=trace,
)
