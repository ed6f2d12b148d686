import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect

from spamatlas.model import Marking, Rejected, Scope, Tlp, tlp_of
from spamatlas.pipeline.actions import FEEDBACK, LABELLED
from spamatlas.pipeline.feedback import Done
from spamatlas.pipeline.workbench import MOST_AT_ONCE
from spamatlas.web.api.statistics import as_csv
from spamatlas.web.console.desk import back, desk, number, ours
from spamatlas.web.console.query import parse
from spamatlas.web.contract import Node
from spamatlas.web.guards import demand, needs
from spamatlas.web.office import Call, doer, language_of, office, principal
from spamatlas.web.problems import Refused

COLUMNS = (
    "id", "received_at", "channel", "measuring_point", "ruling", "spam", "category", "lure", "call_to_action",
    "language", "country", "asn", "operator", "route_class", "domains", "campaign", "volume", "tlp",
)  # fmt: skip
"""What leaves in a table of chosen reports: nothing of people, as in ``spamatlas export``."""

NEEDED = {**dict.fromkeys((*FEEDBACK, LABELLED), Scope.REPORTS_TEACH), "erase": Scope.REPORTS_ERASE}
"""What an action needs beside the right to read reports."""


@post("/console/actions", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def act(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Do something to the chosen reports; what can't be undone is asked once more."""
    form = await request.form()
    node, wanted = office(request).node, str(form.get("next") or "/console")
    ids = await _chosen(request, node, form)
    kind = str(form.get("action") or "")
    if not ids:
        raise Refused(422, "nothing-chosen", "no report was chosen; nothing was changed")
    if kind in NEEDED:
        demand(request, NEEDED[kind])
    if kind in FEEDBACK:
        done = await asyncio.to_thread(node.workbench.feedback, kind, ids, doer(request))
        return back(wanted, done=done.action, same=done.unchanged, left=len(done.refused))
    if kind == LABELLED:
        done = await asyncio.to_thread(_label, request, ids, form)
        return back(wanted, done=done.action, same=done.unchanged, left=len(done.refused))
    if kind == "export":
        return await _export(node, ids, doer(request))
    if kind == "erase" and form.get("confirm"):
        done = await asyncio.to_thread(node.workbench.erase, ids, doer(request))
        return back(wanted, done=done.action)
    if kind == "erase":
        where = ours(wanted)
        return await desk(request, "console_confirm.html", here=where, ids=ids, next=where, kind="erase")
    raise Refused(422, "unknown-action", "what was asked for is none of spam, ham, forget, erase and export")


@get("/console/actions", include_in_schema=False, sync_to_thread=False)
def nothing_to_do() -> Redirect:
    """Where somebody lands who changes the language of the question whether they are sure."""
    return Redirect("/console")


@post("/console/undo", include_in_schema=False, guards=[needs(Scope.REPORTS_TEACH)])
async def undo(request: Request[Any, Any, Any]) -> Redirect:
    """Undo one action, or, where none is named, the latest that can be."""
    form = await request.form()
    node = office(request).node
    which = number(str(form.get("action") or ""))
    if not which:
        latest = await asyncio.to_thread(node.workbench.actions.latest_reversible)
        if latest is None:
            raise Refused(422, "nothing-to-undo", "nothing was done that could be undone")
        which = latest.number
    await asyncio.to_thread(node.workbench.undo, which, doer(request), principal(request).owner)
    return back(str(form.get("next") or "/console"), undone=which)


async def _chosen(request: Call, node: Node, form: Any) -> list[str]:
    """The reports that were marked, or all that fit the search where that was chosen."""
    if not form.get("all"):
        return [str(each) for each in form.getall("ids", [])]
    query = parse(str(form.get("q") or ""), language_of(request), datetime.now(UTC))
    if query.problems:
        raise Refused(422, "search-not-understood", "a part of the search is not understood; nothing was changed")
    found = list(await asyncio.to_thread(node.workbench.matching, query.conditions))
    if len(found) > MOST_AT_ONCE:
        raise Refused(422, "too-many-reports", f"at most {MOST_AT_ONCE} reports at once; narrow the search")
    counted = number(str(form.get("counted") or ""))
    if counted and len(found) > counted:
        # More came in since the count was said: what was agreed to are the oldest of them.
        found = found[len(found) - counted :]
    return found


def _label(request: Call, ids: list[str], form: FormMultiDict) -> Done:
    """Whom the reports may be shown to: RED ones to whom is named here, else to whom the member names for all, and to
    who says so.
    """
    asker, node, label = principal(request), office(request).node, tlp_of(str(form.get("tlp") or ""))
    markings = node.accounts.markings
    groups, people = ({number(str(each)) for each in form.getall(name, [])} for name in ("groups", "people"))
    named = {*(people or markings.default(asker.owner).people), *([asker.number] if asker.kind == "person" else [])}
    shown_to = tuple(sorted(groups)) if label is Tlp.AMBER else ()
    wanted = Marking(0, asker.owner, label, shown_to, tuple(sorted(named)) if label is Tlp.RED else ())
    return node.workbench.label(ids, markings.number(wanted), asker.owner, doer(request))


async def _export(node: Node, ids: list[str], who: str) -> Response[bytes]:
    if len(ids) > MOST_AT_ONCE:
        raise Rejected("too-many-reports", f"at most {MOST_AT_ONCE} reports at once")
    rows = await asyncio.to_thread(node.leaving, ids)
    await asyncio.to_thread(node.workbench.note, "export", len(rows), "", who)
    table = [{name: row[name] for name in COLUMNS} for row in rows]
    attached = {"content-disposition": 'attachment; filename="reports.csv"', "cache-control": "no-store"}
    return Response(as_csv(table), media_type="text/csv", headers=attached)
