from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.source_headers import stated_addresses
from spamatlas.trace.tracer import EVERY, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the addresses that X-Originating-IP and its like state: the source where nothing better is known."""
    for address in stated_addresses(scene.message) if scene.message.headers else ():
        known = scene.facts.addresses.get(address)
        if known is None or known.scope != "public":
            continue
        subject = "source_address" if address == scene.source and not scene.chain.source else "stated_source"
        yield Sighting(subject, address, "header", 0.3, "stated by a submission server, or by the sender")


TRACER = Tracer(
    name="source-address",
    summary="reads the fields in which web mail and submission servers state their client",
    channels=EVERY,
    trace=trace,
)
