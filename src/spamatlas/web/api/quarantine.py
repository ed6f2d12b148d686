import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from spamatlas.model import Scope
from spamatlas.web.api.documented import TOKEN, problems
from spamatlas.web.api.reports import Rows
from spamatlas.web.api.shapes import Held
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import office

Code = Annotated[str, QueryParameter(max_length=60, description="Why it is held; /schema/problems explains the codes")]


@get(
    "/api/v1/quarantine",
    guards=[known_parameters, needs(Scope.REPORTS_READ)],
    security=TOKEN,
    summary="What can't be analysed, and why",
    responses={200: ResponseSpec(list[Held], description="The newest first"), **problems(401)},
)
async def quarantine(request: Request[Any, Any, Any], limit: Rows = 50, code: Code = "") -> list[dict[str, Any]]:
    """Reports that were accepted and are kept, but count nowhere until they can be analysed."""
    found = await asyncio.to_thread(office(request).node.quarantine, limit, code)
    return [dict(each) for each in found]
