"""What is kept of people: requests, legal holds, retention with its proofs, and the data map."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import File, Redirect

from spamatlas.model import HoldKind, Rejected, Scope
from spamatlas.pipeline import data_map
from spamatlas.web.archive import handed_over
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, office
from spamatlas.web.problems import Refused

HERE = "/console/privacy"
MAP = "/console/privacy/map"
WORDS = ("action", "address", "reason", "number", "kind", "about", "days")
ROLES = ("recipient", "reporter", "sender", "named")
PROOFS = 50


@get(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN, noted=True)])
async def privacy_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Requests, holds, how long what is kept, and what was deleted."""
    return await _shown(request)


@get(MAP, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def data_map_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every column and file, with what it tells of people."""
    columns = [each for each in data_map.declared() if each.column]
    tables = [(name, list(found)) for name, found in groupby(columns, key=lambda each: each.table)]
    files = [each for each in data_map.declared() if not each.column]
    return await desk(request, "console_data_map.html", tables=tables, files=files)


@post(HERE, include_in_schema=False, guards=[needs(Scope.ADMIN)])
async def act(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect | File:
    """Looks somebody up, or changes a request or a hold; what was found is in the answer, which no browser keeps."""
    form = await request.form()
    given = {name: str(form.get(name) or "").strip()[:400] for name in WORDS}
    roles = [str(each) for each in form.getall("role", []) if each in ROLES]
    chosen = _acts(given, roles, doer(request)).get(given["action"])
    if chosen is None:
        raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    question, arguments = chosen
    try:
        done = await _asked(request, question, **arguments)
    except Rejected as why:
        return await _shown(request, why)
    if question == "access":
        return handed_over(done["path"], done["name"])
    if question == "find":
        return await _shown(request, person=done)
    return back(HERE)


def _acts(given: Mapping[str, str], roles: list[str], who: str) -> Mapping[str, tuple[str, dict[str, Any]]]:
    which = {"number": number(given["number"]), "who": who}
    somebody = {"address": given["address"], "who": who}
    hold = {"kind": given["kind"], "about": given["about"], "days": number(given["days"]), "who": who}
    return {
        "find": ("find", somebody),
        "access": ("access", {**somebody, "reason": given["reason"]}),
        "ask-erasure": ("ask_erasure", {**somebody, "reason": given["reason"], "roles": roles}),
        "erase": ("erase", which),
        "decline": ("decline", {**which, "reason": given["reason"]}),
        "hold": ("hold", {**hold, "reason": given["reason"]}),
        "release": ("release", {**which, "reason": given["reason"]}),
    }


async def _shown(request: Call, why: Rejected | None = None, person: Any = None) -> Response[bytes]:
    shown = ("requests", "holds", "retention", "deletions", "pseudonyms")
    facts = {name: await _asked(request, name) for name in shown}
    keys = facts.pop("pseudonyms")
    facts["pseudonym_since"] = datetime.combine(keys[-1]["since"], time(), UTC) if keys else None
    facts["deletions"] = facts["deletions"][:PROOFS]
    told = language_of(request).explain(why.detail) if why else ""
    more = {"problem": told, "person": person, "kinds": list(HoldKind), "roles": ROLES, "now": facts}
    answer = await desk(request, "console_privacy.html", 422 if why else 200, here=HERE, **more)
    answer.headers["cache-control"] = "no-store"
    return answer


async def _asked(request: Call, question: str, **arguments: Any) -> Any:
    return await asyncio.to_thread(office(request).node.privacy, question, arguments)
