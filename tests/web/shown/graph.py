"""A graph of every kind of thing."""

from tests.web.shown.names import CAMPAIGN, HOSTILE, NOW, OTHER_CAMPAIGN

from spamatlas.model import Cluster, Edge, EdgeKind, Explanation, Graph, Shared, Vertex, VertexKind

_VERTICES = (
    Vertex(id=f"campaign:{CAMPAIGN}", kind=VertexKind.CAMPAIGN, name=CAMPAIGN, reports=9, ruling="spam"),
    Vertex(id=f"campaign:{OTHER_CAMPAIGN}", kind=VertexKind.CAMPAIGN, name=OTHER_CAMPAIGN, category=HOSTILE),
    *(
        Vertex(
            id=f"{kind}:{HOSTILE}", kind=kind, name=HOSTILE, reports=5, reporters=2, campaigns=2, first_seen=NOW,
            last_seen=NOW, telling=0.5, note=HOSTILE, is_hub=kind is VertexKind.HOST,
        )
        for kind in VertexKind if kind is not VertexKind.CAMPAIGN
    ),
)  # fmt: skip
GRAPH = Graph(
    start=_VERTICES[0].id,
    vertices=_VERTICES,
    edges=tuple(
        Edge(
            source=campaign.id, target=thing.id, kind=EdgeKind.NAMES, reports=3, reporters=2, first_seen=NOW,
            last_seen=NOW, certainty=0.4, known_by=HOSTILE, is_shared=True,
        )
        for campaign in _VERTICES[:2] for thing in _VERTICES[2:]
    ),
    clusters=(
        Cluster(
            name="E-00000000000000aa", campaigns=(CAMPAIGN, OTHER_CAMPAIGN), certainty=0.7,
            shared=(Shared(f"number:{HOSTILE}", 2, 0.5),),
            explanations=(Explanation(code="same_maker", summary=HOSTILE, certainty=1.0, tells_apart=HOSTILE),),
        ),
    ),
    left_out=3,
)  # fmt: skip
