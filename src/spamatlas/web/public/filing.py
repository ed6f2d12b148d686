from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Channel
from spamatlas.web.api.intake import file_parts
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import Call, caller, marks, office
from spamatlas.web.public.entry import FAULTS, Entry, entry_of, fault, faults_of


@get("/report", include_in_schema=False)
async def file_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A form that anyone completes: paste a message, or choose a file."""
    return _form(request, Entry(), {})


@post("/report", include_in_schema=False, guards=[within_allowance])
async def file_report(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """File what the form holds, without an account; then its receipt."""
    node, entry = office(request).node, await entry_of(request)
    faults = faults_of(entry, node.settings.max_report_bytes)
    if faults:
        return _form(request, entry, faults)
    answer = await file_parts(node, [entry.part()], f"form:{caller(request)}", marks(request))
    if not answer["ids"]:
        return _form(request, entry, fault(entry, answer["rejected"][0]["code"] if answer["rejected"] else "empty"))
    return Redirect(f"/receipts/{answer['receipts'][0]}", status_code=303)


def _form(request: Call, entry: Entry, faults: dict[str, str]) -> Response[bytes]:
    """The form with what was entered and what is wrong with it; only a file has to be chosen again."""
    status = 422 if faults else 200
    return page(request, "file.html", status=status, channels=Channel, entry=entry, faults=faults, words=FAULTS)
