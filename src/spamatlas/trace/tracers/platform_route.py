from collections.abc import Iterator

from spamatlas.model import Channel, RouteClass, Sighting
from spamatlas.trace.tracer import Scene, Tracer

# The channel itself says the way: what is posted on a platform came from an account there. A number as the
# sender of an instant message is an account's name, not a route in the telephone network.
_WAYS = {
    Channel.SOCIAL: (RouteClass.SOCIAL_ACCOUNT, 0.8),
    Channel.IM: (RouteClass.SOCIAL_ACCOUNT, 0.6),
    Channel.SEARCH: (RouteClass.SEARCH_RESULT, 0.85),
    Channel.PUSH: (RouteClass.AD_NETWORK, 0.4),
    Channel.IOT: (RouteClass.IOT, 0.8),
}


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the way that the channel implies; a web page may come by any, so it implies none."""
    kind, certainty = _WAYS[scene.message.channel]
    yield Sighting("route_class", kind.value, "statement", certainty, "the channel as reported")


TRACER = Tracer(
    name="platform-route",
    summary="takes the way that the channel implies",
    channels=frozenset(_WAYS),
    trace=trace,
)
