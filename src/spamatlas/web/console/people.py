"""Members, their people and keys, for an administrator."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.model import MemberKind, PersonRole, Rejected, Scope
from spamatlas.pipeline.invitation import address_of
from spamatlas.pipeline.membership import Membership
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, office
from spamatlas.web.problems import Refused

HERE = "/console/people"
ONE = "/console/people/{member:int}"
WORDS = ("action", "name", "kind", "country", "address", "person", "key", "days")


@get(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def members_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every member, with a form for another one."""
    return await _members(request)


@post(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def add_member(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Adds a member."""
    given, membership = await _given(request), _membership(request)
    try:
        wanted = given["name"], given["kind"], given["country"], doer(request)
        added = await asyncio.to_thread(membership.add_member, *wanted)
    except Rejected as why:
        return await _members(request, why)
    return back(f"{HERE}/{added.id}")


@get(ONE, include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def member_page(request: Request[Any, Any, Any], member: FromPath[int]) -> Response[bytes]:
    """One member with its people and keys."""
    return await _member(request, member)


@post(ONE, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def change_member(request: Request[Any, Any, Any], member: FromPath[int]) -> Response[bytes] | Redirect:
    """Adds or ends; what is shown once is shown in the answer, which no browser keeps."""
    given, form = await _given(request), await request.form()
    granted = [str(each) for each in form.getall("granted", [])]
    act = _acts(_membership(request), str(member), given, granted, doer(request)).get(given["action"])
    if act is None:
        raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    try:
        done = await asyncio.to_thread(act)
    except Rejected as why:
        return await _member(request, member, why)
    if isinstance(done, dict) and {"secret", "invitation"} & set(done):
        return await _member(request, member, once=done)
    return back(f"{HERE}/{member}")


def _acts(
    membership: Membership, member: str, given: Mapping[str, str], granted: list[str], who: str
) -> Mapping[str, Callable[[], Any]]:
    days = number(given["days"])
    return {
        "add-person": lambda: membership.add_person(member, given["name"], given["address"], granted, who),
        "invite": lambda: membership.invite(given["person"], who),
        "set-roles": lambda: membership.set_roles(given["person"], granted, who),
        "end-person": lambda: membership.end_person(given["person"], who),
        "add-key": lambda: membership.add_key(member, given["name"], granted, days, who),
        "end-key": lambda: membership.end_key(given["key"], who),
        "end-member": lambda: membership.end_member(member, who),
    }


async def _members(request: Call, why: Rejected | None = None) -> Response[bytes]:
    rows = await asyncio.to_thread(_membership(request).members)
    told = language_of(request).explain(why.detail) if why else ""
    facts = {"rows": rows, "kinds": list(MemberKind), "problem": told, "countries": language_of(request).countries()}
    return await desk(request, "console_people.html", 422 if why else 200, here=HERE, **facts)


async def _member(
    request: Call, member: int, why: Rejected | None = None, once: Mapping[str, Any] | None = None
) -> Response[bytes]:
    try:
        found = await asyncio.to_thread(_membership(request).member, str(member))
    except Rejected as gone:
        raise Refused(404, gone.code, gone.detail) from gone
    told = language_of(request).explain(why.detail) if why else ""
    facts = {"member": found, "once": once or {}, "roles": list(PersonRole), "scopes": list(Scope), "problem": told}
    status, here = 422 if why else 200, f"{HERE}/{member}"
    answer = await desk(request, "console_member.html", status, here=here, **facts, invitation_address=address_of)
    answer.headers["cache-control"] = "no-store"
    return answer


async def _given(request: Call) -> dict[str, str]:
    form = await request.form()
    return {name: str(form.get(name) or "").strip()[:300] for name in WORDS}


def _membership(request: Call) -> Membership:
    return Membership(office(request).node.accounts, language_of(request).code)
