"""Sharing groups, and what a member's reports are from the start."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Rejected, Scope, Tlp
from spamatlas.pipeline.membership import Membership
from spamatlas.web.console.desk import back, desk
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, office
from spamatlas.web.problems import Refused

HERE = "/console/sharing"
WORDS = ("action", "name", "group", "member", "tlp", "into")


@get(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def sharing_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Who shares with whom: the groups with their members, and each member's default."""
    return await _page(request)


@post(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def change_sharing(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Makes, fills and ends groups; sets a member's default; merges a member into another."""
    form = await request.form()
    given = {name: str(form.get(name) or "").strip()[:300] for name in WORDS}
    lists = {name: [str(each) for each in form.getall(name, [])] for name in ("groups", "people")}
    act = _acts(Membership(office(request).node.accounts), given, lists, doer(request)).get(given["action"])
    if act is None:
        raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    try:
        await asyncio.to_thread(act)
    except Rejected as why:
        return await _page(request, why)
    return back(HERE)


def _acts(
    membership: Membership, given: Mapping[str, str], lists: Mapping[str, list[str]], who: str
) -> Mapping[str, Callable[[], Any]]:
    group, member = given["group"], given["member"]
    return {
        "add-group": lambda: membership.add_group(given["name"], who),
        "end-group": lambda: membership.end_group(group, who),
        "join-group": lambda: membership.join_group(group, member, who),
        "leave-group": lambda: membership.leave_group(group, member, who),
        "set-default": lambda: membership.set_default(member, given["tlp"], lists["groups"], lists["people"], who),
        "merge": lambda: membership.merge_member(member, given["into"], who),
    }


async def _page(request: Call, why: Rejected | None = None) -> Response[bytes]:
    facts = await asyncio.to_thread(_facts, Membership(office(request).node.accounts))
    told = language_of(request).explain(why.detail) if why else ""
    return await desk(
        request, "console_sharing.html", 422 if why else 200, HERE, problem=told, labels_of=list(Tlp), **facts
    )


def _facts(membership: Membership) -> dict[str, Any]:
    members = [each for each in membership.members() if each["ended_at"] is None]
    people = [each for each in membership.people() if each.ended_at is None]
    return {
        "members": members,
        "defaults": {each["id"]: membership.default(str(each["id"])) for each in members},
        "people": {each["id"]: [one for one in people if one.member == each["id"]] for each in members},
        "sharing_groups": [each for each in membership.groups() if each["ended_at"] is None],
    }
