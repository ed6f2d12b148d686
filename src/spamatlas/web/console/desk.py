"""What every page of the console has: saved views, the notice of what was just done, addresses that keep the view."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Response
from litestar.response import Redirect
from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import Rejected, Tlp
from spamatlas.pipeline.watching import Watching
from spamatlas.web.console.telling import said
from spamatlas.web.face.sheet import page
from spamatlas.web.office import Call, doer, language_of, office, principal

PASSING = ("done", "undone", "same", "left", "why", "seen", "all", "token")
"""What an address says of one moment only; links and views leave it out."""
NEW = timedelta(seconds=2)
"""Figures that are no older are not said to be old."""


class Told(Struct, frozen=True):
    """What was just done: sentences, and the number to undo it by (0 where it can't be)."""

    sentences: tuple[str, ...]
    undo: int = 0
    is_bad: bool = False


async def desk(request: Call, template: str, status: int = 200, here: str = "", **facts: Any) -> Response[bytes]:
    """A page of the console; ``here`` is where its forms lead back to, if not to its own address."""
    shared = await asyncio.to_thread(_shared, request)
    return page(
        request,
        template,
        status,
        **shared,
        go=lambda **changes: address(request, **changes),
        here=here or address(request),
        search=request.query_params.get("q", ""),
        **facts,
    )


def _shared(request: Call) -> dict[str, Any]:
    """What was done last, and what views and labels there are."""
    node, asker = office(request).node, principal(request)
    views = node.workbench.views.of(doer(request))
    can_be_told = asker.kind == "person" and node.settings.sends_mail
    return {
        "views": views,
        "latest": node.workbench.actions.latest_reversible(),
        "told": _told(request),
        "told_of": Watching(node.accounts).of(asker.number) if can_be_told and views else None,
        "labels": node.campaign_labels(),
        **_sharing(request),
    }


def _sharing(request: Call) -> dict[str, Any]:
    """What labels are shown with: all markings, and the names of owners and groups, by number."""
    known = office(request).node.accounts.markings
    return {
        "markings": known.every(),
        "owners": known.owners(),
        "groups": known.groups(),
        "labels_there_are": list(Tlp),
        "persons": known.persons_of(principal(request).owner) if len(known.owners()) > 1 else {},
    }


def address(request: Call, path: str = "", **changes: str | None) -> str:
    """The address of this view with some of its parameters changed; None takes one out."""
    kept = {name: value for name, value in request.query_params.items() if name not in PASSING}
    chosen = {name: value for name, value in {**kept, **changes}.items() if value}
    where = path or request.url.path
    return f"{where}?{urlencode(chosen)}" if chosen else where


def back(wanted: str, **said_there: int | str) -> Redirect:
    """To where the form came from, with what was done; never to another site, nor out of the console."""
    path, _, query = ours(wanted).partition("?")
    more = urlencode({name: value for name, value in said_there.items() if value})
    return Redirect(f"{path}?{'&'.join(each for each in (query, more) if each)}".rstrip("?"), status_code=303)


def ours(wanted: str) -> str:
    """The address that a form names to go back to, where it is one of the console's own; else the console's first."""
    parts = urlsplit(wanted)
    inside = parts.path == "/console" or parts.path.startswith("/console/")
    if parts.scheme or parts.netloc or not inside or "\\" in wanted:
        return "/console"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def number(text: str | None) -> int:
    """A number from an address, 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


def behind(as_of: datetime | None, language: Language) -> str:
    """That figures are as they were a moment ago; nothing of those that are new."""
    now = datetime.now(UTC)
    if as_of is None or now - as_of < NEW:
        return ""
    return language.say("As it was {ago}; what came in since is being read.", ago=language.ago(as_of, now))


def _told(request: Call) -> Told | None:
    asked, language = request.query_params, language_of(request)
    actions = office(request).node.workbench.actions
    sentences, undo = [], 0
    for name in ("done", "undone"):
        if which := number(asked.get(name)):
            try:
                action = actions.one(which)
            except Rejected:
                continue
            text = said(language, action)
            sentences.append(text if name == "done" else language.say("Undone: {what}", what=text))
            undo = action.number if name == "done" and action.can_be_undone else undo
    if same := number(asked.get("same")):
        sentences.append(language.count("{n} was so before.", "{n} were so before.", same))
    if left := number(asked.get("left")):
        sentences.append(
            language.count(
                "{n} could not be changed: it is not analysed, or what it said is gone.",
                "{n} could not be changed: they are not analysed, or what they said is gone.",
                left,
            )
        )
    return Told(tuple(sentences), undo, is_bad=bool(number(asked.get("left")))) if sentences else None
