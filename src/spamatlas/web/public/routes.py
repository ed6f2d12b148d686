import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import RouteClass
from spamatlas.model.terms import term
from spamatlas.web.face.measures import MEASURES
from spamatlas.web.face.places import place_words
from spamatlas.web.face.sheet import page
from spamatlas.web.office import language_of, office
from spamatlas.web.public.choices import choices
from spamatlas.web.public.exhibit import exhibits, view

NAMES = (
    "routes",
    "country_pairs",
    "places_on_the_way",
    "route_edges",
    "targets_by_operator",
    "countermeasures",
    "coverage",
)


@get("/routes", include_in_schema=False)
async def routes_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """By what route it comes: flows, countries, what lies on the way, and what can be done on each class of route."""
    seen = view(request)
    return page(
        request,
        "routes.html",
        figures=await exhibits(request, NAMES, seen),
        classes=[(each.value, term(each), MEASURES[each]) for each in RouteClass],
        seen=seen,
        place=place_words(*_place(seen.place), "", language_of(request)) if seen.place else "",
        choices=choices(language_of(request)),
        health=await asyncio.to_thread(office(request).node.health),
        today=datetime.now(UTC).date(),
    )


def _place(key: str) -> tuple[str, str]:
    """Kind and name of what ``kind:name`` asks for."""
    kind, _, name = key.partition(":")
    return kind, name
