"""The authorisation matrix: what each role may, and what each address needs."""

from typing import Any

from litestar import Request, Response, get

from spamatlas.model import PersonRole, Scope
from spamatlas.model.rights import RIGHTS
from spamatlas.web.console.desk import desk
from spamatlas.web.guards import needs
from spamatlas.web.rights import table


@get("/console/rights", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def rights_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """As it is enforced: the page reads what the guards read."""
    routes = [each for each in table(request.app) if each.scope]
    return await desk(
        request, "console_rights.html", roles=list(PersonRole), scopes=list(Scope), rights=RIGHTS, routes=routes
    )
