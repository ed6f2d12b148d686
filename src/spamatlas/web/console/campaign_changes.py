import asyncio
from typing import Any

from litestar import Request, post
from litestar.response import Redirect

from spamatlas.model import Scope
from spamatlas.web.console.desk import back
from spamatlas.web.guards import needs
from spamatlas.web.office import doer, office
from spamatlas.web.problems import Refused


@post("/console/campaigns/changes", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_WRITE)])
async def change_campaigns(request: Request[Any, Any, Any]) -> Redirect:
    """Join campaigns, take reports out of one, name it, or have it left alone; each can be undone."""
    form = await request.form()
    who, node, campaign = doer(request), office(request).node, str(form.get("campaign") or "")
    match form.get("action"):
        case "merge" | "apart" as how:
            names = [campaign, *map(str, form.getall("campaigns", []))]
            wanted = [name for each in names for name in each.replace(",", " ").split()]
            change = node.campaigns_merge if how == "merge" else node.campaigns_apart
            done = await asyncio.to_thread(change, wanted, who)
        case "split" | "split-wording" as how:
            ids = [str(each) for each in form.getall("ids", [])]
            done = await asyncio.to_thread(node.campaigns_split, campaign, ids, how == "split-wording", who)
        case "name":
            done = await asyncio.to_thread(node.campaigns_label, campaign, str(form.get("name") or ""), None, who)
        case "pin" | "unpin" as how:
            done = await asyncio.to_thread(node.campaigns_label, campaign, None, how == "pin", who)
        case _:
            raise Refused(422, "unknown-action", "a campaign can be joined, split, named and left alone")
    return back(str(form.get("next") or ""), done=done.action, same=int(not done.action))
