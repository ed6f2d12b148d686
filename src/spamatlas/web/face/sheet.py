"""From a template and facts to a page in the reader's language."""

from functools import cache, partial
from hashlib import blake2b
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie

from spamatlas.judge.strength import figure, leaning
from spamatlas.locale import languages
from spamatlas.model.file import shortened
from spamatlas.model.terms import term
from spamatlas.model.vocabulary import (
    CallToAction,
    Category,
    Channel,
    CountermeasureKind,
    DispatchState,
    EdgeKind,
    EffectKind,
    Known,
    Lure,
    MeasuringPoint,
    MemberKind,
    PartyKind,
    PersonRole,
    Phase,
    Role,
    RouteClass,
    Ruling,
    Scope,
    VertexKind,
    WaypointKind,
)
from spamatlas.web.face.chart import bar, columns, shares
from spamatlas.web.face.inside import inside
from spamatlas.web.face.knowing import known_by, sighted, subject
from spamatlas.web.face.leaning import lean, reasoned
from spamatlas.web.face.live import Live
from spamatlas.web.face.notes import coverage
from spamatlas.web.inert import defang, inert, plain
from spamatlas.web.office import LANGUAGE, Call, language_of, office, principal

YEAR_SECONDS = 365 * 86_400
HAVE = "have"
ROOMS = ("face", "public", "console")
"""The folders that hold templates."""
BESIDE = ("campaign_sections",)
"""Folders of the console whose templates stand beside what they show, and are named with their folder."""
VOCABULARIES = {
    "channel": Channel,
    "category": Category,
    "ruling": Ruling,
    "lure": Lure,
    "call_to_action": CallToAction,
    "route_class": RouteClass,
    "measuring_point": MeasuringPoint,
    "evidence": Known,
    "sender_kind": PartyKind,
    "place": WaypointKind,
    "vertex_kind": VertexKind,
    "edge_kind": EdgeKind,
    "role": Role,
    "countermeasure": CountermeasureKind,
    "effect": EffectKind,
    "phase": Phase,
    "member_kind": MemberKind,
    "person_role": PersonRole,
    "scope": Scope,
    "dispatch_state": DispatchState,
}


def page(request: Call, template: str, status: int = 200, **facts: Any) -> Response[bytes]:
    """The page; the same facts give the same bytes, so that a browser that has it need not get it again (ETag).

    A browser that names what it has of the live parts (``have``) gets those that changed.
    """
    language, live = language_of(request), Live()
    text = (
        _templates()
        .get_template(template)
        .render(
            facts,
            language=language,
            languages=languages(),
            _=language.say,
            count=language.count,
            explain=language.explain,
            reasoned=partial(reasoned, language),
            coverage=lambda table: coverage(table, language),
            word=lambda vocabulary, value: language.gettext(_word(vocabulary, value)),
            define=lambda vocabulary, value: language.gettext(term(VOCABULARIES[vocabulary](value)).definition),
            known_by=lambda value: known_by(language, value),
            shortened=shortened,
            sighted=lambda of, value: sighted(language, of, value),
            inside=lambda file: inside(language, file),
            subject=lambda value: subject(language, value),
            settings=office(request).node.settings,
            path=request.url.path,
            query={name: value for name, value in request.query_params.items() if name != HAVE},
            live=live,
            link=lambda **changes: _link(request, changes),
            principal=principal(request),
            static=_static,
        )
    )
    have = request.query_params.get(HAVE)
    if have is not None and status == 200 and (changed := live.changed(have)) is not None:
        text = changed
    body = text.encode("utf-8", "replace")
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "etag": tag,
        "cache-control": "no-cache",
        "vary": "accept-language, cookie",
        "content-language": language.code,
    }
    if status == 200 and request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type="text/html")
    answer = Response(body, status_code=status, headers=headers, media_type="text/html")
    if request.query_params.get("lang") == language.code:
        answer.set_cookie(Cookie(LANGUAGE, value=language.code, max_age=YEAR_SECONDS, samesite="lax"))
    return answer


def compile_templates() -> None:
    """Have them all ready (half a second of processor), so that who opens a page first does not wait for its own."""
    environment = _templates()
    for name in environment.list_templates():
        environment.get_template(name)


@cache
def _templates() -> Environment:
    beside = PrefixLoader({folder: PackageLoader("spamatlas.web.console", folder) for folder in BESIDE})
    environment = Environment(
        loader=ChoiceLoader([*(PackageLoader(f"spamatlas.web.{room}") for room in ROOMS), beside]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"inert": inert, "plain": plain, "defang": defang}
    environment.globals |= {"bar": bar, "columns": columns, "shares": shares}
    environment.globals |= {"lean": lean, "leaning": leaning, "figure": figure}
    return environment


@cache
def _word(vocabulary: str, value: str) -> str:
    try:
        return term(VOCABULARIES[vocabulary](value)).name
    except (KeyError, ValueError):
        return value


@cache
def _static(name: str) -> str:
    """The address of a static file, with a mark of its content so that it may be kept for ever."""
    content = (files("spamatlas.web.face") / "static" / name).read_bytes()
    return f"/static/{name}?v={blake2b(content, digest_size=6).hexdigest()}"


def _link(request: Call, changes: dict[str, str | None]) -> str:
    """The address of this view with some of its parameters changed; None takes one out."""
    kept = {**request.query_params, HAVE: None, **changes}
    chosen = {name: value for name, value in kept.items() if value}
    return f"{request.url.path}?{urlencode(chosen)}" if chosen else request.url.path
