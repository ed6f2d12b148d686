"""A message's way as places of the route graph: from its source, by what the tracers found on the way, to its end."""

from collections.abc import Mapping, Sequence

from spamatlas.model import Sighting, Waypoint, WaypointKind
from spamatlas.trace.stated_fields import name_in

MOST_BETWEEN = 4
"""Places between source and end; a longer way is a loop or made up."""

_BETWEEN = {
    "service": (0, WaypointKind.SERVICE),
    "redirector": (0, WaypointKind.SERVICE),
    "transit_operator": (1, WaypointKind.OPERATOR),
    "transit_network": (1, WaypointKind.NETWORK),
    "relay": (1, WaypointKind.RELAY),
    "transit_country": (2, WaypointKind.COUNTRY),
    "gateway": (3, WaypointKind.GATEWAY),
    "trunk": (3, WaypointKind.GATEWAY),
}
"""Which sightings are places on the way, and in what order they are passed; of one rank, as their tracer saw them."""


def waypoints(best: Mapping[str, Sighting], sightings: Sequence[Sighting]) -> tuple[Waypoint, ...]:
    """The places in the order of travel; empty where fewer than two are known. ``best`` is the winner of each subject.

    Each is as sure as the sighting that tells of it; nothing is filled in between.
    """
    found = {(point.kind, point.name): point for point in _source(best) if point.name}
    for point in _between(sightings):
        if point.name:
            found.setdefault((point.kind, point.name), point)
    way, end = [*found.values()], _end(best)
    if end is not None and end.name and (len(way) < 2 or end.name != way[-1].name):
        way.append(end)
    return tuple(way) if len(way) > 1 else ()


def _between(sightings: Sequence[Sighting]) -> list[Waypoint]:
    ranked = [(*_BETWEEN[each.subject], each) for each in sightings if each.subject in _BETWEEN]
    ranked.sort(key=lambda each: each[0])
    return [_point(kind, each) for _, kind, each in ranked[:MOST_BETWEEN]]


def _point(kind: WaypointKind, each: Sighting) -> Waypoint:
    name = name_in(each.value)
    return Waypoint(kind, name, name if kind is WaypointKind.COUNTRY else each.country, each.certainty)


def _source(best: Mapping[str, Sighting]) -> list[Waypoint]:
    """The network, else the operator, else the platform, else the country that it came from."""
    country, operator = best.get("country"), best.get("operator")
    place = name_in(country.value) if country else ""
    if (asn := best.get("asn")) is not None:
        name = name_in(f"{asn.value} {operator.value if operator else ''}")
        return [Waypoint(WaypointKind.NETWORK, name, place, asn.certainty)]
    if operator is not None:
        return [Waypoint(WaypointKind.OPERATOR, name_in(operator.value), place, operator.certainty)]
    if (platform := best.get("platform")) is not None:
        return [Waypoint(WaypointKind.PLATFORM, name_in(platform.value), "", platform.certainty)]
    return [Waypoint(WaypointKind.COUNTRY, place, place, country.certainty)] if country else []


def _end(best: Mapping[str, Sighting]) -> Waypoint | None:
    end = best.get("destination")
    return Waypoint(WaypointKind.COUNTRY, name_in(end.value), name_in(end.value), end.certainty) if end else None
