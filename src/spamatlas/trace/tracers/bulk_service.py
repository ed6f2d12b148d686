from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.bulk_services import fields, relays
from spamatlas.trace.tracer import MAIL, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield whose mailing service sent it: by the name of its relay, else by a field that anybody can write."""
    chain = scene.chain
    if chain.source_hop >= 0:
        domain = scene.facts.domains.get(chain.hops[chain.source_hop].from_name)
        if domain and (whose := relays().get(domain.registrable)):
            yield Sighting("service", whose, "header", 0.85 * chain.belief, "relay of a mailing service")
            return
    written = scene.message.fields
    if not written.keys().isdisjoint(fields()):
        name = min(written.keys() & fields().keys())
        yield Sighting("service", fields()[name], "header", 0.45, "field of a mailing service")


TRACER = Tracer(
    name="bulk-service",
    summary="names the mailing service that sent a mail",
    channels=MAIL,
    trace=trace,
)
