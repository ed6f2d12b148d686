import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.locale import Language
from spamatlas.model import Category
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Row, rows_of
from spamatlas.web.face.sheet import page
from spamatlas.web.face.view import View
from spamatlas.web.office import Call, language_of, office, sees_small_cells
from spamatlas.web.problems import Refused
from spamatlas.web.public.choices import choices
from spamatlas.web.public.exhibit import exhibits, view

WORLD = ("origins_by_country", "origins_by_network")
COUNTRY = ("volume_usual", "volume", "origins_by_network", "routes", "campaigns_of_country")


@get("/where", include_in_schema=False)
async def where_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Where it comes from: the map of the world, and the networks."""
    seen = view(request)
    found = await exhibits(request, WORLD, seen)
    return page(request, "where.html", figures=found, **await _shared(request, seen))


@get("/where/{code:str}", include_in_schema=False)
async def country_page(request: Request[Any, Any, Any], code: FromPath[str]) -> Response[bytes] | Redirect:
    """One country: what comes from there, by which channels, networks and routes, in which campaigns."""
    language = language_of(request)
    if code != code.upper() and code.upper() in language.countries():
        return Redirect(f"/where/{code.upper()}", status_code=308)
    if code not in language.countries() and code != "XK":
        raise Refused(404, "no-such-country", "there is no such country code (ISO 3166-1 alpha-2)")
    seen = view(request, country=code)
    found = await exhibits(request, COUNTRY, seen)
    kinds = await _kinds(request, seen) if request.query_params.get("detail") == "kinds" else None
    return page(request, "country.html", code=code, figures=found, kinds=kinds, **await _shared(request, seen))


async def _shared(request: Call, seen: View) -> dict[str, Any]:
    return {
        "seen": seen,
        "choices": choices(language_of(request)),
        "health": await asyncio.to_thread(office(request).node.health),
        "today": datetime.now(UTC).date(),
    }


async def _kinds(request: Call, seen: View) -> tuple[Table, list[Row]]:
    """The kinds of a country's reports. Counted from the reports one by one, so only when somebody asks for it."""
    where = {"country": seen.country} | ({"channel": seen.channel} if seen.channel else {})
    asked: dict[str, Any] = {**seen.time, "by": "category", "where": where}
    table = await asyncio.to_thread(office(request).node.statistic, "reports", asked, not sees_small_cells(request))
    return table, _rows(table, language_of(request))


def _rows(table: Table, language: Language) -> list[Row]:
    whole = sum(row["reports"] for row in table.rows)
    sums = {language.gettext(term(Category(row["category"])).name): row["reports"] for row in table.rows}
    return rows_of(sums, whole, most=len(Category))
