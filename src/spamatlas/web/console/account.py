"""What somebody who is signed in sees and changes of themselves: password, second factor, where they are signed in."""

import asyncio
from typing import Any

import segno
from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Person, Rejected
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.passkeys import Passkeys
from spamatlas.pipeline.sign_in import SignIn
from spamatlas.web.console.confirm import confirming, is_confirmed
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.console.session import FORM_BYTES, refuse_many_tries, signed_in_person
from spamatlas.web.office import Call, language_of, office, principal
from spamatlas.web.problems import Refused

HERE = "/console/account"
SECRET_DIGITS = 64


@get(HERE, include_in_schema=False)
async def account_page(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Who somebody is here; with ``factor`` the second factor is offered, to who proved lately who they are."""
    person = await signed_in_person(request)
    if "factor" not in request.query_params:
        return await _page(request, person)
    if not await is_confirmed(request):
        return confirming(f"{HERE}?factor=1")
    return await _page(request, person, secret=_sign_in(request).offer_second_factor())


@post(HERE, include_in_schema=False, request_max_body_size=FORM_BYTES)
async def change_account(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """One change; where it did not work the page says why."""
    person = await signed_in_person(request)
    form = await request.form()
    given = {
        name: str(form.get(name) or "")[:1000] for name in ("action", "password", "new", "again", "code", "secret")
    }
    refuse_many_tries(request, person.address)
    try:
        codes = await asyncio.to_thread(_change, request, person, given, number(str(form.get("session") or "")))
    except Rejected as why:
        if why.code == "proof-wanted":
            return confirming(HERE)
        secret = given["secret"][:SECRET_DIGITS] if given["action"] == "set-factor" else ""
        return await _page(request, person, secret=secret, why=why)
    return await _page(request, await signed_in_person(request), codes=codes) if codes else back(HERE)


def _change(request: Call, person: Person, given: dict[str, str], session: int) -> tuple[str, ...]:
    """Do it; the recovery codes that were made with it, which are shown once."""
    sign, own = _sign_in(request), principal(request).session
    match given["action"]:
        case "password":
            if given["new"] != given["again"]:
                raise Rejected("weak-password", "the two passwords differ")
            sign.change_password(person.id, given["password"], given["new"], own)
        case "set-factor":
            return sign.set_second_factor(person.id, given["secret"][:SECRET_DIGITS], given["code"], own)
        case "drop-factor":
            sign.drop_second_factor(person.id, own)
        case "recovery-codes":
            return sign.renew_recovery_codes(person.id, own)
        case "end-session":
            sign.sign_out(session, person.id)
        case _:
            raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    return ()


async def _page(
    request: Call, person: Person, *, secret: str = "", codes: tuple[str, ...] = (), why: Rejected | None = None
) -> Response[bytes]:
    node, sign = office(request).node, _sign_in(request)
    sessions = await asyncio.to_thread(Membership(node.accounts).sessions, str(person.id))
    picture = ""
    if secret:
        uri = sign.address_of_factor(secret, person, node.settings.node_name)
        picture = segno.make(uri, error="m").svg_data_uri(scale=4, light="white", border=3)
    told = language_of(request).explain(why.detail) if why else ""
    facts = {"person": person, "sessions": sessions, "secret": secret, "picture": picture, "problem": told}
    facts |= {"codes": codes, "codes_left": await asyncio.to_thread(sign.recovery_codes_left, person.id)}
    facts |= {"passkeys": await asyncio.to_thread(Passkeys(node.accounts).of_person, person.id)}
    answer = await desk(request, "console_account.html", 422 if why else 200, here=HERE, **facts)
    answer.headers["cache-control"] = "no-store"
    return answer


def _sign_in(request: Call) -> SignIn:
    return SignIn(office(request).node.accounts)
