"""The audit trail: who changed what, who read what is restricted, and whether any line of it was touched."""

import asyncio
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import Scope
from spamatlas.pipeline.membership import Membership
from spamatlas.web.console.desk import address, desk, number
from spamatlas.web.guards import needs
from spamatlas.web.office import office

ROWS = 100


@get("/console/audit", include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def audit_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The newest lines first; with ``verify`` all of them are read again."""
    membership, asked = Membership(office(request).node.accounts), request.query_params
    rows = await asyncio.to_thread(membership.audit, ROWS, number(asked.get("before")))
    verified = await asyncio.to_thread(membership.audit_verified) if "verify" in asked else None
    further = address(request, before=str(rows[-1].number), verify=None) if len(rows) == ROWS else ""
    return await desk(request, "console_audit.html", rows=rows, verified=verified, further=further)
