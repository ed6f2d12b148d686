import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from litestar import Request, Response, get

from spamatlas.locale import Language
from spamatlas.model import Scope, Unavailable
from spamatlas.model.vocabulary import Category, Channel, Ruling
from spamatlas.store.campaigns import ORDERED, ORDERS
from spamatlas.store.turns import behind
from spamatlas.web.console.desk import desk
from spamatlas.web.console.drawing import spark
from spamatlas.web.contract import Node
from spamatlas.web.guards import needs
from spamatlas.web.office import language_of, office

ROWS = 60
DAYS = 14
FILTERS = {"ruling": Ruling, "category": Category, "channel": Channel}
LONGEST_WORD = 100
REST_SECONDS, REST_TIMES = 10.0, 20
"""Lists are asked for behind when something was stored, at most so often, resting so many times as long as it took."""
LONGEST_REST_SECONDS = 60.0
"""Pages of large campaigns are read anew behind before they are too old to be shown (``pipeline.kept``)."""


async def keep_lists(node: Node) -> None:
    """Ask for the lists in every order, without end, so that few campaigns are left to read when somebody does."""
    edition = -1
    while True:
        began = time.monotonic()
        if edition != node.edition():
            edition = node.edition()
            with behind(), suppress(Unavailable):
                for filters, order in (*(({}, order) for order in ORDERS), ({"ruling": Ruling.SPAM}, "size")):
                    await asyncio.to_thread(_sorted, node, filters, order, "")
        await asyncio.sleep(max(REST_SECONDS, REST_TIMES * (time.monotonic() - began)))


async def keep_pages(node: Node) -> None:
    """Have what pages of large campaigns show read anew behind, without end."""
    while True:
        began = time.monotonic()
        with behind(), suppress(Unavailable):
            await asyncio.to_thread(node.renew)
        rest = REST_TIMES * (time.monotonic() - began)
        await asyncio.sleep(min(LONGEST_REST_SECONDS, max(REST_SECONDS, rest)))


@get("/console/campaigns", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def campaigns_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Campaigns, sorted and narrowed as the address says, each with its last two weeks."""
    asked, node = request.query_params, office(request).node
    filters = {name: value if (value := asked.get(name, "")) in set(words) else "" for name, words in FILTERS.items()}
    sort = asked.get("sort", "size") if asked.get("sort") in ORDERS else "size"
    find = asked.get("find", "")[:LONGEST_WORD]
    rows = await asyncio.to_thread(_sorted, node, filters, sort, find)
    days = await asyncio.to_thread(node.workbench.campaign_days, [row["campaign"] for row in rows], DAYS)
    return await desk(
        request,
        "console_campaigns.html",
        rows=rows,
        days=days,
        spark=spark,
        filters=filters,
        choices=FILTERS,
        remarks=_remarks(asked, language_of(request)),
        find=find,
        sort=sort,
        looked_at=ORDERED,
    )


def _remarks(asked: Mapping[str, str], language: Language) -> list[str]:
    """What of the address could not be followed, and what is shown instead."""
    unknown = {
        "ruling": language.gettext("There is no such verdict: all verdicts are shown."),
        "category": language.gettext("There is no such kind in our list: all kinds are shown."),
        "channel": language.gettext("There is no such channel in our list: all channels are shown."),
    }
    remarks = [said for name, said in unknown.items() if asked.get(name) and asked[name] not in set(FILTERS[name])]
    if asked.get("sort", "size") not in ORDERS:
        remarks.append(language.gettext("There is no such order: the largest come first."))
    if len(asked.get("find", "")) > LONGEST_WORD:
        cut = "A search has at most {most} characters; this one was cut."
        remarks.append(language.say(cut, most=language.number(LONGEST_WORD)))
    return remarks


def _sorted(node: Node, filters: Mapping[str, str], sort: str, find: str) -> Sequence[Mapping[str, Any]]:
    wanted = find.casefold().strip()
    found = node.campaigns(filters, ORDERED if wanted else ROWS, order=sort)
    return [row for row in found if not wanted or wanted in _words(row)][:ROWS]


def _words(row: Mapping[str, Any]) -> str:
    """What a campaign can be found by here: its name and some of what its reports name."""
    parts = [
        row["campaign"],
        row.get("name", ""),
        row["category"],
        row["lure"],
        *row["countries"],
        *row["domains"],
        *row["channels"],
    ]
    return " ".join(parts).casefold()
