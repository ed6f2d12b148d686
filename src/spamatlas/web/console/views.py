import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.web.console.desk import back
from spamatlas.web.guards import operator_only
from spamatlas.web.office import office
from spamatlas.web.problems import Refused

KEPT = ("q", "sort")
"""What a view of the list of reports is: not the report beside it, nor how far down somebody was."""


@post("/console/views", include_in_schema=False, guards=[operator_only])
async def save_view(request: Request[Any, Any, Any]) -> Redirect:
    """Keep the search of the list under a name."""
    form = await request.form()
    asked = [(name, value) for name, value in parse_qsl(str(form.get("view") or "")) if name in KEPT]
    views = office(request).node.workbench.views
    done = await asyncio.to_thread(views.save, str(form.get("name") or ""), urlencode(asked))
    return back(str(form.get("next") or ""), done=done)


@post("/console/views/{which:int}", include_in_schema=False, guards=[operator_only])
async def change_view(request: Request[Any, Any, Any], which: FromPath[int]) -> Redirect:
    """Rename or delete a saved view; either can be undone."""
    form = await request.form()
    views, wanted = office(request).node.workbench.views, str(form.get("next") or "")
    match form.get("action"):
        case "rename":
            done = await asyncio.to_thread(views.rename, which, str(form.get("name") or ""))
        case "delete":
            done = await asyncio.to_thread(views.delete, which)
        case _:
            raise Refused(422, "unknown-action", "a view can be renamed or deleted")
    return back(wanted, done=done)
