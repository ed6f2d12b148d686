from datetime import datetime

from msgspec import Struct

from spamatlas.model.vocabulary import EdgeKind, VertexKind


class Vertex(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing in the graph of attribution: a campaign, or something that campaigns name or come from.

    ``id`` is ``kind:name``. ``reports``, ``reporters`` and ``campaigns`` count all that the node holds, not only what
    is drawn; where ``is_sampled`` they are at least so many, counted in the newest reports alone. ``telling`` (0..1) is
    how far two campaigns that share it are one sender's, by its kind and by how many share it; 0 for a hub.
    ``why_hub`` is a code: shared-host or many-campaigns. ``note`` is what else is known of it:
    a network's operator, a number's country.
    """

    id: str
    kind: VertexKind
    name: str
    reports: int = 0
    reporters: int = 0
    campaigns: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    telling: float = 0.0
    is_hub: bool = False
    why_hub: str = ""
    is_sampled: bool = False
    ruling: str = ""
    category: str = ""
    note: str = ""


class Edge(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a campaign (``source``) names a thing or came from it, or that one thing states another.

    ``certainty`` (0..1) is that it is so, by the scale of ``trace/certainty.py``; ``known_by`` is text, header,
    authentication, network, number_plan or name. ``is_shared`` marks the edges that carry likeness: their thing is no
    hub, and another campaign in the graph has it too.
    """

    source: str
    target: str
    kind: EdgeKind
    reports: int = 0
    reporters: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    certainty: float = 0.0
    known_by: str = ""
    is_shared: bool = False


class Explanation(Struct, frozen=True, kw_only=True):
    """One answer to "why do these campaigns share things?" beside the others; the certainties of all add up to 1.

    ``code`` names the piece, ``summary`` and ``tells_apart`` (what would settle it) are English message ids.
    """

    code: str
    summary: str
    certainty: float
    tells_apart: str


class Shared(Struct, frozen=True):
    """A thing that campaigns of a cluster share: ``sharing`` of these, and its ``weight`` as evidence (0..1)."""

    vertex: str
    sharing: int
    weight: float


class Cluster(Struct, frozen=True, kw_only=True):
    """Campaigns that lead to one infrastructure, with competing explanations, the likeliest first.

    It stands for a probable sender and is never a person's name: ``name`` follows from the smallest campaign in it.
    ``certainty`` (0..1) is that they have to do with each other at all, whatever the explanation.
    """

    name: str
    campaigns: tuple[str, ...]
    shared: tuple[Shared, ...]
    certainty: float
    explanations: tuple[Explanation, ...]


class Graph(Struct, frozen=True, kw_only=True):
    """What lies within two steps of a thing; the first vertex is the one that was asked for.

    ``left_out`` says how many vertices were found and not kept, because a graph holds at most so many. ``as_of``: what
    came in later is not in it.
    """

    start: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...] = ()
    left_out: int = 0
    as_of: datetime | None = None
