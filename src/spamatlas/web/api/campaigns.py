import asyncio
from typing import Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery

from spamatlas.web.api.reports import filters_of, rows
from spamatlas.web.guards import operator_only
from spamatlas.web.office import office
from spamatlas.web.problems import Refused


@get("/api/v1/campaigns", guards=[operator_only], summary="Campaigns, the largest first")
async def campaigns(request: Request[Any, Any, Any], limit: FromQuery[int] = 50) -> list[dict[str, Any]]:
    """What belongs together, narrowed by what the address says."""
    found = await asyncio.to_thread(office(request).node.campaigns, filters_of(request), rows(limit))
    return [dict(each) for each in found]


@get("/api/v1/campaigns/{name:str}", guards=[operator_only], summary="One campaign")
async def campaign(request: Request[Any, Any, Any], name: FromPath[str]) -> dict[str, Any]:
    """What a campaign adds up to, by its own name or that of one it took in."""
    found = await asyncio.to_thread(campaign_or_none, request, name)
    if found is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    return found


def campaign_or_none(request: Request[Any, Any, Any], name: str) -> dict[str, Any] | None:
    """The campaign by its written name; None for one that does not exist or is not written as a name."""
    try:
        found = office(request).node.campaign(name)
    except ValueError:
        return None
    return dict(found) if found else None
