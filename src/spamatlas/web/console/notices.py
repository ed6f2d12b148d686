"""Draft notices about a campaign, to be read and taken along; nothing is sent."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.model import Notice, Rejected, Scope
from spamatlas.web.console.desk import desk
from spamatlas.web.guards import needs
from spamatlas.web.inert import CONTROLS
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.problems import Refused


@get("/console/campaigns/{name:str}/notices", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def notices_page(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Every draft about a campaign, in the reader's language."""
    found = await _drafts(request, name)
    floor = office(request).node.settings.min_reporters
    return await desk(request, "console_notices.html", name=name[:40], notices=found, floor=floor)


@get(
    "/console/campaigns/{name:str}/notices/{reference:str}",
    include_in_schema=False,
    guards=[needs(Scope.CAMPAIGNS_READ)],
)
async def notice_file(
    request: Request[Any, Any, Any], name: FromPath[str], reference: FromPath[str]
) -> Response[bytes]:
    """One draft as a text file: subject, text, and what is for machines behind a line."""
    found = next((each for each in await _drafts(request, name) if each.reference == reference), None)
    if found is None:
        raise Refused(404, "no-such-notice", "there is no such draft any more; load the list again")
    text = f"{found.contact.address}\n{found.subject}\n\n{found.text}\n-- \n{found.media_type}\n{found.machine}\n"
    return Response(
        "\n".join(CONTROLS.sub("", line) for line in text.split("\n")).encode("utf-8", "replace"),
        media_type="text/plain",
        headers={"content-disposition": f'attachment; filename="{found.reference}.txt"', "cache-control": "no-store"},
    )


async def _drafts(request: Call, name: str) -> list[Notice]:
    try:
        return list(await asyncio.to_thread(office(request).node.notices, name, language_of(request).code))
    except (Rejected, ValueError) as why:
        raise Refused(404, "no-such-campaign", "no campaign has this name") from why
