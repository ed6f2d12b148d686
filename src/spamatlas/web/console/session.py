from hmac import compare_digest
from typing import Any

from litestar import Request, get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from spamatlas.web.office import SESSION, office, session_of
from spamatlas.web.problems import Refused


@get("/console", include_in_schema=False, sync_to_thread=False)
def session_page(request: Request[Any, Any, Any]) -> Redirect:
    """Makes the browser that comes with the node's token the operator's; without one, it is the list of reports."""
    token, given = office(request).node.token, request.query_params.get("token", "")
    if not given:
        return Redirect("/reports")
    if not compare_digest(given.encode(), token.encode()):
        raise Refused(403, "forbidden", "that is not this node's token; it is in the file token.key of the data folder")
    cookie = Cookie(key=SESSION, value=session_of(token), httponly=True, samesite="strict", path="/", max_age=43_200)
    return Redirect("/reports", cookies=[cookie])
