import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import QueryParameter
from msgspec import Struct

from spamatlas.model import Contact, Graph, Notice, Rejected, Scope
from spamatlas.web.api.campaigns import Name
from spamatlas.web.api.documented import TOKEN, Tongue, problems
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import language_of, office
from spamatlas.web.problems import Refused

Thing = Annotated[
    str,
    QueryParameter(
        description="A campaign's name, `kind:name`, or a number, link, domain, IP address (its network), account",
        min_length=1,
        max_length=2_000,
        examples=[Example(summary="a campaign", value="C-77aa17d489153656")],
    ),
]


class Drafts(Struct, frozen=True, kw_only=True):
    """Draft notices about a campaign. What fewer than ``least_reporters`` people reported is in none."""

    campaign: str
    least_reporters: int
    notices: list[Notice]


class Around(Struct, frozen=True, kw_only=True):
    """The graph around a thing, and who can act on the thing itself."""

    graph: Graph
    contacts: list[Contact]


@get(
    "/api/v1/graph",
    guards=[known_parameters, needs(Scope.CAMPAIGNS_READ)],
    security=TOKEN,
    summary="What a thing is tied to",
    responses={
        200: ResponseSpec(Around, description="The first vertex is what was asked for"),
        **problems(401, 404),
    },
)
async def graph(request: Request[Any, Any, Any], node: Thing) -> Around:
    """What lies within two steps of a campaign, or of a thing that campaigns name or come from.

    At most 500 vertices. Hubs, which everybody uses, are shown and tie nothing together. Clusters are campaigns that
    lead to one infrastructure, each with competing explanations whose certainties add up to 1.
    """
    place = office(request).node
    try:
        found = await asyncio.to_thread(place.graph, node)
        return Around(graph=found, contacts=list(await asyncio.to_thread(place.contacts, node)))
    except Rejected as why:
        raise Refused(404, why.code, why.detail) from why


@get(
    "/api/v1/campaigns/{name:str}/notices",
    guards=[known_parameters, needs(Scope.CAMPAIGNS_READ)],
    security=TOKEN,
    summary="Draft notices about a campaign",
    responses={200: ResponseSpec(Drafts, description="Nothing is sent"), **problems(401, 404)},
)
async def notices(request: Request[Any, Any, Any], name: Name, lang: Tongue = "") -> Drafts:
    """Drafts to those who can act on what the campaign uses, in the language of ``lang`` or of the request.

    None where the campaign is not ruled spam. They hold nothing of who reported.
    """
    place, language = office(request).node, lang or language_of(request).code
    try:
        found = await asyncio.to_thread(place.notices, name, language)
    except (Rejected, ValueError) as why:
        raise Refused(404, "no-such-campaign", "no campaign has this name") from why
    return Drafts(campaign=name, least_reporters=place.settings.min_reporters, notices=list(found))
