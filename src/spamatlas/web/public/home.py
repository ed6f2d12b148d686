import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.sheet import page
from spamatlas.web.office import is_operator, language_of, office
from spamatlas.web.public.findings import Finding, findings

RANGES = ("24h", "7d", "14d", "30d")
NAMES = (
    "volume",
    "categories",
    "origins_by_country",
    "campaigns",
    "routes",
    "origins_by_network",
    "languages",
    "link_domains",
    "verdicts",
    "coverage",
    "quarantine",
)


@get("/", include_in_schema=False)
async def home_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What is happening, where from, by what route: the public page, live."""
    node = office(request).node
    since = request.query_params.get("since", "14d")
    since = since if since in RANGES else "14d"
    tables = await office(request).tables.read(NAMES, since, public=not is_operator(request))
    health = await asyncio.to_thread(node.health)
    found: dict[str, Finding] = findings(tables, language_of(request))
    return page(
        request,
        "home.html",
        figures=found,
        whole=tables["volume"],
        numbers=_numbers(tables, language_of(request)),
        since=since,
        ranges=RANGES,
        health=health,
        today=datetime.now(UTC),
    )


def _numbers(tables: Mapping[str, Table], language: Language) -> list[tuple[str, str]]:
    """The few numbers above the figures, each with what it counts."""
    countries = {row["country"] for row in tables["origins_by_country"].rows} - {""}
    spoken = {row["language"] for row in tables["languages"].rows} - {"", "und"}
    rising = sum(row["last_day"] > row["day_before"] for row in tables["campaigns"].rows)
    people = tables["volume"].reporters
    return [
        (language.number(people), language.count("person reporting", "people reporting", people)),
        (language.number(len(countries)), language.count("country of origin", "countries of origin", len(countries))),
        (language.number(len(spoken)), language.count("language", "languages", len(spoken))),
        (language.number(rising), language.count("campaign that grows", "campaigns that grow", rising)),
    ]
