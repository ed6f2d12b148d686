"""Somebody's passkeys: which there are, another one, another name, an end; and coming in with one."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Person, Rejected
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.passkeys import Passkeys
from spamatlas.web.console.confirm import confirming, is_confirmed
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.console.session import (
    FORM_BYTES,
    agent_of,
    refuse_many_tries,
    sign_in_page,
    signed_in,
    signed_in_person,
)
from spamatlas.web.guards import own_page_only
from spamatlas.web.office import Call, language_of, office, principal
from spamatlas.web.problems import Refused
from spamatlas.web.site import needed_site, site_of

HERE = "/console/passkeys"
WORDS = ("action", "name", "passkey", "credential")


@get(HERE, include_in_schema=False)
async def passkeys_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The passkeys of who is signed in, with what adds another one for who proved lately who they are."""
    return await _page(request, await signed_in_person(request))


@post(HERE, include_in_schema=False, request_max_body_size=FORM_BYTES)
async def change_passkeys(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """One change; where it did not work the page says why."""
    person = await signed_in_person(request)
    form = await request.form()
    given = {name: str(form.get(name) or "") for name in WORDS}
    try:
        await asyncio.to_thread(_change, request, person, given)
    except Rejected as why:
        return confirming(HERE) if why.code == "proof-wanted" else await _page(request, person, why)
    return back(HERE)


@get(f"{HERE}/options", include_in_schema=False, guards=[own_page_only])
async def passkey_options(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What the browser makes a passkey by, or signs by: our page's script asks for it when its button is pressed."""
    made = await asyncio.to_thread(_options, request, request.query_params.get("for", ""))
    return Response(msgspec.json.encode(made), media_type="application/json", headers={"cache-control": "no-store"})


@post("/console/sign-in/passkey", include_in_schema=False, request_max_body_size=FORM_BYTES)
async def sign_in_with_passkey(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Lets in whose passkey signed; who they are is what it says."""
    form = await request.form()
    wanted = str(form.get("next") or "/console")
    refuse_many_tries(request)
    try:
        sign, answer = _passkeys(request), str(form.get("credential") or "")
        done = await asyncio.to_thread(sign.sign_in, answer, needed_site(request), agent_of(request))
    except Rejected as why:
        return sign_in_page(request, 401, why, wanted=wanted)
    return await signed_in(request, done, wanted)


def _options(request: Call, purpose: str) -> Any:
    sign, site, asker = _passkeys(request), needed_site(request), principal(request)
    match purpose:
        case "sign-in":
            return sign.options_to_sign_in(site)
        case "add" if asker.kind == "person":
            person = Membership(office(request).node.accounts).person(str(asker.number))
            return sign.options_to_add(person, site)
        case "confirm" if asker.kind == "person":
            return sign.options_to_prove(asker.session, site)
    raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")


def _change(request: Call, person: Person, given: dict[str, str]) -> None:
    sign, session, passkey = _passkeys(request), principal(request).session, number(given["passkey"])
    match given["action"]:
        case "add":
            sign.add(person.id, session, given["credential"], given["name"][:300], needed_site(request))
        case "rename":
            sign.rename(person.id, passkey, given["name"][:300])
        case "end":
            sign.end(person.id, session, passkey)
        case _:
            raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")


async def _page(request: Call, person: Person, why: Rejected | None = None) -> Response[bytes]:
    rows = await asyncio.to_thread(_passkeys(request).of_person, person.id)
    told = language_of(request).explain(why.detail) if why else ""
    facts = {"rows": rows, "site": site_of(request), "is_confirmed": await is_confirmed(request), "problem": told}
    answer = await desk(request, "console_passkeys.html", 422 if why else 200, here=HERE, **facts)
    answer.headers["cache-control"] = "no-store"
    return answer


def _passkeys(request: Call) -> Passkeys:
    node = office(request).node
    return Passkeys(node.accounts, node.settings.node_name)
