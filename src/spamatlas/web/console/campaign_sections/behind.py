"""Who is behind it, as far as can be seen: the cluster it is in, what it uses, drafts to those who can act."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.model import EdgeKind, Graph, Rejected, Ruling
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.desk import behind
from spamatlas.web.console.graph import label
from spamatlas.web.console.graph_drawing import address, letters
from spamatlas.web.contract import Node

SHOWN = 12


def ahead(node: Node, name: str) -> Graph | None:
    """The graph around it."""
    try:
        return node.graph(name)
    except Rejected:
        return None


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """The most telling of what it has, and the clusters that it is in."""
    graph = campaign["ahead"]
    if graph is None:
        return None
    by_id = {each.id: each for each in graph.vertices}
    own = [each for each in graph.edges if each.source == graph.start and each.kind is not EdgeKind.STATED]
    own.sort(key=lambda each: (not each.is_shared, -by_id[each.target].telling, -each.reports, each.target))
    name = by_id[graph.start].name
    return {
        "name": name,
        "clusters": [each for each in graph.clusters if name in each.campaigns],
        "others": sum(each.kind == "campaign" for each in graph.vertices) - 1,
        "edges": own[:SHOWN],
        "by_id": by_id,
        "letter": letters(graph),
        "label": lambda each: label(each, language),
        "address": address,
        "start": graph.start,
        "behind": behind(graph.as_of, language),
        "has_drafts": campaign["ruling"] == Ruling.SPAM,
    }


SECTION = Section(name="behind", order=350, gather=gather, ahead=ahead)
