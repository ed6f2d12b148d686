from hmac import compare_digest
from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import Cookie
from litestar.response import Redirect

from spamatlas.web.face.sheet import page
from spamatlas.web.guards import HOW
from spamatlas.web.office import SESSION, Call, is_operator, office, session_of
from spamatlas.web.problems import Refused

HALF_A_DAY_SECONDS = 43_200


@post("/console/sign-in", include_in_schema=False)
async def sign_in_page(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Takes the token from a form, where it stays out of the address and of every log."""
    form = await request.form()
    return signed_in(request, str(form.get("token") or "").strip())


def door(request: Call) -> Response[bytes] | Redirect | None:
    """What somebody gets who is not the operator yet, or who comes with a token; None for the operator."""
    if given := str(request.query_params.get("token", "")):
        return signed_in(request, given)
    if is_operator(request):
        return None
    if "text/html" in request.headers.get("accept", ""):
        return page(request, "console_sign_in.html", status=401)
    raise Refused(401, "token-wanted", HOW, {"www-authenticate": 'Bearer realm="spamatlas"'})


def signed_in(request: Call, given: str) -> Redirect:
    """Makes the browser that comes with the node's token the operator's."""
    token = office(request).node.token
    if not token or not compare_digest(given.encode(), token.encode()):
        raise Refused(403, "forbidden", "that is not this node's token; it is in the file token.key of the data folder")
    cookie = Cookie(
        key=SESSION, value=session_of(token), httponly=True, samesite="strict", path="/", max_age=HALF_A_DAY_SECONDS
    )
    return Redirect("/console", status_code=303, cookies=[cookie])
