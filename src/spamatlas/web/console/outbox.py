"""The outbox: what waits, was sent, failed or came back; send again, take back, try whether mail arrives."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import DispatchState, Rejected, Scope
from spamatlas.pipeline.posting import Posting, kinds_of
from spamatlas.web.console.desk import address, back, desk, number
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, office
from spamatlas.web.problems import Refused

HERE = "/console/outbox"
ROWS = 50


@get(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def outbox_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The newest first, of one state or of all."""
    return await _page(request)


@post(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def change_outbox(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Sends one again, takes one back, or puts a trial in."""
    form = await request.form()
    posting, who = _posting(request), doer(request)
    which, to = number(str(form.get("number") or "")), str(form.get("address") or "").strip()[:300]
    act = {
        "retry": lambda: posting.retry(which, who),
        "cancel": lambda: posting.cancel(which, who),
        "trial": lambda: posting.trial(to, language_of(request).code, who),
        "lift": lambda: posting.lift(to, who),
    }.get(str(form.get("action") or ""))
    if act is None:
        raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    try:
        await asyncio.to_thread(act)
    except Rejected as why:
        return await _page(request, why)
    return back(HERE)


async def _page(request: Call, why: Rejected | None = None) -> Response[bytes]:
    asked = request.query_params
    state = asked.get("state", "")
    state = state if state in {*DispatchState} else ""
    found = await asyncio.to_thread(_posting(request).listed, ROWS, state, number(asked.get("before")))
    rows = found["rows"]
    return await desk(
        request,
        "console_outbox.html",
        422 if why else 200,
        here=HERE,
        rows=rows,
        counts=found["counts"],
        kinds=kinds_of(rows),
        states=list(DispatchState),
        state=state,
        further=address(request, before=str(rows[-1].id)) if len(rows) == ROWS else "",
        problem=language_of(request).explain(why.detail) if why else "",
    )


def _posting(request: Call) -> Posting:
    return Posting(office(request).node.accounts)
