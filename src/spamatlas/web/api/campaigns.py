import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import PathParameter

from spamatlas.model import Scope
from spamatlas.web.api.campaign_shapes import Campaign, CampaignPair
from spamatlas.web.api.documented import TOKEN, problems
from spamatlas.web.api.reports import FILTERS, Filters, Rows
from spamatlas.web.contract import Node
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import office
from spamatlas.web.problems import Refused

Name = Annotated[
    str,
    PathParameter(
        description="The campaign's name, or that of one that became part of it",
        max_length=40,
        examples=[Example(summary="a campaign", value="C-77aa17d489153656")],
    ),
]
OtherName = Annotated[
    str,
    PathParameter(
        description="The name of the campaign that it is compared with",
        max_length=40,
        examples=[Example(summary="another campaign", value="C-22e1eb9396ab86f1")],
    ),
]


@get(
    "/api/v1/campaigns",
    guards=[known_parameters, needs(Scope.CAMPAIGNS_READ)],
    security=TOKEN,
    dependencies=FILTERS,
    summary="Campaigns, the largest first",
    responses={200: ResponseSpec(list[Campaign], description="The largest first"), **problems(401)},
)
async def campaigns(request: Request[Any, Any, Any], filters: Filters, limit: Rows = 50) -> list[dict[str, Any]]:
    """What belongs together, narrowed by ``campaign``, ``channel``, ``ruling``, ``category`` and ``sample``."""
    found = await asyncio.to_thread(office(request).node.campaigns, filters, limit)
    return [dict(each) for each in found]


@get(
    "/api/v1/campaigns/{name:str}",
    guards=[known_parameters, needs(Scope.CAMPAIGNS_READ)],
    security=TOKEN,
    summary="One campaign",
    responses={200: ResponseSpec(Campaign, description="What its reports add up to"), **problems(401, 404)},
)
async def campaign(request: Request[Any, Any, Any], name: Name) -> dict[str, Any]:
    """What a campaign adds up to, by its own name or that of one it took in: its course from the first day on, what it
    is spread over, its wordings over time, and by what it is one.
    """
    found = await asyncio.to_thread(campaign_or_none, request, name)
    if found is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    return found


@get(
    "/api/v1/campaigns/{name:str}/compare/{other:str}",
    guards=[known_parameters, needs(Scope.CAMPAIGNS_READ)],
    security=TOKEN,
    summary="Two campaigns side by side",
    responses={
        200: ResponseSpec(CampaignPair, description="What they share and what not"),
        **problems(401, 404, 422),
    },
)
async def campaign_pair(request: Request[Any, Any, Any], name: Name, other: OtherName) -> dict[str, Any]:
    """What two campaigns share and what not, what would join them, and how like their wordings are."""
    pair = await asyncio.to_thread(pair_or_refused, office(request).node, name, other)
    return dict(pair)


def pair_or_refused(node: Node, first: str, second: str) -> Mapping[str, Any]:
    """Two campaigns side by side.

    Raises:
        Refused: ``no-such-campaign``; ``same-campaign``.
    """
    try:
        pair = node.campaign_pair(first, second)
    except ValueError:
        pair = None
    if pair is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    if pair["first"]["campaign"] == pair["second"]["campaign"]:
        raise Refused(422, "same-campaign", "the two names stand for one campaign")
    return pair


def campaign_or_none(request: Request[Any, Any, Any], name: str) -> dict[str, Any] | None:
    """The campaign by its written name; None for one that does not exist or is not written as a name."""
    try:
        found = office(request).node.campaign(name)
    except ValueError:
        return None
    return dict(found) if found else None
