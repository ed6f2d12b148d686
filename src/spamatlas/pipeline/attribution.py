"""The graph around a thing: gathered from the store, its hubs and clusters told by the room of campaigns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.campaign import clusters, hub, telling
from spamatlas.model import Edge, EdgeKind, Graph, Vertex, VertexKind, campaign_name, campaign_number
from spamatlas.store import Store, campaigns
from spamatlas.store.graph import CLOSELY, Tie, commonest, first_things, home_of, key_of, things
from spamatlas.store.sharing import Sharing, sharing, users
from spamatlas.store.turns import Side
from spamatlas.suffixes import registrable

MOST_VERTICES = 500
MOST_CAMPAIGNS = 80
"""Of the campaigns a step away so many are looked at, those that share the most telling things."""
FIRST_THINGS, FURTHER_THINGS = 160, 24
"""So many things of the campaign that was asked for, and of each that it leads to."""
EXPANDED_REPORTS = 20_000
"""Further things are read of campaigns with so many reports together: reading is by report."""

# The first that fits is what a thing is: what somebody registered before what stands below it.
_KINDS = (
    ("as_domain", VertexKind.DOMAIN),
    ("as_host", VertexKind.HOST),
    ("as_authenticated", VertexKind.SIGNER),
    ("as_sender_host", VertexKind.MAIL_HOST),
    ("as_number", VertexKind.NUMBER),
    ("as_account", VertexKind.ACCOUNT),
    ("as_sender", VertexKind.SENDER),
    ("as_page", VertexKind.PAGE),
    ("as_path", VertexKind.PATH),
    ("as_file", VertexKind.FILE),
    ("as_address", VertexKind.ADDRESS),
    ("as_network", VertexKind.NETWORK),
    ("as_operator", VertexKind.OPERATOR),
    ("as_gateway", VertexKind.GATEWAY),
)
_NAMED = frozenset(("as_domain", "as_host", "as_number", "as_account", "as_page", "as_path", "as_file"))
# By the scale of trace/certainty.py: what a text names is seen, a signature is hard to forge, a sender is a claim.
_CERTAINTY = {
    "as_authenticated": (0.95, "authentication"),
    "as_address": (0.8, "header"),
    "as_network": (0.8, "network"),
    "as_operator": (0.6, "number_plan"),
    "as_gateway": (0.75, "statement"),
    "as_sender": (0.4, "header"),
    "as_sender_host": (0.4, "header"),
}
_IN_TEXT = (0.98, "text")
_MAPPED = "::ffff:"
"""What an IPv4 address is stored behind (RFC 4291, section 2.5.5.2)."""


class _Found(Struct, frozen=True):
    """What was gathered: the start, the campaigns in order of interest, what they mention, and who else shares it."""

    start: int
    campaigns: list[int]
    ties: list[Tie]
    sharing: dict[int, Sharing]
    is_campaign: bool
    rows: Mapping[int, Mapping[str, Any]] = {}


def graph_of(store: Store, kind: VertexKind, name: str, row: Mapping[str, Any] | None = None) -> Graph | None:
    """The graph within two steps of a campaign or a thing, as of the moment of its oldest figure; None where no report
    here has it. ``row``: the campaign as a list shows it, where that is known.

    Raises:
        ValueError: it is not a campaign's name.
    """
    as_of, sample = datetime.now(UTC), int(store.has_only_samples())
    if kind is VertexKind.CAMPAIGN:
        found = _around_campaign(store, name, sample, row)
    else:
        found = _around_thing(store, _stored(kind, name), sample)
    return _made(found, as_of) if found else None


def _made(found: _Found, as_of: datetime, start: Vertex | None = None) -> Graph | None:
    vertices = {each: _campaign(found.rows[each]) for each in found.campaigns if each in found.rows}
    of = {tie.key: tie for tie in reversed(found.ties)}
    made = {key: _thing(each, of[key]) for key, each in found.sharing.items() if key in of}
    edges = [_edge(tie, made) for tie in found.ties if tie.campaign in vertices and tie.key in made]
    start = start or (vertices.get(found.start) if found.is_campaign else made.get(found.start))
    if start is None:
        return None
    graph = _cut(start, list(vertices.values()), list(made.values()), edges)
    return replace(graph, as_of=min([as_of, *(each.as_of for each in found.sharing.values())]))


def graph_of_things(store: Store, names: Sequence[str], start: Vertex) -> Graph | None:
    """The graph around several things that lead to ``start``, which no report mentions by itself."""
    as_of, sample = datetime.now(UTC), int(store.has_only_samples())
    shared = sharing(store, [key_of(store, name) for name in names], sample)
    each_many = max(1, MOST_CAMPAIGNS // max(1, len(shared)))
    others = list(dict.fromkeys(one for key in shared for one in users(store, key, sample, each_many)))
    ties = things(store, others, sample, FIRST_THINGS, among=list(shared))
    found = _further(store, _Found(0, others, ties, shared, False), sample)
    return _made(found, as_of, start)


def _stored(kind: VertexKind, name: str) -> str:
    """How a thing is named in the store."""
    return _MAPPED + name if kind is VertexKind.ADDRESS and ":" not in name else name


def _around_campaign(store: Store, name: str, sample: int, row: Mapping[str, Any] | None) -> _Found | None:
    number = home_of(store, campaign_number(name))
    if row is not None and row["size"] < CLOSELY:
        ties = first_things(store, number, sample, FIRST_THINGS)
    else:
        ties = things(store, [number], sample, FIRST_THINGS, commonest(store, number, sample, FIRST_THINGS))
    by_key = {tie.key: tie for tie in ties}
    shared = sharing(store, list(by_key), sample)
    scores: dict[int, float] = defaultdict(float)
    for each in shared.values():
        worth = _thing(each, by_key[each.key]).telling
        for other in each.among if worth else ():
            scores[other] += worth
    scores.pop(number, None)
    others = sorted(scores, key=lambda each: (-scores[each], each))[:MOST_CAMPAIGNS]
    common = [key for key, each in shared.items() if set(each.among) & set(others)]
    known = {number: {**row, "number": number}} if row else {}
    with Side(1) as side:
        in_common = side.submit(things, store, others, sample, FIRST_THINGS, among=common)
        found = _further(store, _Found(number, [number, *others], ties, shared, True, known), sample)
        return replace(found, ties=[*found.ties, *in_common.result()])


def _around_thing(store: Store, name: str, sample: int) -> _Found | None:
    key = key_of(store, name)
    shared = sharing(store, [key], sample)
    if key not in shared:
        return None
    others = users(store, key, sample, MOST_CAMPAIGNS)
    ties = things(store, others, sample, 1, among=[key])
    return _further(store, _Found(key, others, ties, shared, False), sample)


def _further(store: Store, found: _Found, sample: int) -> _Found:
    """With the campaigns' figures, and what else those mention of which it can be read in time."""
    unknown = [each for each in found.campaigns if each not in found.rows]
    rows = {**found.rows, **{row["number"]: row for row in _figures(store, unknown, sample)}}
    chosen, reports = [], 0
    for each in found.campaigns[found.is_campaign :]:
        size = rows[each]["size"] if each in rows else 0
        if reports + size <= EXPANDED_REPORTS:
            reports += size
            chosen.append(each)
    more = [tie for tie in things(store, chosen, sample, FURTHER_THINGS) if tie.key not in found.sharing]
    fresh = sharing(store, sorted({tie.key for tie in more}), sample)
    return replace(found, ties=[*found.ties, *more], sharing={**found.sharing, **fresh}, rows=rows)


def _cut(start: Vertex, drawn: list[Vertex], made: list[Vertex], edges: list[Edge]) -> Graph:
    """The most interesting: the campaigns in order, then things by how many campaigns in view have them."""
    having: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        having[edge.target].add(edge.source)
    made.sort(key=lambda each: (each.id != start.id, -len(having[each.id]), -each.telling, -each.reports, each.id))
    rest = [
        each
        for each in (*drawn, *made)
        if each.id != start.id and (each.kind is VertexKind.CAMPAIGN or having[each.id])
    ]
    kept = {each.id: each for each in (start, *rest[: MOST_VERTICES - 1])}
    inside = [edge for edge in edges if edge.source in kept and edge.target in kept]
    inside = [replace(edge, is_shared=_carries(kept[edge.target], having[edge.target])) for edge in inside]
    inside += _stated(kept.values(), set(kept))
    inside.sort(key=lambda each: (each.source, each.target, each.kind))
    vertices = tuple(kept.values())
    return Graph(
        start=start.id,
        vertices=vertices,
        edges=tuple(inside),
        clusters=clusters(vertices, inside),
        left_out=max(0, len(rest) - MOST_VERTICES + 1),
    )


def _carries(thing: Vertex, campaigns: set[str]) -> bool:
    return thing.telling > 0 and not thing.is_hub and len(campaigns) > 1


def _stated(vertices: Iterable[Vertex], there: set[str]) -> list[Edge]:
    """What names say of each other: a host of its domain, an address of its mail domain."""
    found = []
    for each in vertices:
        target = ""
        if each.kind is VertexKind.HOST:
            target = f"{VertexKind.DOMAIN}:{registrable(each.name)}"
        elif each.kind is VertexKind.ADDRESS:
            target = f"{VertexKind.NETWORK}:{each.note.partition(' ')[0]}"
        elif each.kind in (VertexKind.SENDER, VertexKind.ACCOUNT) and "@" in each.name:
            host = each.name.rpartition("@")[2]
            target = next((name for kind in _KINDS[:4] if (name := f"{kind[1]}:{host}") in there), "")
        if target in there:
            known_by = "network" if each.kind is VertexKind.ADDRESS else "name"
            found.append(Edge(source=each.id, target=target, kind=EdgeKind.STATED, certainty=0.99, known_by=known_by))
    return found


def _thing(each: Sharing, tie: Tie) -> Vertex:
    """A thing that is shared, as one of the campaigns that mention it calls it."""
    kind = next((kind for flag, kind in _KINDS if flag in each.flags), VertexKind.SENDER)
    name = tie.named
    if kind is VertexKind.SENDER and name.startswith("+") and name[1:].isdigit():
        kind = VertexKind.NUMBER
    if kind is VertexKind.ADDRESS:
        name = name.removeprefix(_MAPPED)
    why = hub(kind, name, each.campaigns)
    worth = 0.0 if why else telling(kind, each.campaigns, is_claimed=not _NAMED & set(each.flags))
    return Vertex(
        id=f"{kind}:{name}",
        kind=kind,
        name=name,
        reports=each.reports,
        reporters=each.reporters,
        campaigns=each.campaigns,
        first_seen=each.first_seen,
        last_seen=each.last_seen,
        telling=round(worth, 3),
        is_hub=bool(why),
        why_hub=why,
        is_sampled=each.is_sampled,
        note=tie.operator,
    )


def _edge(tie: Tie, made: dict[int, Vertex]) -> Edge:
    sources = [_CERTAINTY[flag] for flag in tie.flags if flag in _CERTAINTY]
    is_named = bool(_NAMED & set(tie.flags))
    certainty, known_by = _IN_TEXT if is_named or not sources else max(sources)
    if tie.certainty and not is_named:
        certainty = tie.certainty
    return Edge(
        source=f"{VertexKind.CAMPAIGN}:{campaign_name(tie.campaign)}",
        target=made[tie.key].id,
        kind=EdgeKind.NAMES if is_named else EdgeKind.SENT_FROM,
        reports=tie.reports,
        reporters=tie.reporters,
        first_seen=tie.first_seen,
        last_seen=tie.last_seen,
        certainty=round(certainty, 3),
        known_by=known_by,
    )


def _campaign(row: Mapping[str, Any]) -> Vertex:
    name = campaign_name(row["number"])
    figures = {"reports": row["size"], **{each: row[each] for each in _FIGURES}}
    return Vertex(id=f"{VertexKind.CAMPAIGN}:{name}", kind=VertexKind.CAMPAIGN, name=name, campaigns=1, **figures)


_FIGURES = ("reporters", "first_seen", "last_seen", "ruling", "category")


def _figures(store: Store, numbers: Sequence[int], sample: int) -> list[dict[str, Any]]:
    return campaigns.read(
        store, campaigns.few(store, {"sample": sample}, numbers), {"reporters", "first_seen", "last_seen", "verdict"}
    )
