import asyncio
from typing import Any

from litestar import Request, Response, get

from spamatlas.web.face.sheet import page
from spamatlas.web.guards import operator_only
from spamatlas.web.office import office


@get("/quarantine", include_in_schema=False, guards=[operator_only])
async def quarantine_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What was accepted but can't be analysed, and why."""
    rows = await asyncio.to_thread(office(request).node.quarantine, 200)
    return page(request, "quarantine.html", rows=rows)
