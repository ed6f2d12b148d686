"""Who holds what a graph has: the operator of a number, the bank of an account, told by number plans and codes alone.

No report says so, so a holder has no worth as evidence and nothing is counted for it; it is there to be asked.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from spamatlas.model import Edge, EdgeKind, Graph, Vertex, VertexKind
from spamatlas.pipeline.attribution import MOST_VERTICES, graph_of_things
from spamatlas.store import Store
from spamatlas.store.graph import recent
from spamatlas.trace import Directory

CERTAINTY = {VertexKind.NUMBER: 0.6, VertexKind.ACCOUNT: 0.98}
"""A range tells who got the number, which may have been ported since; a code stands in the account itself."""
_KNOWN_BY = {VertexKind.NUMBER: "number_plan", VertexKind.ACCOUNT: "name"}
_HELD = {VertexKind.OPERATOR: VertexKind.NUMBER, VertexKind.INSTITUTION: VertexKind.ACCOUNT}
_COINS = frozenset(("bitcoin", "ethereum", "tron"))
MOST_HELD = 60
"""So many things of a holder are shown, those reported last."""


def with_holders(graph: Graph, directory: Directory) -> Graph:
    """The graph with the country of its numbers and accounts as notes, and with their holders while there is room."""
    vertices = [_noted(each, directory) for each in graph.vertices]
    there = {each.id: each for each in vertices}
    edges, left_out = [], 0
    for each in vertices:
        for holder in _holders(each, directory):
            if holder.id not in there and len(there) >= MOST_VERTICES:
                left_out += 1
                continue
            there.setdefault(holder.id, holder)
            edges.append(_stated(each, holder))
    edges.sort(key=lambda each: (each.source, each.target))
    return replace(
        graph, vertices=tuple(there.values()), edges=(*graph.edges, *edges), left_out=graph.left_out + left_out
    )


def around_holder(store: Store, directory: Directory, kind: VertexKind, name: str) -> Graph | None:
    """The graph around a holder: what it holds of the things in the newest reports, and whose campaigns have them.

    None for what is no holder, and for one that nothing in those reports is held by.
    """
    if kind not in _HELD:
        return None
    holder = Vertex(id=f"{kind}:{name}", kind=kind, name=name)
    wanted = _HELD[kind]
    held = [
        each
        for each in recent(store, int(store.has_only_samples()), is_account=wanted is VertexKind.ACCOUNT)
        if any(found.id == holder.id for found in _holders(Vertex(id="", kind=wanted, name=each), directory))
    ]
    around = graph_of_things(store, held[:MOST_HELD], holder) if held else None
    return with_holders(around, directory) if around else None


def _holders(thing: Vertex, directory: Directory) -> Iterator[Vertex]:
    if thing.kind is VertexKind.NUMBER:
        number = directory.numbers.find(thing.name)
        if number.state == "assigned" and number.carrier:
            yield _holder(VertexKind.OPERATOR, number.carrier, number.country)
    elif thing.kind is VertexKind.ACCOUNT:
        account = directory.accounts.find(thing.name)
        if account.institution:
            yield _holder(VertexKind.INSTITUTION, account.institution, account.country)


def _holder(kind: VertexKind, name: str, country: str) -> Vertex:
    return Vertex(id=f"{kind}:{name}", kind=kind, name=name, note=country)


def _stated(thing: Vertex, holder: Vertex) -> Edge:
    return Edge(
        source=thing.id,
        target=holder.id,
        kind=EdgeKind.STATED,
        certainty=CERTAINTY[thing.kind],
        known_by=_KNOWN_BY[thing.kind],
    )


def _noted(thing: Vertex, directory: Directory) -> Vertex:
    """With the country that a number or an account tells, or the coin of a wallet."""
    if thing.kind is VertexKind.NUMBER:
        return replace(thing, note=directory.numbers.find(thing.name).country)
    if thing.kind is VertexKind.ACCOUNT:
        account = directory.accounts.find(thing.name)
        return replace(thing, note=account.country or (account.scheme if account.scheme in _COINS else ""))
    return thing
