"""Where somebody who was invited sets a password."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Rejected
from spamatlas.pipeline.provider_sign_in import titles
from spamatlas.pipeline.sign_in import SignIn
from spamatlas.web.console.session import FORM_BYTES, agent_of, refuse_many_tries, signed_in
from spamatlas.web.face.sheet import page
from spamatlas.web.office import Call, language_of, office


@get("/console/invitation", include_in_schema=False)
async def invitation_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Says whom the invitation is for, and asks for a password."""
    return await _page(request, request.query_params.get("word", "")[:100])


@post("/console/invitation", include_in_schema=False, request_max_body_size=FORM_BYTES)
async def use_invitation(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Sets the password, and signs them in."""
    refuse_many_tries(request)
    form = await request.form()
    word, password = str(form.get("word") or "")[:100], str(form.get("password") or "")[:1000]
    sign = SignIn(office(request).node.accounts)
    try:
        if password != str(form.get("again") or ""):
            raise Rejected("weak-password", "the two passwords differ")  # noqa: TRY301  shown as the others are
        done = await asyncio.to_thread(sign.use_invitation, word, password, agent_of(request))
    except Rejected as why:
        return await _page(request, word, why)
    return await signed_in(request, done, "/console/account")


async def _page(request: Call, word: str, why: Rejected | None = None) -> Response[bytes]:
    person, told = None, language_of(request).explain(why.detail) if why else ""
    try:
        person = await asyncio.to_thread(SignIn(office(request).node.accounts).invited, word)
    except Rejected as gone:
        why, told = gone, language_of(request).explain(gone.detail)
    known = titles(office(request).node.settings.providers)
    answer = page(
        request, "console_invitation.html", 422 if why else 200, person=person, word_of=word, told=told, providers=known
    )
    answer.headers["cache-control"] = "no-store"
    return answer
