"""The first steps of a node that more than one person uses: its own member, and its first administrator."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import MemberKind, Rejected, Scope
from spamatlas.pipeline.sign_in import FirstPerson, SignIn
from spamatlas.web.console.session import FORM_BYTES, agent_of, signed_in
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, language_of, office

FIELDS = ("member", "kind", "country", "name", "address")


@get("/console/set-up", include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def set_up_form(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The form, for who has the node's token, until there is an administrator."""
    done = await asyncio.to_thread(office(request).node.accounts.is_set_up)
    return _page(request, {}, is_done=done)


@post("/console/set-up", include_in_schema=False, request_max_body_size=FORM_BYTES, guards=[needs(Scope.ADMIN)])
async def set_up(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Makes the first administrator, and signs them in."""
    form = await request.form()
    given = {name: str(form.get(name) or "").strip()[:300] for name in FIELDS}
    password = str(form.get("password") or "")[:1000]
    try:
        if password != str(form.get("again") or ""):
            raise Rejected("weak-password", "the two passwords differ")  # noqa: TRY301  shown as the others are
        first = FirstPerson(
            member=given["member"],
            kind=MemberKind(given["kind"]) if given["kind"] in set(MemberKind) else MemberKind.SECTOR_MEMBER,
            country=given["country"],
            name=given["name"],
            address=given["address"],
            password=password,
        )
        done = await asyncio.to_thread(SignIn(office(request).node.accounts).set_up, first, agent_of(request))
    except Rejected as why:
        return _page(request, given, why)
    return await signed_in(request, done, "/console/account")


def _page(
    request: Call, given: dict[str, str], why: Rejected | None = None, *, is_done: bool = False
) -> Response[bytes]:
    language = language_of(request)
    told = language.explain(why.detail) if why else ""
    facts = {"given": given, "told": told, "is_done": is_done, "kinds": list(MemberKind)}
    answer = page(request, "console_set_up.html", 422 if why else 200, **facts, countries=language.countries())
    answer.headers["cache-control"] = "no-store"
    return answer
