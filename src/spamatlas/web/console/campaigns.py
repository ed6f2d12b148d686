import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from spamatlas.model import Unavailable
from spamatlas.model.vocabulary import Category, Channel, Ruling
from spamatlas.store.campaigns import ORDERED, ORDERS
from spamatlas.store.search import Part
from spamatlas.web.console.desk import desk
from spamatlas.web.console.drawing import spark
from spamatlas.web.console.variants import variants
from spamatlas.web.contract import Node
from spamatlas.web.face.chart import Bar, Labels, ceiling, timeline
from spamatlas.web.guards import operator_only
from spamatlas.web.inert import URL, defang
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.problems import Refused

ROWS = 60
DAYS, LONG_DAYS = 14, 30
NEWEST = 40
WORDINGS = 8
"""So many reports of a campaign are read again to compare their wordings: each is opened from the vault."""
FILTERS = ("ruling", "category", "channel")
LONGEST_WORD = 100
REST_SECONDS, REST_TIMES = 10.0, 20
"""Lists are asked for behind when something was stored, at most so often, resting so many times as long as it took."""


async def keep_lists(node: Node) -> None:
    """Ask for the lists in every order, without end, so that few campaigns are left to read when somebody does."""
    edition = -1
    while True:
        began = time.monotonic()
        if edition != node.edition():
            edition = node.edition()
            with suppress(Unavailable):
                for filters, order in (*(({}, order) for order in ORDERS), ({"ruling": Ruling.SPAM}, "size")):
                    await asyncio.to_thread(_sorted, node, filters, order, "")
        await asyncio.sleep(max(REST_SECONDS, REST_TIMES * (time.monotonic() - began)))


@get("/console/campaigns", include_in_schema=False, guards=[operator_only])
async def campaigns_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Campaigns, sorted and narrowed as the address says, each with its last two weeks."""
    asked, node = request.query_params, office(request).node
    filters = {name: asked.get(name, "")[:LONGEST_WORD] for name in FILTERS}
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
        choices={"ruling": Ruling, "category": Category, "channel": Channel},
        find=find,
        sort=sort,
        looked_at=ORDERED,
    )


@get("/console/campaigns/{name:str}", include_in_schema=False, guards=[operator_only])
async def campaign_page(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One campaign: its days, its wordings, where it comes from and goes to, and its newest reports."""
    node = office(request).node
    found = await asyncio.to_thread(node.campaign, name)
    if found is None:
        raise Refused(404, "no-such-campaign", "no campaign has this name")
    named = found["campaign"]
    bench = node.workbench
    newest, facts, days = await asyncio.gather(
        asyncio.to_thread(bench.search, [("campaign", named)], Part(limit=NEWEST)),
        asyncio.to_thread(bench.campaign_facts, named),
        asyncio.to_thread(bench.campaign_days, [named], LONG_DAYS),
    )
    dated = _dated(days[named])
    texts = await asyncio.to_thread(_texts, node, newest.rows)
    return await desk(
        request,
        "console_campaign.html",
        found=found,
        rows=newest.rows,
        facts=facts,
        drawn=_timeline(request, dated),
        days=dated,
        wordings=variants(texts),
        compared=sum(bool(text.strip()) for text in texts),
    )


def _sorted(node: Node, filters: Mapping[str, str], sort: str, find: str) -> Sequence[Mapping[str, Any]]:
    wanted = find.casefold().strip()
    found = node.campaigns(filters, ORDERED if wanted else ROWS, order=sort)
    return [row for row in found if not wanted or wanted in _words(row)][:ROWS]


def _words(row: Mapping[str, Any]) -> str:
    """What a campaign can be found by here: its name and some of what its reports name."""
    parts = [row["campaign"], row["category"], row["lure"], *row["countries"], *row["domains"], *row["channels"]]
    return " ".join(parts).casefold()


def _texts(node: Node, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of some of the newest reports, spread over them; those that can't be read any more are left out."""
    step = max(1, len(rows) // WORDINGS)
    messages = node.workbench.messages([row["id"] for row in rows[::step][:WORDINGS]])
    texts = [f"{each.subject}\n{each.text}" if each.subject else each.text for each in messages if each]
    # Made harmless before they are compared: a link that is cut into pieces could not be found any more.
    return [URL.sub(lambda found: defang(found.group()), text) for text in texts]


def _timeline(request: Call, days: Sequence[tuple[datetime, int]]) -> Markup:
    language = language_of(request)
    most = max((value for _, value in days), default=0)
    top = ceiling(most)
    labels = Labels(
        top=language.number(top),
        middle=language.number(top / 2),
        peak=language.number(most),
        first=language.short_day(days[0][0]),
        last=language.short_day(days[-1][0]),
    )
    return timeline([Bar(value=value) for _, value in days], top, labels, mirrored=language.is_mirrored)


def _dated(days: Sequence[int]) -> list[tuple[datetime, int]]:
    today = datetime.now(UTC)
    return [(today - timedelta(days=len(days) - 1 - place), value) for place, value in enumerate(days)]
