import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Redirect
from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import Scope
from spamatlas.model.vocabulary import Category, Channel, Lure, Ruling
from spamatlas.pipeline.workbench import MOST_AT_ONCE
from spamatlas.store.search import Found, Part
from spamatlas.web.console.desk import address, desk, number
from spamatlas.web.console.query import LONGEST_SEARCH, MOST_PARTS, Query, parse
from spamatlas.web.console.report import facts_of, look_at
from spamatlas.web.console.session import door
from spamatlas.web.console.views import KEPT
from spamatlas.web.contract import Node
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, language_of, note_read, office

ROWS = 50
MOST_NEWS = 100
LONGEST_ENTRY = 5 * LONGEST_SEARCH
"""What a browser may enter and be told of: in any script an address of so many characters is one that servers take."""


class Chip(Struct, frozen=True):
    """A part of the search as it was understood: a label, a value, and the search without it."""

    label: str
    value: str
    without: str


@get("/console", include_in_schema=False)
async def reports_page(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """The newest reports, to be searched, with one of them beside the list; for others than the operator, its door."""
    if (answer := door(request)) is not None:
        return answer
    if request.query_params.get("open"):
        await note_read(request, f"/console/reports/{request.query_params['open'][:64]}")
    node, language, asked = office(request).node, language_of(request), request.query_params
    query = parse(asked.get("q", ""), language, datetime.now(UTC))
    oldest_first = asked.get("sort") == "old"
    part = Part(
        limit=ROWS, before=number(asked.get("before")), after=number(asked.get("after")), oldest_first=oldest_first
    )
    found = Found([], 0) if query.problems else await asyncio.to_thread(node.workbench.search, query.conditions, part)
    opened = asked.get("open", "")
    look = await asyncio.to_thread(look_at, node, opened) if opened else None
    return await desk(
        request,
        "console_reports.html",
        understood=query,
        chips=_chips(query, language),
        rows=found.rows,
        found=found,
        further=_further(request, found, oldest_first=oldest_first),
        opened=opened,
        all_of=await _all_of(node, query) if asked.get("all") else None,
        list=address(request, before=None, after=None, sort=None),
        news=await _news(node, query, number(asked["seen"])) if "seen" in asked else 0,
        newest=_newest(found),
        oldest_first=oldest_first,
        is_paged=bool(part.before or part.after),
        view_address=urlencode({name: asked[name] for name in KEPT if asked.get(name)}),
        limits={"most": language.number(LONGEST_SEARCH), "parts": language.number(MOST_PARTS)},
        longest_entry=LONGEST_ENTRY,
        most_at_once=MOST_AT_ONCE,
        words={"channel": Channel, "is": Ruling, "kind": Category, "lure": Lure},
        **facts_of(request, look),
    )


@get("/console/news", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def news(request: Request[Any, Any, Any]) -> Response[bytes]:
    """How many reports that fit a search came in after the one that was seen last: a line to put above the list."""
    asked = request.query_params
    query = parse(asked.get("q", ""), language_of(request), datetime.now(UTC))
    found = await _news(office(request).node, query, number(asked.get("seen")))
    where = address(request, "/console", sort=None)
    return page(request, "console_news.html", news=found, list=where)


def _chips(query: Query, language: Language) -> list[Chip]:
    return [Chip(label(language, each.field), each.shown, query.without(each)) for each in query.terms]


def label(language: Language, field: str) -> str:
    """What a part of a search is taken to be."""
    return {
        "from": language.gettext("Sender"),
        "link": language.gettext("Link"),
        "place": language.gettext("Host"),
        "number": language.gettext("Number"),
        "as": language.gettext("Network"),
        "address": language.gettext("Address"),
        "country": language.gettext("Country"),
        "campaign": language.gettext("Campaign"),
        "id": language.gettext("Report"),
        "channel": language.gettext("Channel"),
        "tlp": language.gettext("Label"),
        "owner": language.gettext("Organisation"),
        "ruling": language.gettext("Verdict"),
        "category": language.gettext("Kind"),
        "lure": language.gettext("Lure"),
        "language": language.gettext("Language"),
        "since": language.gettext("Since"),
        "until": language.gettext("Until"),
        "text": language.gettext("Text"),
    }[field]


def _newest(found: Found) -> int:
    """The place in the log up to which the list has everything that fits, when it begins at the newest end."""
    end = found.reached + found.looked_at - bool(found.reached)
    return max((row["sequence"] for row in found.rows), default=end)


def _further(request: Call, found: Found, *, oldest_first: bool) -> str:
    """The address of what comes after this part of the list; empty at its end."""
    if not found.reached:
        return ""
    place = str(found.reached)
    return address(request, open=None, after=place) if oldest_first else address(request, open=None, before=place)


async def _all_of(node: Node, query: Query) -> Sequence[str]:
    """Every report that fits, to be counted before anything is done to them; none for a search that is wrong."""
    return [] if query.problems else await asyncio.to_thread(node.workbench.matching, query.conditions)


async def _news(node: Node, query: Query, seen: int) -> int:
    """How many reports that fit came in after the one that was seen last; at most ``MOST_NEWS``."""
    if query.problems:
        return 0
    found = await asyncio.to_thread(node.workbench.search, query.conditions, Part(limit=MOST_NEWS, after=seen))
    return len(found.rows)
