from typing import Any

from litestar import Request, Response

from spamatlas.web.face.sheet import page
from spamatlas.web.problems import answer_problem, as_refused


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Programs get problem details; people get the same in a page."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if not wants_page:
        return answer_problem(request, error)
    refused = as_refused(error)
    answer = page(request, "error.html", status=refused.status, refused=refused)
    answer.headers.update(refused.headers)
    return answer
