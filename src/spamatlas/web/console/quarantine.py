import asyncio
from collections import Counter
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from spamatlas.model import Rejected, Scope
from spamatlas.web.console.desk import back, desk, ours
from spamatlas.web.console.held import advice, reason
from spamatlas.web.guards import demand, needs
from spamatlas.web.office import Call, doer, language_of, office
from spamatlas.web.problems import Refused

ROWS = 200
SHOWN_BYTES = 4_096
WIDTH = 16


@get("/console/quarantine", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def quarantine_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What was accepted but can't be analysed: why, and what to do."""
    code = request.query_params.get("code", "")[:60]
    everything = await asyncio.to_thread(office(request).node.quarantine, 1_000)
    rows = [row for row in everything if not code or row["code"] == code][:ROWS]
    codes = Counter(row["code"] for row in everything).most_common()
    return await desk(request, "console_quarantine.html", rows=rows, code=code, codes=codes, **_words(request))


@get("/console/quarantine/{identifier:str}", include_in_schema=False, guards=[needs(Scope.REPORTS_READ, noted=True)])
async def held_page(request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[bytes]:
    """One entry: why it is held, and its first bytes, as figures and as inert text."""
    held = await _held(request, identifier)
    body, gone = b"", ""
    if isinstance(held["body"], bytes):
        body = held["body"]
    else:
        gone = "gone"
    shown = body[:SHOWN_BYTES]
    return await desk(
        request,
        "console_held.html",
        held=held,
        gone=gone,
        lines=_hexadecimal(shown),
        text=shown.decode("utf-8", "replace"),
        shown=len(shown),
        whole=len(body),
        **_words(request),
    )


@get(
    "/console/quarantine/{identifier:str}/raw", include_in_schema=False, guards=[needs(Scope.EVIDENCE_READ, noted=True)]
)
async def raw(request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[bytes]:
    """The bytes as they were filed, only ever to be saved as a file without a meaning."""
    held = await _held(request, identifier)
    if not isinstance(held["body"], bytes):
        raise Refused(404, "evidence-erased", "what was filed is not there any more")
    headers = {"content-disposition": f'attachment; filename="{held["id"]}.bin"', "cache-control": "no-store"}
    return Response(held["body"], media_type="application/octet-stream", headers=headers)


@post("/console/quarantine", include_in_schema=False, guards=[needs(Scope.REPORTS_TEACH)])
async def act_on_held(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Analyse entries again, or drop them after being asked once more: those marked, or all of one code."""
    form = await request.form()
    node, wanted = office(request).node, str(form.get("next") or "/console/quarantine")
    action, _, every = str(form.get("action") or "").partition("-")
    code = str(form.get("code") or "") if every == "all" else ""
    held = await asyncio.to_thread(node.quarantine, 1_000_000 if every else 1_000, code)
    marked = {str(each) for each in form.getall("ids", [])}
    ids = [row["id"] for row in held if every == "all" or row["id"] in marked]
    if not ids:
        raise Refused(422, "nothing-chosen", "nothing was chosen that is in quarantine; nothing was changed")
    if action == "drop":
        demand(request, Scope.REPORTS_ERASE)
    if action == "replay":
        result = await asyncio.to_thread(node.quarantine_replay, ids)
        done = await asyncio.to_thread(
            node.workbench.note, "quarantine-replay", len(ids), str(result["passed"]), doer(request)
        )
    elif action == "drop" and form.get("confirm"):
        await asyncio.to_thread(node.quarantine_drop, ids)
        done = await asyncio.to_thread(node.workbench.note, "quarantine-drop", len(ids), "", doer(request))
    elif action == "drop":
        where = ours(wanted)
        return await desk(request, "console_confirm.html", here=where, ids=ids, next=where, kind="drop")
    else:
        raise Refused(422, "unknown-action", "what is in quarantine can be replayed or dropped")
    return back(wanted, done=done)


async def _held(request: Call, identifier: str) -> dict[str, Any]:
    """The entry; ``body`` is None where its bytes can't be read."""
    node = office(request).node
    if len(identifier) != 32:
        raise Refused(404, "not-in-quarantine", "nothing in quarantine has this id; it may have passed since")
    try:
        return dict(await asyncio.to_thread(node.quarantine_show, identifier))
    except Rejected as why:
        if not why.code.startswith("evidence-"):
            raise Refused(404, why.code, "nothing in quarantine has this id; it may have passed since") from why
    rows = await asyncio.to_thread(node.quarantine, 1_000_000)
    return {**next(dict(row) for row in rows if row["id"] == identifier), "media_type": "", "body": None}


def _words(request: Call) -> dict[str, Any]:
    language = language_of(request)
    return {"reason": lambda code: reason(language, code), "advice": lambda code: advice(language, code)}


def _hexadecimal(body: bytes) -> list[str]:
    """Lines of sixteen bytes: where they stand, each as two figures, and as ASCII with dots for what is none."""
    return [_line(at, body[at : at + WIDTH]) for at in range(0, len(body), WIDTH)]


def _line(at: int, part: bytes) -> str:
    seen = "".join(chr(each) if 32 <= each < 127 else "·" for each in part)
    return f"{at:06x}  {part.hex(' ', 1):<47}  {seen}"
