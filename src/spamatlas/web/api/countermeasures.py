"""What was done against a campaign is noted; ``/api/v1/campaigns/undo`` undoes it."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from spamatlas.model import Scope
from spamatlas.pipeline.campaign_actions import Regrouped
from spamatlas.web.api.campaigns import Name
from spamatlas.web.api.countermeasure_shapes import Noting
from spamatlas.web.api.documented import TOKEN, body, problems
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import doer, office

_EXAMPLE = {"kind": "host_down", "target": "pay.example", "organisation": "Example Hosting", "taken_on": "2026-11-20"}
_NOTING = body({"application/json": ([Noting], {"a host was taken down": _EXAMPLE})})


@post(
    "/api/v1/campaigns/{name:str}/countermeasures",
    status_code=200,
    guards=[known_parameters, needs(Scope.CAMPAIGNS_WRITE)],
    security=TOKEN,
    operation_class=_NOTING,
    summary="Note a countermeasure",
    responses={
        200: ResponseSpec(Regrouped, description="The action that noted it, by which it can be undone"),
        **problems(401, 422, 503),
    },
)
async def note_countermeasure(request: Request[Any, Any, Any], name: Name, data: JSONBody[Noting]) -> Regrouped:
    """Who did what against the campaign or a thing that it uses, and when. One campaign's answer has them all, each
    with what came after it.
    """
    said = {key: value for key, value in msgspec.to_builtins(data).items() if value}
    return await asyncio.to_thread(office(request).node.campaigns_counter, name, said, doer(request))
