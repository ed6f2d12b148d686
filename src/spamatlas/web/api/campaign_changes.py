"""Campaigns are joined, split, named and left alone, and it is undone."""

import asyncio
from functools import partial
from typing import Any

from litestar import Request, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from spamatlas.model import Scope
from spamatlas.pipeline.campaign_actions import Regrouped
from spamatlas.web.api.campaign_shapes import Chosen, Labelled, Undoing, With
from spamatlas.web.api.campaigns import Name
from spamatlas.web.api.documented import TOKEN, body, problems
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import doer, office

_MERGE = body({"application/json": ([With], {"make two campaigns one": {"campaigns": ["C-70297b73be88f945"]}})})
_APART = body({"application/json": ([With], {"keep two campaigns two": {"campaigns": ["C-70297b73be88f945"]}})})
_SPLIT = body({"application/json": ([Chosen], {"take reports out": {"reports": ["parcel-1"], "by_wording": False}})})
_LABEL = body({"application/json": ([Labelled], {"name it": {"name": "Parcel fees", "is_pinned": True}})})
_UNDO = body({"application/json": ([Undoing], {"undo the latest": {"action": 0}})})
_DONE = ResponseSpec(Regrouped, description="What was made of it, and the action to undo it by")
_UNDONE = ResponseSpec(Undoing, description="The action that was undone")
_change = partial(
    post,
    status_code=200,
    guards=[known_parameters, needs(Scope.CAMPAIGNS_WRITE)],
    security=TOKEN,
    responses={200: _DONE, **problems(401, 422, 503)},
)


@_change("/api/v1/campaigns/{name:str}/merge", operation_class=_MERGE, summary="Make campaigns one")
async def merge(request: Request[Any, Any, Any], name: Name, data: JSONBody[With]) -> Regrouped:
    """The oldest name stays; the others lead to it. ``action`` is 0 where they were one before."""
    return await asyncio.to_thread(office(request).node.campaigns_merge, [name, *data.campaigns], doer(request))


@_change("/api/v1/campaigns/{name:str}/apart", operation_class=_APART, summary="Say that campaigns are two")
async def apart(request: Request[Any, Any, Any], name: Name, data: JSONBody[With]) -> Regrouped:
    """With one other: the node never makes them one, and does not suggest it. ``action`` is 0 where they are one."""
    return await asyncio.to_thread(office(request).node.campaigns_apart, [name, *data.campaigns], doer(request))


@_change("/api/v1/campaigns/{name:str}/split", operation_class=_SPLIT, summary="Take reports out of a campaign")
async def split(request: Request[Any, Any, Any], name: Name, data: JSONBody[Chosen]) -> Regrouped:
    """They become a campaign of their own, which no linkage joins with the other one again."""
    return await asyncio.to_thread(
        office(request).node.campaigns_split, name, data.reports, data.by_wording, doer(request)
    )


@_change("/api/v1/campaigns/{name:str}/label", operation_class=_LABEL, summary="Name a campaign, or have it left alone")
async def label(request: Request[Any, Any, Any], name: Name, data: JSONBody[Labelled]) -> Regrouped:
    """The name stands beside the id. What is pinned the background pass neither joins nor splits."""
    node = office(request).node
    return await asyncio.to_thread(node.campaigns_label, name, data.name, data.is_pinned, doer(request))


@_change(
    "/api/v1/campaigns/undo",
    operation_class=_UNDO,
    summary="Undo what was done to campaigns",
    responses={200: _UNDONE, **problems(401, 422, 503)},
)
async def undo(request: Request[Any, Any, Any], data: JSONBody[Undoing]) -> Undoing:
    """One action by its number, also what the node did by itself, or the latest that a person did."""
    node = office(request).node
    return Undoing(await asyncio.to_thread(node.campaigns_undo, data.action, doer(request)))
