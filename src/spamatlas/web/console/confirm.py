"""Where somebody who is signed in shows once more that it is they, before they change what lets them in."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Person, Rejected
from spamatlas.pipeline.passkeys import Passkeys
from spamatlas.pipeline.provider_sign_in import titles
from spamatlas.pipeline.sign_in import SignIn
from spamatlas.web.console.desk import back, desk, ours
from spamatlas.web.console.session import FORM_BYTES, refuse_many_tries, signed_in_person
from spamatlas.web.office import Call, language_of, office, principal
from spamatlas.web.site import needed_site, site_of

HERE = "/console/confirm"


@get(HERE, include_in_schema=False)
async def confirm_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Asks for the password, the code or a passkey, whichever somebody has."""
    return await _page(request, await signed_in_person(request), request.query_params.get("next", ""))


@post(HERE, include_in_schema=False, request_max_body_size=FORM_BYTES)
async def confirm(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Notes that they showed it, and leads on."""
    person, form = await signed_in_person(request), await request.form()
    given = {name: str(form.get(name) or "") for name in ("password", "code", "credential", "next")}
    refuse_many_tries(request, person.address)
    try:
        await asyncio.to_thread(_prove, request, person, given)
    except Rejected as why:
        return await _page(request, person, given["next"], why)
    return back(given["next"])


async def is_confirmed(request: Call) -> bool:
    """Whether who is signed in may change what lets them in."""
    asker = principal(request)
    return await asyncio.to_thread(SignIn(office(request).node.accounts).is_proved, asker.number, asker.session)


def confirming(wanted: str) -> Redirect:
    """To the page that asks for it; ``wanted`` comes after it."""
    return Redirect(f"{HERE}?{urlencode({'next': wanted})}", status_code=303)


def _prove(request: Call, person: Person, given: dict[str, str]) -> None:
    accounts, session = office(request).node.accounts, principal(request).session
    if given["credential"]:
        Passkeys(accounts).prove(person.id, session, given["credential"], needed_site(request))
    else:
        sign = SignIn(accounts)
        sign.prove(person.id, session, given["password"][:1000], given["code"][:20])
        if given["password"] and not sign.is_proved(person.id, session):
            raise Rejected("proof-wanted", "you have a second factor or a passkey: show that as well")


async def _page(request: Call, person: Person, wanted: str, why: Rejected | None = None) -> Response[bytes]:
    site = site_of(request)
    own = await asyncio.to_thread(Passkeys(office(request).node.accounts).of_person, person.id)
    facts = {
        "person": person,
        "wanted": ours(wanted),
        "has_passkey": site is not None and any(each.site == site.name for each in own),
        "providers": titles(office(request).node.settings.providers),
        "problem": language_of(request).explain(why.detail) if why else "",
    }
    answer = await desk(request, "console_proof.html", 422 if why else 200, here=HERE, **facts)
    answer.headers["cache-control"] = "no-store"
    return answer
