import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from spamatlas.model import Channel, MeasuringPoint
from spamatlas.statistics import Table
from spamatlas.web.api.documented import problems
from spamatlas.web.api.shapes import RouteGraph
from spamatlas.web.api.statistics import Moment, Point, Until, kept
from spamatlas.web.face.places import place_key
from spamatlas.web.face.view import PLACE, RANGES
from spamatlas.web.guards import known_parameters
from spamatlas.web.office import office, sees_small_cells
from spamatlas.web.problems import Refused
from spamatlas.web.tables import Ask, ask

MOST_EDGES = 200
USUAL = ("", *RANGES)
"""The times that pages offer, and where none is given."""

Country = Annotated[
    str,
    QueryParameter(
        pattern="^([A-Za-z]{2})?$",
        description="ISO 3166-1 alpha-2",
        examples=[Example(summary="a country", value="FR")],
    ),
]
Network = Annotated[
    str,
    QueryParameter(
        pattern="^((AS|as)?[0-9]{1,10})?$",
        description="The number of an autonomous system, with or without AS",
        examples=[Example(summary="a network", value="64500")],
    ),
]
Place = Annotated[
    str,
    QueryParameter(
        max_length=80,
        description="A node's `id`, such as `gateway:+447700900123`: only edges that begin or end there",
    ),
]
By = Annotated[Channel | None, QueryParameter(description="One channel alone")]
Edges = Annotated[int, QueryParameter(ge=1, le=10_000, description="So many edges, the busiest")]


@get(
    "/api/v1/routes",
    guards=[known_parameters],
    summary="The route graph",
    responses={
        200: ResponseSpec(RouteGraph, description="Nodes and edges, the busiest first, and what they count"),
        **problems(),
    },
)
async def routes(  # noqa: PLR0913, PLR0917  its filters
    request: Request[Any, Any, Any],
    channel: By = None,
    country: Country = "",
    destination: Country = "",
    network: Network = "",
    place: Place = "",
    since: Moment = "",
    until: Until = "",
    measuring_point: Point = None,
    limit: Edges = MOST_EDGES,
) -> Response[dict[str, Any]]:
    """Places that follow one another on the way of messages, with reports, reporters and certainty: by the country
    where an edge begins (``country``) or ends (``destination``), by a network or any other place. Edges of too few
    reporters are left out for everyone but the node's operator; ``suppressed`` counts them. Over 10,000 reports,
    where nothing but a time that pages offer is asked for, the graph may be up to a minute old, and twenty where nobody
    asked lately: ``Age`` says how many seconds.
    """
    if place and not PLACE.fullmatch(place):
        raise Refused(400, "bad-parameter", "a place is a kind and a name, such as network:64500", where="?place")
    if network and place:
        raise Refused(400, "bad-parameter", "'network' and 'place' are the same filter: give one", where="?network")
    asked: dict[str, Any] = {
        "channel": channel or "",
        "country": country.upper(),
        "destination": destination.upper(),
        "place": f"network:{network.upper().removeprefix('AS')}" if network else place,
        "since": since,
        "until": until,
        "measuring_point": measuring_point or MeasuringPoint.REPORTED,
        "limit": str(limit),
    }
    if (question := ask("route_edges", asked)) in graphs():
        table, age = await kept(request, question)
        return Response(graph(table), headers=age)
    node, public = office(request).node, not sees_small_cells(request)
    return Response(graph(await asyncio.to_thread(node.statistic, "route_edges", asked, public)))


def graphs() -> list[Ask]:
    """The graphs that nothing narrows but a time that pages offer: asked for by themselves, and they take long."""
    nothing = dict.fromkeys(("channel", "country", "destination", "place", "until"), "")
    reported = {"measuring_point": MeasuringPoint.REPORTED, "limit": str(MOST_EDGES)}
    return [ask("route_edges", {**nothing, **reported, "since": since}) for since in USUAL]


def graph(table: Table) -> dict[str, Any]:
    """The edges of a table, and every place that they touch with the reports that came in and went out."""
    nodes: dict[str, dict[str, Any]] = {}
    edges = []
    for row in table.rows:
        source, target = (_node(row, end, nodes) for end in ("from", "to"))
        nodes[source]["reports_out"] += row["reports"]
        nodes[target]["reports_in"] += row["reports"]
        figures = {name: row[name] for name in ("reports", "reporters", "volume", "certainty")}
        edges.append({"source": source, "target": target, **figures})
    return {
        "nodes": list(nodes.values()),
        "edges": edges,
        "since": table.since,
        "until": table.until,
        "measuring_point": table.measuring_point,
        "sample": table.sample,
        "reports": table.reports,
        "reporters": table.reporters,
        "suppressed": table.suppressed,
        "caption": table.caption,
    }


def _node(row: Mapping[str, Any], end: str, nodes: dict[str, dict[str, Any]]) -> str:
    kind, name = row[f"{end}_kind"], row[end]
    key = place_key(kind, name)
    empty = {"id": key, "kind": kind, "name": name, "country": row[f"{end}_country"], "reports_in": 0, "reports_out": 0}
    nodes.setdefault(key, empty)
    return key
