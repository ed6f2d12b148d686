"""Ties that one person alone brought between campaigns that many people know."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spamatlas.campaign.bridges import KNOWN_TO

MOST_SUSPECTED = 200
"""So many people are looked at, one by one, who alone brought a tie: each look goes over all ties."""

Edge = tuple[int, int]
Edges = dict[Edge, set[int]]
"""Which people brought messages of a group of like wording (first) that carry a key (second)."""


def cut(edges: Edges, people: Mapping[int, set[int]]) -> tuple[list[Edge], list[Edge]]:
    """The ties that hold, and those that one person alone brought between known campaigns.

    Without the latter something falls into pieces of which two or more were reported by ``KNOWN_TO`` others. Whoever
    would join two campaigns that many know must be two people at least; while messages come one by one it takes more
    (see ``bridges``), as nothing else is known yet. Both in an order that hangs on what they are alone: the keys with
    the most groups first.
    """
    many: dict[int, int] = defaultdict(int)
    for _, key in edges:
        many[key] += 1
    ordered = sorted(edges, key=lambda edge: (-many[edge[1]], edge[1], edge[0]))
    doubtful: set[Edge] = set()
    for person in _suspects(edges, ordered, people):
        theirs = {edge for edge in ordered if edges[edge] == {person}}
        others = [edge for edge in ordered if edge not in theirs]
        if _known_pieces(others, people, person) > _known_pieces(ordered, people, person):
            doubtful |= theirs
    return [edge for edge in ordered if edge not in doubtful], [edge for edge in ordered if edge in doubtful]


def _suspects(edges: Edges, ordered: Sequence[Edge], people: Mapping[int, set[int]]) -> list[int]:
    """Who alone brought a tie to what many others know too; who brought most such ties first."""
    if len(set().union(*people.values())) < 2 * KNOWN_TO:
        return []
    behind: dict[int, set[int]] = defaultdict(set)
    for (group, key), brought in edges.items():
        behind[key] |= people[group] | brought
    found: dict[int, int] = defaultdict(int)
    for edge in ordered:
        if len(edges[edge]) == 1 and len(behind[edge[1]] - edges[edge]) >= KNOWN_TO:
            (person,) = edges[edge]
            found[person] += 1
    return sorted(found, key=lambda person: (-found[person], person))[:MOST_SUSPECTED]


def _known_pieces(edges: Iterable[Edge], people: Mapping[int, set[int]], without: int) -> int:
    """How many of the pieces that these ties make were reported by at least ``KNOWN_TO`` people beside one."""
    parents: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for group, key in edges:
        parents[root(("group", group))] = root(("key", key))
    behind: dict[tuple[str, int], set[int]] = defaultdict(set)
    for group, who in people.items():
        behind[root(("group", group))] |= who
    return sum(len(who - {0, without}) >= KNOWN_TO for who in behind.values())
