import asyncio
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.locale import Language
from spamatlas.web.face.notes import coverage
from spamatlas.web.face.poster import Text, drawing_of, png, poster, style
from spamatlas.web.face.sheet import page
from spamatlas.web.gate import POLICY
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.problems import Refused
from spamatlas.web.public.exhibit import Exhibit, all_figures, exhibits, view

NAME = re.compile(r"([a-z_]+)(?:\.(svg|png))?")
ANYWHERE = {"content-security-policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")}
"""A figure alone may stand in other sites' pages: it holds no more than anybody may see, and nothing to press."""
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@get("/figures/{name:str}", include_in_schema=False)
async def figure_page(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One figure by itself, as a page, an SVG or a PNG; made to be passed on, so small cells are always left out."""
    asked = NAME.fullmatch(name)
    if not asked or asked[1] not in all_figures():
        raise Refused(404, "no-such-figure", "there is no such figure; the overview shows what there is")
    seen = view(request)
    each = (await exhibits(request, [asked[1]], seen, public=True))[asked[1]]
    if not asked[2]:
        answer = page(request, "alone.html", each=each, seen=seen, embedded=True)
        answer.headers.update(ANYWHERE)
        return answer
    return await _picture(request, each, asked[2])


async def _picture(request: Call, each: Exhibit, kind: str) -> Response[bytes]:
    language = language_of(request)
    drawing = drawing_of(each.shown, mirrored=language.is_mirrored, number=language.number)
    svg = poster(_text(request, each, language), drawing, each.shown.key, language)
    body = svg.encode("utf-8", "replace") if kind == "svg" else await asyncio.to_thread(png, svg, language)
    name = f"spamatlas-{each.name}-{each.table.since:%Y%m%d}-{each.table.until:%Y%m%d}.{kind}"
    return Response(
        body,
        media_type=TYPES[kind],
        headers={
            "content-disposition": f'inline; filename="{name}"',
            "content-security-policy": f"default-src 'none'; style-src 'sha256-{_mark(style())}'",
            "cross-origin-resource-policy": "cross-origin",
            "cache-control": "no-cache",
            "vary": "accept-language, cookie",
        },
    )


def _mark(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _text(request: Call, each: Exhibit, language: Language) -> Text:
    """The words around the drawing: the same that stand around it in a page."""
    table, node = each.table, office(request).node.settings.node_name
    source = language.say("Source: reports to {node}.", node=node)
    sample = language.gettext("Sample data.") if table.sample and table.reports else ""
    said = " ".join(part for part in (source, coverage(table, language), sample) if part)
    foot = [each.shown.note, language.gettext(table.caveat) if table.caveat else "", said]
    return Text(each.shown.title, language.gettext(table.counts), tuple(line for line in foot if line))
