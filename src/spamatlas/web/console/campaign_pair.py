import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from spamatlas.locale import Language
from spamatlas.model import Scope
from spamatlas.web.api.campaigns import pair_or_refused
from spamatlas.web.console.campaign_sections.life import countermeasure_marks
from spamatlas.web.console.campaign_sections.spread import headings
from spamatlas.web.console.campaign_sections.wordings import texts_of
from spamatlas.web.console.desk import behind, desk
from spamatlas.web.console.time_scale import TimeScale
from spamatlas.web.console.variants import LEAST_ALIKE, changes, likeness
from spamatlas.web.contract import Node
from spamatlas.web.face.chart import Bar, Labels, ceiling, timeline
from spamatlas.web.face.course import course
from spamatlas.web.face.effect import effect_told
from spamatlas.web.guards import needs
from spamatlas.web.office import language_of, office
from spamatlas.web.problems import Refused

LONGEST_NAME = 40


@get("/console/campaigns/compare", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def choose_pair(request: Request[Any, Any, Any]) -> Redirect:
    """From the two campaigns that were marked in the list to their page."""
    chosen = list(dict.fromkeys(request.query_params.getall("campaigns", [])))
    if len(chosen) != 2:
        raise Refused(422, "not-two-campaigns", "mark two campaigns in the list to compare them")
    first, second = (quote(name[:LONGEST_NAME], safe="") for name in chosen)
    return Redirect(f"/console/campaigns/{first}/compare/{second}", status_code=303)


@get(
    "/console/campaigns/{first:str}/compare/{second:str}", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)]
)
async def pair_page(request: Request[Any, Any, Any], first: FromPath[str], second: FromPath[str]) -> Response[bytes]:
    """Two campaigns side by side: their days on one scale, what they share and what not, how like their words are."""
    node, language = office(request).node, language_of(request)
    pair = await asyncio.to_thread(pair_or_refused, node, first, second)
    sides = [pair["first"], pair["second"]]
    return await desk(
        request,
        "console_pair.html",
        pair=pair,
        sides=sides,
        behind=behind(min((each["as_of"] for each in sides if "as_of" in each), default=None), language),
        drawn=_timelines(sides, language),
        courses=[course(each["life"], language) for each in sides],
        effect_told=lambda each: effect_told(each, language),
        headings=[*headings(language), ("wordings", language.gettext("Wordings"))],
        words=await asyncio.to_thread(_words, node, pair["nearest"]),
    )


def _words(node: Node, nearest: Mapping[str, Any] | None) -> dict[str, Any]:
    """The ``texts`` of the wordings that are most alike, the second as ``changed`` of the first where that tells."""
    if nearest is None:
        return {"texts": [], "changed": []}
    texts = texts_of(node, [{"report": nearest["first"]}, {"report": nearest["second"]}])
    told = list(changes(*texts)) if all(texts) else []
    return {"texts": texts, "changed": told if likeness(told) >= LEAST_ALIKE else []}


def _timelines(sides: Sequence[Mapping[str, Any]], language: Language) -> list[Markup]:
    """One drawing for each, on the same days and the same scale."""
    lives = [each["life"]["days"] for each in sides]
    scale = TimeScale.of(*lives)
    values = [scale.values(days) for days in lives]
    top = ceiling(max(map(max, values)))
    drawn = []
    for side, each in zip(sides, values, strict=True):
        labels = Labels(
            top=language.number(top),
            middle=language.number(top / 2),
            peak=language.number(max(each)),
            first=language.short_day(scale.first),
            last=language.short_day(scale.last),
            marks=countermeasure_marks(side, scale, language),
        )
        bars = [Bar(value=value) for value in each]
        drawn.append(timeline(bars, top, labels, mirrored=language.is_mirrored, running=scale.is_running))
    return drawn
