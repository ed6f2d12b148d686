"""Signing in and out."""

import asyncio
from hmac import compare_digest
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect

from spamatlas.model import Person, Rejected, Scope
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SESSION_HOURS, SignedIn
from spamatlas.pipeline.sign_in import SignIn
from spamatlas.web.console.desk import back
from spamatlas.web.face.sign_in import sign_in_form
from spamatlas.web.guards import demand, unrecognised
from spamatlas.web.office import SESSION, Call, language_of, may, office, place, principal, session_of
from spamatlas.web.problems import Refused
from spamatlas.web.site import is_secure

FORM_BYTES = 100_000
"""The longest form with which somebody comes in, or changes what lets them in."""
HALF_A_DAY_SECONDS = SESSION_HOURS * 3600
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


@get("/console/sign-in", include_in_schema=False)
async def ask_to_sign_in(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Asks for address and password, or for the node's token."""
    return sign_in_page(request)


@post("/console/sign-in", include_in_schema=False, request_max_body_size=FORM_BYTES)
async def sign_in(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Takes what opens the console from a form, where it stays out of the address and of every log."""
    form = await request.form()
    wanted, address = str(form.get("next") or "/console"), str(form.get("address") or "")[:300]
    if token := str(form.get("token") or "").strip():
        return with_token(request, token, wanted)
    refuse_many_tries(request, address)
    sign = SignIn(office(request).node.accounts)
    try:
        password, code = str(form.get("password") or "")[:1000], str(form.get("code") or "")[:20]
        done = await asyncio.to_thread(sign.sign_in, address, password, code, agent_of(request))
    except Rejected as why:
        return sign_in_page(request, 401, why, address=address, wanted=wanted)
    return await signed_in(request, done, wanted)


@post("/console/sign-out", include_in_schema=False, request_max_body_size=FORM_BYTES)
async def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    """Ends the session, and takes the cookie away."""
    asker = principal(request)
    if asker.session:
        await asyncio.to_thread(SignIn(office(request).node.accounts).sign_out, asker.session, asker.number)
    return Redirect("/console/sign-in?out=1", status_code=303, cookies=[session_cookie(request, "", seconds=0)])


def sign_in_page(
    request: Call, status: int = 200, why: Rejected | None = None, *, address: str = "", wanted: str = ""
) -> Response[bytes]:
    """The form, with why it did not work; what was typed as a password is not given back."""
    told = language_of(request).explain(why.detail) if why else ""
    return sign_in_form(request, status, told=told, why=why.code if why else "", address=address, wanted=wanted)


def door(request: Call) -> Redirect | None:
    """What somebody gets who comes with the token, or may see other parts of the console only; None for others.

    Raises:
        Refused: as ``demand`` does, where they may see nothing.
    """
    if given := str(request.query_params.get("token", "")):
        return with_token(request, given, "/console")
    if may(request, Scope.CAMPAIGNS_READ) and not may(request, Scope.REPORTS_READ):
        return Redirect("/console/campaigns", status_code=303)
    if principal(request).kind == "person" and not may(request, Scope.REPORTS_READ):
        return Redirect("/console/account", status_code=303)
    demand(request, Scope.REPORTS_READ)
    return None


def with_token(request: Call, given: str, wanted: str) -> Redirect:
    """Makes the browser that comes with the node's token the operator's."""
    token = office(request).node.token
    if not token or not compare_digest(given.encode("utf-8", "replace"), token.encode()):
        refuse_many_tries(request, "token")
        raise Refused(403, "forbidden", "that is not this node's token; it is in the file token.key of the data folder")
    answer = back(wanted)
    answer.set_cookie(session_cookie(request, session_of(token)))
    return answer


async def signed_in(request: Call, done: SignedIn, wanted: str) -> Redirect:
    """Makes the browser that of somebody who signed in; the session that it had before ends."""
    forget_try(request)
    before = principal(request)
    if before.session:
        await asyncio.to_thread(SignIn(office(request).node.accounts).sign_out, before.session, before.number)
    answer = back(wanted)
    answer.set_cookie(session_cookie(request, done.word))
    return answer


async def signed_in_person(request: Call) -> Person:
    """Who is signed in.

    Raises:
        Refused: 401 for the token, a key, or nobody: none of them is a person.
    """
    asker = principal(request)
    if asker.kind != "person":
        raise unrecognised(asker)
    return await asyncio.to_thread(Membership(office(request).node.accounts).person, str(asker.number))


def refuse_many_tries(request: Call, address: str = "") -> None:
    """Who tries often must wait, from one place and for one address, where one was given.

    Raises:
        Refused: 429, ``too-many-requests``.
    """
    tries = office(request).tries
    wait = tries.wait_seconds(f"from {place(request)}")
    wait = max(wait, tries.wait_seconds(f"for {address.strip().lower()}")) if address else wait
    if wait:
        after = {"retry-after": str(int(wait) + 1)}
        raise Refused(429, "too-many-requests", "that was a lot at once; try again in a moment", after)


def forget_try(request: Call) -> None:
    """Who came in did not try from their place: a hundred people who begin at nine share one address. It goes on
    counting for their own.
    """
    office(request).tries.give_back(f"from {place(request)}")


def agent_of(request: Call) -> str:
    """The browser and the system in two words: enough to know one's own devices by."""
    said = request.headers.get("user-agent", "")
    return " ".join(next((name for name in names if name in said), "?") for names in (BROWSERS, SYSTEMS))


def session_cookie(request: Call, value: str, seconds: int = HALF_A_DAY_SECONDS) -> Cookie:
    """What a browser shows as long as somebody is signed in there."""
    return Cookie(
        key=SESSION, value=value, httponly=True, samesite="strict", path="/", max_age=seconds, secure=is_secure(request)
    )
