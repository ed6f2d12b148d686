import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.model import Category, Channel, Rejected, Ruling
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import operator_only
from spamatlas.web.office import office
from spamatlas.web.problems import Refused

ROWS = 50
FILTERS = ("channel", "ruling", "category", "country", "campaign", "q")
LONGEST_SEARCH = 200


@get("/reports", include_in_schema=False, guards=[operator_only])
async def reports_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The newest reports, to be narrowed down."""
    node = office(request).node
    filters = {name: request.query_params.get(name, "")[:LONGEST_SEARCH] for name in FILTERS}
    before = request.query_params.get("before", "")
    found = await asyncio.to_thread(node.reports, filters, ROWS, before if before.isdigit() else None)
    choices = {"channel": Channel, "ruling": Ruling, "category": Category}
    more = str(found[-1]["sequence"]) if len(found) == ROWS else None
    return page(request, "reports.html", rows=found, filters=filters, choices=choices, more=more)


@get("/reports/{identifier:str}", include_in_schema=False, guards=[operator_only])
async def report_page(request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[bytes]:
    """One report: what it says, inert; where it came from; what it is taken for, and why."""
    node = office(request).node
    found = await asyncio.to_thread(node.report, identifier)
    if found is None:
        raise Refused(404, "no-such-report", "no report has this id; it may have been removed")
    try:
        message = await asyncio.to_thread(node.evidence, identifier)
    except Rejected:
        message = None
    return page(request, "report.html", found=found, message=message)
