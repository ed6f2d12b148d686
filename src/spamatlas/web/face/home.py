import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from spamatlas.web.face.findings import Finding, findings
from spamatlas.web.face.sheet import page
from spamatlas.web.office import language_of, office

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
)


@get("/", include_in_schema=False)
async def home_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What is happening, where from, by what route: the public page, live."""
    node = office(request).node
    since = request.query_params.get("since", "14d")
    since = since if since in RANGES else "14d"
    tables = await asyncio.gather(*(asyncio.to_thread(node.statistic, name, {"since": since}, True) for name in NAMES))
    health = await asyncio.to_thread(node.health)
    found: dict[str, Finding] = findings(dict(zip(NAMES, tables, strict=True)), language_of(request))
    return page(
        request,
        "home.html",
        figures=found,
        whole=tables[0],
        since=since,
        ranges=RANGES,
        health=health,
        today=datetime.now(UTC),
    )
