import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.model import Rejected, Scope
from spamatlas.pipeline.watching import Asked, Watching
from spamatlas.web.console.desk import back
from spamatlas.web.console.query import parse
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, office, principal
from spamatlas.web.problems import Refused

KEPT = ("q", "sort")
"""What a view of the list of reports is: not the report beside it, nor how far down somebody was."""


@post("/console/views", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def save_view(request: Request[Any, Any, Any]) -> Redirect:
    """Keep the search of the list under a name."""
    form = await request.form()
    asked = [(name, value) for name, value in parse_qsl(str(form.get("view") or "")) if name in KEPT]
    views = office(request).node.workbench.views
    done = await asyncio.to_thread(views.save, str(form.get("name") or ""), urlencode(asked), doer(request))
    return back(str(form.get("next") or ""), done=done)


@post("/console/views/{which:int}", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def change_view(request: Request[Any, Any, Any], which: FromPath[int]) -> Redirect:
    """Rename or delete a saved view; either can be undone."""
    form = await request.form()
    views, wanted = office(request).node.workbench.views, str(form.get("next") or "")
    match form.get("action"):
        case "rename":
            done = await asyncio.to_thread(views.rename, which, str(form.get("name") or ""), doer(request))
        case "delete":
            done = await asyncio.to_thread(views.delete, which, doer(request))
        case "tell-hour" | "tell-day" | "tell-never" as how:
            await asyncio.to_thread(_tell, request, which, how.removeprefix("tell-"))
            return back(wanted)
        case _:
            raise Refused(422, "unknown-action", "a view can be renamed or deleted")
    return back(wanted, done=done)


def _tell(request: Call, which: int, how: str) -> None:
    """Have somebody who is signed in told by mail when more reports match a view of theirs; or no more."""
    node, asker = office(request).node, principal(request)
    if asker.kind != "person":
        raise Refused(403, "not-a-person", "mail goes to people: sign in as one")
    view = next((each for each in node.workbench.views.of(doer(request)) if each.number == which), None)
    if view is None:
        raise Rejected("no-such-view", "there is no such view any more")
    language = language_of(request)
    query = parse(dict(parse_qsl(view.address)).get("q", ""), language, datetime.now(UTC))
    if query.problems:
        raise Rejected("search-not-understood", "a part of the search is not understood, so nothing was changed")
    asked = Asked(asker.number, view.number, view.name, tuple(query.conditions), language.code)
    Watching(node.accounts).tell(asked, how, node.cursor())
