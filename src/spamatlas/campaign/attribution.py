"""From campaigns and what they share to clusters of infrastructure, each with competing explanations."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp

from msgspec.structs import replace

from spamatlas.campaign import explanations
from spamatlas.campaign.communities import communities
from spamatlas.campaign.explanation import Case, Explainer, Possession, together
from spamatlas.campaign.telling import FAMILY
from spamatlas.model import Cluster, Edge, EdgeKind, Explanation, Ruling, Shared, Vertex, VertexKind
from spamatlas.plugins import pieces

LEAST_TIED = 0.4
"""A campaign whose shared things together are worth less is in no cluster: a common network alone, a claimed name."""
ONE_WORD = 0.6
"""What is left of a thing's worth where the tie is one person's word: who reports can also plant."""
MOST_SHARED = 30
"""So many of the things that a cluster shares are told, the most telling first."""


def clusters(vertices: Iterable[Vertex], edges: Iterable[Edge]) -> tuple[Cluster, ...]:
    """The clusters in a graph, the surest first. Wording plays no part: two makers with one text stay two.

    What is tied is found among the things that are no hubs; a community of campaigns and things becomes a cluster where
    at least two campaigns in it are tied by ``LEAST_TIED``, also where they hang together least.
    """
    ties = [each for each in edges if each.kind is not EdgeKind.STATED]
    sure = _confirmed(ties)
    by_id = {each.id: each if each.id in sure else replace(each, telling=ONE_WORD * each.telling) for each in vertices}
    having = _having(by_id, ties)
    shared = {thing: held for thing, held in having.items() if len(held) > 1}
    weights = {(campaign, thing): by_id[thing].telling for thing, held in shared.items() for campaign in held}
    wanted = frozenset(
        thing for thing, held in having.items() if any(by_id[each].ruling == Ruling.HAM for each in held)
    )
    found: list[Cluster] = []
    waiting = communities(weights)
    while waiting:
        members = _tied(waiting.pop(), shared, by_id)
        if len(members) > 1:
            case = _case(members, having, by_id, wanted)
            if together(case.families) < LEAST_TIED:  # each is tied to some, and these not to the others
                waiting += case.sides
            else:
                found.append(_cluster(case))
    return tuple(sorted(found, key=lambda each: (-each.certainty, each.name)))


def _confirmed(ties: Iterable[Edge]) -> frozenset[str]:
    """The things that at least two campaigns have by the word of at least two people each."""
    counted = Counter(each.target for each in ties if each.reporters > 1)
    return frozenset(thing for thing, campaigns in counted.items() if campaigns > 1)


def _having(by_id: Mapping[str, Vertex], ties: Iterable[Edge]) -> dict[str, frozenset[str]]:
    """By thing, which campaigns have it; hubs and what tells nothing are left out."""
    found: dict[str, set[str]] = {}
    for edge in ties:
        thing = by_id[edge.target]
        if thing.kind is not VertexKind.CAMPAIGN and not thing.is_hub and thing.telling > 0:
            found.setdefault(thing.id, set()).add(edge.source)
    return {thing: frozenset(held) for thing, held in sorted(found.items())}


def _tied(group: frozenset[str], shared: Mapping[str, frozenset[str]], by_id: Mapping[str, Vertex]) -> list[str]:
    """The campaigns of a community that the things they share with others in it tie well enough."""
    members = sorted(each for each in group if by_id[each].kind is VertexKind.CAMPAIGN)
    while True:
        kept = [each for each in members if together(_witnesses(each, members, shared, by_id)) >= LEAST_TIED]
        if kept == members:
            return members
        members = kept


def _witnesses(
    campaign: str, members: Sequence[str], shared: Mapping[str, frozenset[str]], by_id: Mapping[str, Vertex]
) -> dict[str, float]:
    """By family the worth of the most telling thing that a campaign shares with another of these."""
    others = frozenset(members) - {campaign}
    found: dict[str, float] = {}
    for thing, held in shared.items():
        if campaign in held and held & others:
            family = FAMILY[by_id[thing].kind]
            found[family] = max(found.get(family, 0.0), by_id[thing].telling)
    return found


def _case(
    members: Sequence[str],
    having: Mapping[str, frozenset[str]],
    by_id: Mapping[str, Vertex],
    wanted: frozenset[str],
) -> Case:
    chosen = frozenset(members)
    held = [Possession(by_id[thing], campaigns & chosen) for thing, campaigns in having.items() if campaigns & chosen]
    return Case(tuple(by_id[each] for each in members), tuple(held), wanted)


def _cluster(case: Case) -> Cluster:
    names = tuple(each.name for each in case.campaigns)
    return Cluster(
        name=f"E-{min(names).removeprefix('C-')}",
        campaigns=names,
        shared=tuple(
            Shared(each.thing.id, len(each.campaigns), round(each.worth, 3)) for each in case.shared[:MOST_SHARED]
        ),
        certainty=round(together(case.families), 3),
        explanations=explained(case),
    )


def explained(case: Case) -> tuple[Explanation, ...]:
    """Every explanation with its certainty: the share of its odds in those of all, the likeliest first."""
    weighed = {name: (each, exp(each.weigh(case))) for name, each in _explainers().items()}
    whole = sum(odds for _, odds in weighed.values())
    found = [
        Explanation(code=name, summary=each.summary, certainty=round(odds / whole, 3), tells_apart=each.tells_apart)
        for name, (each, odds) in weighed.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.certainty, each.code)))


@cache
def _explainers() -> Mapping[str, Explainer]:
    return pieces(explanations, Explainer)
