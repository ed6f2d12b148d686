import asyncio
from typing import Any

from litestar import Request, Response, get, post

from spamatlas.model import Channel, Rejected
from spamatlas.web.api.checking import NOTHING_TO_READ, answer_of
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.public.entry import FAULTS, Entry, carried, entry_of, fault, faults_of
from spamatlas.web.public.number_words import number_facts
from spamatlas.web.public.turning import ANSWERS, NEVER_ABSENT, turning

SHOWN_CHARACTERS = 3_000
MOST_REASONS = 6
REMARKS = frozenset({NOTHING_TO_READ, "could-not-read", "no-header"})
"""Reasons that weigh nothing and say how it was read."""


@get("/check", include_in_schema=False)
async def check_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """One box for whatever somebody wonders about."""
    return _form(request, Entry(), {})


@post("/check", include_in_schema=False, guards=[within_allowance])
async def check_result(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What it is, why, how sure, where from, who else, what to do; nothing is kept, and one button files it."""
    node, entry = office(request).node, await entry_of(request)
    faults = faults_of(entry, node.settings.max_report_bytes)
    if faults:
        return _form(request, entry, faults)
    try:
        checked = await asyncio.to_thread(node.check, entry.pasted())
    except Rejected as why:
        return _form(request, entry, fault(entry, why.code))
    known, weighty = checked.thing.known, [each for each in checked.verdict.reasons if each.weight]
    return page(
        request,
        "checked.html",
        checked=checked,
        answer=answer_of(checked, node.settings.home_country, language_of(request)),
        number=number_facts(known.number, language_of(request)) if known and known.number else [],
        entry=entry,
        carried=carried(entry),
        shown=SHOWN_CHARACTERS,
        reasons=[each for each in weighty if each.code not in NEVER_ABSENT][:MOST_REASONS],
        weighty=weighty,
        remarks=[each for each in checked.verdict.reasons if each.code in REMARKS],
        turning=turning(checked.verdict),
        answers=ANSWERS,
    )


def _form(request: Call, entry: Entry, faults: dict[str, str]) -> Response[bytes]:
    """The form with what was entered and what is wrong with it; only a file has to be chosen again."""
    status = 422 if faults else 200
    return page(request, "check.html", status=status, channels=Channel, entry=entry, faults=faults, words=FAULTS)
