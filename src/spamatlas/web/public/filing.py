import asyncio
import re
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.model import Channel, Rejected
from spamatlas.web.api.intake import file_parts, parts_of
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import Call, caller, office

WAIT_SECONDS = 3.0
LOOK_SECONDS = 0.1
NUMBER = re.compile("[0-9a-f]{32}")


@get("/report", include_in_schema=False)
async def file_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A form that anyone completes: paste a message, or choose a file."""
    return page(request, "file.html", channels=Channel, problem="", entered={})


@post("/report", include_in_schema=False, guards=[within_allowance])
async def file_report(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """File what the form holds, without an account; then its receipt."""
    place = office(request)
    try:
        answer = await file_parts(place.node, await parts_of(request), f"form:{caller(request)}")
    except Rejected as why:
        return await _again(request, why.detail)
    if not answer["ids"]:
        reason = answer["rejected"][0]["reason"] if answer["rejected"] else ""
        return await _again(request, reason)
    return Redirect(f"/receipts/{answer['ids'][0]}", status_code=303)


async def _again(request: Call, problem: str) -> Response[bytes]:
    """The form with what was entered and what is wrong with it; only a file has to be chosen again."""
    form = await request.form()
    entered = {name: str(form.get(name) or "") for name in ("channel", "text", "sender")}
    return page(request, "file.html", status=422, channels=Channel, problem=problem, entered=entered)


@get("/receipts/{identifier:str}", include_in_schema=False)
async def receipt_page(request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[bytes]:
    """What became of a report: its number is all that is needed, and says nothing of who filed it."""
    node = office(request).node
    found = None
    if not NUMBER.fullmatch(identifier):  # a part of a number would let anybody try for other people's
        return page(request, "receipt.html", status=404, identifier=identifier, found=None)
    for _ in range(round(WAIT_SECONDS / LOOK_SECONDS)):
        found = await asyncio.to_thread(node.report, identifier)
        if found is None or "verdict" in found or "quarantine" in found:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return page(request, "receipt.html", status=200 if found else 404, identifier=identifier, found=found)
