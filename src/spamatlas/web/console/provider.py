"""To an identity provider, and back from it."""

import asyncio
from typing import Any
from urllib.parse import quote, unquote

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.model import Rejected
from spamatlas.pipeline.provider_sign_in import Answer, ProviderSignIn
from spamatlas.web.console.desk import ours
from spamatlas.web.console.session import (
    agent_of,
    forget_try,
    refuse_many_tries,
    session_cookie,
    sign_in_page,
)
from spamatlas.web.face.sheet import page
from spamatlas.web.office import Call, office
from spamatlas.web.site import is_secure, origin_of

HERE = "/console/sign-in/with"
KEPT = "spamatlas-provider"
PROMPTS = {"fresh": "login", "other": "select_account"}
"""What the provider is to ask, by the word for it in our own addresses (OpenID Connect Core 1.0, section 3.1.2.1)."""
TEN_MINUTES_SECONDS = 600
LONGEST = 4_000


@get(f"{HERE}/{{name:str}}", include_in_schema=False)
async def to_provider(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes] | Redirect:
    """Sends the browser to the provider, which asks with ``fresh`` who it is, with ``other`` for another account."""
    asked = request.query_params
    wanted, prompt = ours(asked.get("next", "")), next((PROMPTS[each] for each in PROMPTS if each in asked), "")
    try:
        there, word = await asyncio.to_thread(_sign_in(request).begin, name, _back(request, name), prompt)
    except Rejected as why:
        return sign_in_page(request, 404 if why.code == "no-such-provider" else 503, why, wanted=wanted)
    kept = _cookie(request, f"{word}.{quote(wanted, safe='')}", TEN_MINUTES_SECONDS)
    return Redirect(there, status_code=303, cookies=[kept], headers={"cache-control": "no-store"})


@get(f"{HERE}/{{name:str}}/back", include_in_schema=False)
async def from_provider(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Lets in whom the provider vouches for; a page of ours leads on, since a browser shows the session's cookie only
    where one of our own pages led it (RFC 6265bis, section 5.2).
    """
    word, _, where = request.cookies.get(KEPT, "").partition(".")
    wanted, asked = ours(unquote(where)), request.query_params
    answer = Answer(
        state=asked.get("state", "")[:LONGEST],
        code=asked.get("code", "")[:LONGEST],
        error=asked.get("error", "")[:LONGEST],
        issuer=asked.get("iss", "")[:LONGEST],
    )
    refuse_many_tries(request)
    try:
        finish, back = _sign_in(request).finish, _back(request, name)
        done = await asyncio.to_thread(finish, name, back, word, answer, agent_of(request))
    except Rejected as why:
        said = sign_in_page(request, 401, why, wanted=wanted)
    else:
        forget_try(request)
        said = page(request, "console_signed_in.html", wanted=wanted)
        said.headers["cache-control"] = "no-store"
        said.set_cookie(session_cookie(request, done.word))
    said.set_cookie(_cookie(request, "", 0))
    return said


def _back(request: Call, name: str) -> str:
    return f"{origin_of(request)}{HERE}/{name}/back"


def _cookie(request: Call, value: str, seconds: int) -> Cookie:
    """``Lax``, since the browser must show it when the provider sends it back; it lets nobody in by itself."""
    return Cookie(
        KEPT, value=value, httponly=True, samesite="lax", path=HERE, max_age=seconds, secure=is_secure(request)
    )


def _sign_in(request: Call) -> ProviderSignIn:
    place = office(request)
    return ProviderSignIn(place.node.accounts, place.providers)
