import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import Rejected, Ruling, Scope
from spamatlas.pipeline.comparison import Comparison
from spamatlas.web.console.desk import desk
from spamatlas.web.face import laws
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, language_of, office


@get("/console/profiles", include_in_schema=False, guards=[needs(Scope.STATISTICS)])
async def compare_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A month's reports under two profiles: how many each rules how, and where they part."""
    query, node, language = request.query_params, office(request).node, language_of(request)
    pair = laws.chosen(query, node.settings.profile, node.settings.home_country)
    month = query.get("month") or f"{datetime.now(UTC):%Y-%m}"
    found, wrong = await _compared(request, (pair[0].name, pair[1].name), month) if "a" in query else (None, "")
    return await desk(
        request,
        "console_profiles.html",
        status=422 if wrong else 200,
        pair=pair,
        every=laws.every(language),
        laws=laws,
        month=month,
        found=found,
        wrong=wrong,
        rulings=list(Ruling),
    )


async def _compared(request: Call, names: tuple[str, str], month: str) -> tuple[Comparison | None, str]:
    """The comparison, or what was wrong with what was asked for."""
    try:
        return await asyncio.to_thread(office(request).node.compared, *names, month), ""
    except Rejected as why:
        return None, why.detail
