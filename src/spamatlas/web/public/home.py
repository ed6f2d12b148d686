import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Any

from litestar import Request, Response, get

from spamatlas.locale import Language, languages
from spamatlas.model import Ruling
from spamatlas.model.terms import term
from spamatlas.pipeline.decisions import Label
from spamatlas.statistics import Table
from spamatlas.web.face.sheet import page
from spamatlas.web.face.view import DEFAULT, RANGES, view_of
from spamatlas.web.figures.campaign_list import channels_of, name_of
from spamatlas.web.office import Call, language_of, office, sees_small_cells
from spamatlas.web.public.choices import choices
from spamatlas.web.public.exhibit import Exhibit, exhibits, parameters, tables_of, view
from spamatlas.web.tables import Ask, ask

NAMES = (
    "volume_usual",
    "volume",
    "category_change",
    "new_campaigns",
    "rising_lures",
    "rising_domains",
    "campaigns",
    "origins_by_country",
    "origins_by_network",
    "routes",
    "verdicts",
    "coverage",
    "languages",
)
WEEK = ask("campaigns", {"since": "7d", "limit": "20"})


@get("/", include_in_schema=False)
async def home_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What is happening, where from, by what route, and what to do: the public page, live."""
    place, language = office(request), language_of(request)
    seen = view(request)
    found = await exhibits(request, NAMES, seen)
    week = (await tables_of(request, [WEEK], not sees_small_cells(request)))[0]
    health = await asyncio.to_thread(place.node.health)
    return page(
        request,
        "home.html",
        figures=found,
        whole=found["volume"].table,
        numbers=_numbers(found, language),
        week=await _week(request, week, found["campaigns"].labels),
        seen=seen,
        health=health,
        today=datetime.now(UTC).date(),
        choices=choices(language),
    )


def usual() -> list[Ask]:
    """The questions of this page as it is when nobody chose anything, then those of the other times it offers."""
    asks = [WEEK]
    for since in sorted(RANGES, key=lambda each: each != DEFAULT):
        seen = view_of({"since": since}, languages()["en"], datetime.now(UTC))
        asks += [ask(name, asked) for name, asked in parameters(NAMES, seen).items()]
    return list(dict.fromkeys(asks))


def of_channels(tables: Sequence[Table]) -> list[Ask]:
    """What this page asks for when one channel is chosen, for each that has reports in these tables and each time."""
    channels = {row["channel"] for table in tables if table.name == "volume" for row in table.rows}
    asks = []
    for channel, since in product(sorted(channels), RANGES):
        seen = view_of({"since": since, "channel": channel}, languages()["en"], datetime.now(UTC))
        asks += [ask(name, asked) for name, asked in parameters(NAMES, seen).items() if "channel" in asked]
    return asks


def _numbers(found: Mapping[str, Exhibit], language: Language) -> list[tuple[str, str]]:
    """The few numbers above the figures, each with what it counts."""
    countries = {row["country"] for row in found["origins_by_country"].table.rows} - {""}
    spoken = {row["language"] for row in found["languages"].table.rows} - {"", "und"}
    fresh = sum(row["ruling"] != Ruling.HAM for row in found["new_campaigns"].table.rows)
    people = found["volume"].table.reporters
    return [
        (language.number(people), language.count("person reporting", "people reporting", people)),
        (language.number(len(countries)), language.count("country of origin", "countries of origin", len(countries))),
        (language.number(len(spoken)), language.count("language", "languages", len(spoken))),
        (language.number(fresh), language.count("new campaign", "new campaigns", fresh)),
    ]


async def _week(request: Call, table: Table, labels: Mapping[str, Label]) -> dict[str, Any] | None:
    """The campaign of the week and its phase: the one with most reports in seven days that is not judged wanted."""
    language = language_of(request)
    rows = [row for row in table.rows if row["ruling"] != Ruling.HAM]
    if not rows:
        return None
    row = rows[0]
    phase = await asyncio.to_thread(office(request).node.campaign_phase, row["campaign"])
    return {
        **row,
        "phase": phase,
        "phase_means": term(phase).definition if phase else "",
        "label": labels[row["campaign"]].name if row["campaign"] in labels else "",
        "name": name_of(row, language),
        "by": channels_of(row, language),
        "share": language.percent(row["reports"] / max(table.reports, 1)),
    }
