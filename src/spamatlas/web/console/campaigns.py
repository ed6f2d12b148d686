import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.web.face.sheet import page
from spamatlas.web.guards import operator_only
from spamatlas.web.office import office
from spamatlas.web.problems import Refused

ROWS = 100


@get("/campaigns", include_in_schema=False, guards=[operator_only])
async def campaigns_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The largest campaigns, and how they grow."""
    filters = {name: request.query_params.get(name, "") for name in ("ruling", "category", "channel")}
    found = await asyncio.to_thread(office(request).node.campaigns, filters, ROWS)
    return page(request, "campaigns.html", rows=found, filters=filters)


@get("/campaigns/{name:str}", include_in_schema=False, guards=[operator_only])
async def campaign_page(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One campaign and its newest reports."""
    node = office(request).node
    found = await asyncio.to_thread(node.campaign, name)
    if found is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    rows = await asyncio.to_thread(node.reports, {"campaign": found["campaign"]}, 50, None)
    return page(request, "campaign.html", found=found, rows=rows)
