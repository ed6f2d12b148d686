from typing import Any

from litestar import Request, Response, get

from spamatlas.web.api.codes import HELD, REQUESTS, SUBMISSIONS
from spamatlas.web.face.sheet import page


@get("/schema/problems", include_in_schema=False)
async def problems_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """What each code means; as JSON for programs. Every problem's ``type`` leads here."""
    kinds = {"request": REQUESTS, "submission": SUBMISSIONS, "quarantine": HELD}
    if "text/html" not in request.headers.get("accept", ""):
        return Response(
            {code: {"of": of, "means": text} for of, codes in kinds.items() for code, text in codes.items()}
        )
    return page(request, "problems.html", requests=REQUESTS, submissions=SUBMISSIONS, held=HELD)
