import asyncio
from typing import Any

from litestar import Request, Response, get, post

from spamatlas.judge import Profile
from spamatlas.model import Channel, Rejected
from spamatlas.pipeline.checking import Checked
from spamatlas.web.face import laws
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.public.entry import FAULTS, Entry, entry_of, fault, faults_of

SHOWN = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
"""The channels of the table of all."""


@get("/about/profiles", include_in_schema=False)
async def profiles_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What each country's law calls spam, two of them side by side, and a form to try a message under both."""
    return _sheet(request, _pair(request), Entry(), {})


@post("/about/profiles", include_in_schema=False, guards=[within_allowance])
async def profiles_result(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What the two make of a message; nothing of it is kept."""
    node, entry, pair = office(request).node, await entry_of(request), _pair(request)
    if faults := faults_of(entry, node.settings.max_report_bytes):
        return _sheet(request, pair, entry, faults)
    try:
        checked = await asyncio.to_thread(node.check, entry.pasted(), pair)
    except Rejected as why:
        return _sheet(request, pair, entry, fault(entry, why.code))
    return _sheet(request, pair, entry, {}, checked)


def _pair(request: Call) -> tuple[Profile, Profile]:
    settings = office(request).node.settings
    return laws.chosen(request.query_params, settings.profile, settings.home_country)


def _sheet(
    request: Call,
    pair: tuple[Profile, Profile],
    entry: Entry,
    faults: dict[str, str],
    checked: Checked | None = None,
) -> Response[bytes]:
    language = language_of(request)
    return page(
        request,
        "profiles.html",
        status=422 if faults else 200,
        pair=pair,
        every=laws.every(language),
        laws=laws,
        shown=SHOWN,
        channels=Channel,
        entry=entry,
        faults=faults,
        words=FAULTS,
        checked=checked,
    )
