import asyncio
from typing import Any

from litestar import Request, post
from litestar.response import Redirect

from spamatlas.model import Scope
from spamatlas.web.console.desk import back
from spamatlas.web.guards import needs
from spamatlas.web.office import doer, office

FIELDS = ("kind", "target", "organisation", "taken_on", "effective_on", "note")


@post("/console/campaigns/countermeasures", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_WRITE)])
async def note_countermeasure(request: Request[Any, Any, Any]) -> Redirect:
    """Note what was done against a campaign; the notice after it undoes it."""
    form = await request.form()
    said = {name: str(value) for name in FIELDS if (value := form.get(name))}
    node = office(request).node
    done = await asyncio.to_thread(node.campaigns_counter, str(form.get("campaign") or ""), said, doer(request))
    return back(str(form.get("next") or ""), done=done.action)
