from collections.abc import Iterator

from spamatlas.model import Channel, RouteClass, Sighting
from spamatlas.trace.tracer import EVERY, Scene, Tracer

_FIELDS = frozenset({"route", "route_class", "route-class", "x-route-class"})
_WAYS = frozenset(kind.value for kind in RouteClass if kind is not RouteClass.UNKNOWN)


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the way that an operator's own record states (a field ``route``).

    The only evidence there is for SIM boxes: a message alone does not show one, the operator's probe calls do.
    A mail's fields are written by strangers, so mail is not asked.
    """
    for name, value in scene.message.headers:
        way = value.strip().lower().replace("-", "_").replace(" ", "_")
        if name.lower() in _FIELDS and way in _WAYS:
            yield Sighting("route_class", way, "statement", 0.8, "stated in the record")
            return


TRACER = Tracer(
    name="stated-route",
    summary="takes the way that an operator's record states",
    channels=EVERY - {Channel.EMAIL},
    trace=trace,
)
