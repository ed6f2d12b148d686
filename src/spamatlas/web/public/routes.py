import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import RouteClass
from spamatlas.model.terms import term
from spamatlas.web.face.sheet import page
from spamatlas.web.office import language_of, office
from spamatlas.web.public.choices import choices
from spamatlas.web.public.exhibit import exhibits, view

NAMES = ("routes", "coverage")


@get("/routes", include_in_schema=False)
async def routes_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """By what route it comes: the largest flows, and what each class of route means."""
    seen = view(request)
    return page(
        request,
        "routes.html",
        figures=await exhibits(request, NAMES, seen),
        classes=[(each.value, term(each)) for each in RouteClass],
        seen=seen,
        choices=choices(language_of(request)),
        health=await asyncio.to_thread(office(request).node.health),
        today=datetime.now(UTC).date(),
    )
