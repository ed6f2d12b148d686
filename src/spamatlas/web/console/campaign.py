import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.locale import Language
from spamatlas.model import Scope
from spamatlas.plugins import pieces
from spamatlas.web.console import campaign_sections
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.desk import behind, desk
from spamatlas.web.contract import Node
from spamatlas.web.guards import needs
from spamatlas.web.office import language_of, office
from spamatlas.web.problems import Refused

SECTIONS = sorted(pieces(campaign_sections, Section).values(), key=lambda each: (each.order, each.name))


@get("/console/campaigns/{name:str}", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def campaign_page(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One campaign: what it adds up to, and its sections."""
    node = office(request).node
    begun = {each.name: each.ahead for each in SECTIONS if each.ahead}
    found, *read = await asyncio.gather(
        asyncio.to_thread(node.campaign, name), *(asyncio.to_thread(ahead, node, name) for ahead in begun.values())
    )
    if found is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    language = language_of(request)
    sections = await _sections(node, found, dict(zip(begun, read, strict=True)), language)
    told = behind(found.get("as_of"), language)
    return await desk(request, "console_campaign.html", found=found, sections=sections, behind=told)


async def _sections(
    node: Node, found: Mapping[str, Any], ahead: Mapping[str, Any], language: Language
) -> list[tuple[str, Gathered]]:
    """The template of each section that has something to show, and what it shows."""
    gathered = await asyncio.gather(
        *(asyncio.to_thread(each.gather, node, {**found, "ahead": ahead.get(each.name)}, language) for each in SECTIONS)
    )
    return [(each.template, facts) for each, facts in zip(SECTIONS, gathered, strict=True) if facts is not None]
