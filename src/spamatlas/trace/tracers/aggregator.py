from collections.abc import Iterator

from spamatlas.model import BY_TELEPHONE, RouteClass, Sighting
from spamatlas.trace.stated_fields import AGGREGATORS, name_in, stated
from spamatlas.trace.tracer import Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the aggregator that handed a text or call in, as an operator's record names it (SMPP 3.4: system_id)."""
    if name := name_in(stated(scene.message, AGGREGATORS)):
        yield Sighting("service", name, "statement", 0.75, "stated in the record")
        yield Sighting("route_class", RouteClass.BULK_SERVICE, "statement", 0.7, "an aggregator handed it in")


TRACER = Tracer(
    name="aggregator",
    summary="names the aggregator that a record states",
    channels=BY_TELEPHONE,
    trace=trace,
)
