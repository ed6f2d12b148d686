"""The graph explorer: what lies within two steps of a thing, and the way from it to the next."""

import asyncio
from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get
from markupsafe import Markup

from spamatlas.locale import Language
from spamatlas.model import LINKED, Category, Contact, Edge, EdgeKind, Graph, Rejected, Scope, Vertex, VertexKind
from spamatlas.model.terms import term
from spamatlas.web.console.desk import behind, desk
from spamatlas.web.console.graph_drawing import Drawing, Words, address, letters
from spamatlas.web.console.graph_layout import Heading, Mark, laid_out
from spamatlas.web.contract import Node
from spamatlas.web.guards import needs
from spamatlas.web.inert import defang, plain
from spamatlas.web.office import Call, language_of, office

LONGEST_NODE = 2_000
EDGES = 300
"""So many edges stand in the table, those that carry likeness first; the interface for programs gives all."""
_SHORT = 12


@get("/console/graph", include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def graph_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The graph around what the address names, drawn and as tables; without a name, a place to enter one."""
    asked = request.query_params.get("node", "")[:LONGEST_NODE].strip()
    kinds = [VertexKind(each) for each in request.query_params.getall("kind", []) if each in set(VertexKind)]
    with_hubs = request.query_params.get("hubs", "") != "no"
    graph: Graph | None = None
    contacts: list[Contact] = []
    problem = ""
    if asked:
        try:
            graph, contacts = await asyncio.to_thread(_ask, office(request).node, asked)
        except Rejected as why:
            problem = why.detail
    return await desk(
        request,
        "console_graph.html",
        status=404 if problem else 200,
        asked=asked,
        graph=graph,
        contacts=contacts,
        problem=problem,
        behind=behind(graph.as_of, language_of(request)) if graph else "",
        kinds=kinds,
        with_hubs=with_hubs,
        every_kind=[each for each in VertexKind if each is not VertexKind.CAMPAIGN],
        there=sorted({each.kind for each in graph.vertices}, key=list(VertexKind).index) if graph else [],
        edges=_told(graph) if graph else [],
        by_id={each.id: each for each in graph.vertices} if graph else {},
        letter=letters(graph) if graph else {},
        label=lambda each: label(each, language_of(request)),
        address=address,
        drawing=_drawing(request, graph, kinds, with_hubs) if graph else Markup(""),
    )


def label(vertex: Vertex, language: Language) -> str:
    """What a thing is called where there is little room: harmless, and no campaign by its hash alone."""
    match vertex.kind:
        case VertexKind.CAMPAIGN:
            kind = language.gettext(term(_category(vertex.category)).name) if vertex.category else ""
            return f"{kind} {vertex.name[: _SHORT - 4]}…".strip()
        case VertexKind.FILE | VertexKind.PATH:
            return f"{vertex.name.removeprefix('~page:')[:_SHORT]}…"
        case VertexKind.NETWORK:
            return plain(f"{vertex.name} {vertex.note}".strip(), 60)
        case VertexKind.NUMBER | VertexKind.ACCOUNT | VertexKind.OPERATOR if vertex.note:
            return plain(f"{vertex.name} {vertex.note}", 100)
        case kind if kind in LINKED:
            return plain(defang(vertex.name), 100)
        case _:
            return plain(vertex.name, 100)


def _ask(node: Node, asked: str) -> tuple[Graph, list[Contact]]:
    return node.graph(asked), list(node.contacts(asked))


def _category(value: str) -> Category:
    return Category(value) if value in set(Category) else Category.OTHER


def _told(graph: Graph) -> list[Edge]:
    edges = sorted(graph.edges, key=lambda each: (not each.is_shared, each.kind is EdgeKind.STATED, -each.reports))
    return edges[:EDGES]


def _drawing(request: Call, graph: Graph, kinds: list[VertexKind], with_hubs: bool) -> Markup:
    language = language_of(request)
    words = Words(
        label=lambda mark: label(mark.vertex, language),
        told=_description(language),
        heading=lambda heading: _heading(heading, language),
        count=language.number,
    )
    layout = laid_out(graph, kinds, with_hubs=with_hubs)
    return Drawing(graph=graph, layout=layout, words=words, mirrored=language.is_mirrored).svg()


def _heading(heading: Heading, language: Language) -> str:
    return f"{language.gettext(term(heading.kind).name)} · {language.number(heading.count)}"


def _description(language: Language) -> Callable[[Mark], str]:
    def told(mark: Mark) -> str:
        each = mark.vertex
        parts = [
            f"{language.gettext(term(each.kind).name)} {label(each, language)}",
            language.count("{n} report", "{n} reports", each.reports),
            language.count("{n} reporter", "{n} reporters", each.reporters),
        ]
        if each.kind is not VertexKind.CAMPAIGN:
            parts.append(language.count("in {n} campaign", "in {n} campaigns", each.campaigns))
        if each.is_hub:
            parts.append(language.gettext("hub: says nothing of who is behind it"))
        return language.listing(parts)

    return told
