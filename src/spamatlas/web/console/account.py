"""What somebody who is signed in sees and changes of themselves: password, second factor, where they are signed in."""

import asyncio
from typing import Any

import segno
from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Person, Rejected
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.sign_in import SignIn
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.console.session import refuse_many_tries
from spamatlas.web.guards import unrecognised
from spamatlas.web.office import Call, language_of, office, principal
from spamatlas.web.problems import Refused

HERE = "/console/account"
SECRET_DIGITS = 64


@get(HERE, include_in_schema=False)
async def account_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Who somebody is here; with ``factor`` the second factor is offered."""
    person = await _person(request)
    secret = _sign_in(request).offer_second_factor() if "factor" in request.query_params else ""
    return await _page(request, person, secret)


@post(HERE, include_in_schema=False)
async def change_account(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """One change; where it did not work the page says why."""
    person = await _person(request)
    form = await request.form()
    given = {
        name: str(form.get(name) or "")[:1000] for name in ("action", "password", "new", "again", "code", "secret")
    }
    refuse_many_tries(request, person.address)
    try:
        await asyncio.to_thread(_change, request, person, given, number(str(form.get("session") or "")))
    except Rejected as why:
        secret = given["secret"][:SECRET_DIGITS] if given["action"] == "set-factor" else ""
        return await _page(request, person, secret, why)
    return back(HERE)


def _change(request: Call, person: Person, given: dict[str, str], session: int) -> None:
    sign, own = _sign_in(request), principal(request).session
    match given["action"]:
        case "password":
            if given["new"] != given["again"]:
                raise Rejected("weak-password", "the two passwords differ")
            sign.change_password(person.id, given["password"], given["new"], own)
        case "set-factor":
            sign.set_second_factor(person.id, given["secret"][:SECRET_DIGITS], given["code"])
        case "drop-factor":
            sign.drop_second_factor(person.id, given["password"])
        case "end-session":
            sign.sign_out(session, person.id)
        case _:
            raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")


async def _page(request: Call, person: Person, secret: str, why: Rejected | None = None) -> Response[bytes]:
    node, sign = office(request).node, _sign_in(request)
    sessions = await asyncio.to_thread(Membership(node.accounts).sessions, str(person.id))
    picture = ""
    if secret:
        uri = sign.address_of_factor(secret, person, node.settings.node_name)
        picture = segno.make(uri, error="m").svg_data_uri(scale=4, light="white", border=3)
    told = language_of(request).explain(why.detail) if why else ""
    facts = {"person": person, "sessions": sessions, "secret": secret, "picture": picture, "problem": told}
    answer = await desk(request, "console_account.html", 422 if why else 200, here=HERE, **facts)
    answer.headers["cache-control"] = "no-store"
    return answer


async def _person(request: Call) -> Person:
    """Who is signed in.

    Raises:
        Refused: 401 for the token, a key, or nobody: none of them is a person.
    """
    asker = principal(request)
    if asker.kind != "person":
        raise unrecognised(asker)
    return await asyncio.to_thread(Membership(office(request).node.accounts).person, str(asker.number))


def _sign_in(request: Call) -> SignIn:
    return SignIn(office(request).node.accounts)
