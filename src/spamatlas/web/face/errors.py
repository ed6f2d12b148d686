from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from spamatlas.locale import Language
from spamatlas.model import Unavailable
from spamatlas.web.face.sheet import page
from spamatlas.web.face.sign_in import sign_in_form
from spamatlas.web.office import language_of
from spamatlas.web.problems import Refused, answer_problem, as_refused


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Programs get problem details in English; people get the same in a page, in their language."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if not wants_page:
        return answer_problem(request, error)
    refused = as_refused(error)
    if refused.status == 401:
        return _sign_in(request, refused)
    said = in_words(language_of(request), refused.status, refused.detail, ours=not isinstance(error, FOREIGN))
    answer = page(request, "error.html", status=refused.status, refused=refused, said=said)
    answer.headers.update(refused.headers)
    return answer


def _sign_in(request: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    """Where somebody must sign in first they get the form; what they asked for comes after it."""
    told = language_of(request).explain(refused.detail) if refused.code == "session-ended" else ""
    wanted = f"{request.url.path}?{request.url.query}" if request.method == "GET" else "/console"
    return sign_in_form(request, 401, told=told, why=refused.code, wanted=wanted)


FOREIGN = (HTTPException, Unavailable)
"""Errors whose words are the framework's or the system's: people get the sentence of the status instead."""


def in_words(language: Language, status: int, detail: str, *, ours: bool) -> str:
    """What to tell a person: what our error says, or what its status means and what to do next."""
    if ours:
        return language.explain(detail)
    return {
        404: language.gettext("There is no such page. Check the address, or start from the overview."),
        405: language.gettext("This page can be read, but nothing can be sent to it."),
        413: language.gettext("That is too large. Send it in smaller parts."),
        429: language.gettext("That was a lot at once. Wait a moment and try again."),
        503: language.gettext("The node is busy or starting. Nothing is lost; try again in a moment."),
    }.get(status, language.gettext("The request could not be read. Go back, check what was entered and try again."))
