"""Ties that one or two people alone brought between campaigns that many people know."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from spamatlas.campaign.bridges import BROUGHT_BY, KNOWN_TO

MOST_SUSPECTED = 200
"""So many are looked at, one by one, of the few people who brought ties: each look goes over all ties."""
MOST_PAIRED = 12
"""Of so few also every two together."""

Edge = tuple[int, int]
Edges = dict[Edge, set[int]]
"""Which people brought messages of a group of like wording (first) that carry a key (second)."""


def cut(edges: Edges, people: Mapping[int, set[int]]) -> tuple[list[Edge], list[Edge]]:
    """The ties that hold, and those that fewer than ``BROUGHT_BY`` people brought between known campaigns.

    Without the latter something falls into pieces of which two or more were reported by ``KNOWN_TO`` others. Both in
    an order that hangs on what they are alone: the keys with the most groups first.
    """
    many: dict[int, int] = defaultdict(int)
    for _, key in edges:
        many[key] += 1
    ordered = sorted(edges, key=lambda edge: (-many[edge[1]], edge[1], edge[0]))
    doubtful: set[Edge] = set()
    for few in _suspects(edges, ordered, people):
        theirs = {edge for edge in ordered if edges[edge] <= few}
        if _known_pieces([edge for edge in ordered if edge not in theirs], people, few) > _known_pieces(
            ordered, people, few
        ):
            doubtful |= theirs
    return [edge for edge in ordered if edge not in doubtful], [edge for edge in ordered if edge in doubtful]


def _suspects(edges: Edges, ordered: Sequence[Edge], people: Mapping[int, set[int]]) -> list[frozenset[int]]:
    """Who alone brought a tie to what others know too: sets of fewer than ``BROUGHT_BY`` people."""
    if len(set().union(*people.values())) < 2 * KNOWN_TO:
        return []
    behind: dict[int, set[int]] = defaultdict(set)
    for (group, key), brought in edges.items():
        behind[key] |= people[group] | brought
    found: dict[frozenset[int], set[int]] = {}
    for group, key in ordered:
        few = frozenset(edges[group, key])
        if len(few) < BROUGHT_BY and len(behind[key] - few) >= KNOWN_TO:
            found.setdefault(few, set()).add(key)
    suspects = sorted(found, key=lambda few: (-len(found[few]), sorted(few)))[:MOST_SUSPECTED]
    if len(suspects) <= MOST_PAIRED:
        pairs = {one | other for one, other in combinations(suspects, 2) if len(one | other) < BROUGHT_BY}
        suspects += sorted(pairs - set(suspects), key=sorted)
    return suspects


def _known_pieces(edges: Iterable[Edge], people: Mapping[int, set[int]], without: Collection[int]) -> int:
    """How many of the pieces that these ties make were reported by at least ``KNOWN_TO`` people beside a few."""
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
    return sum(len(who - {0, *without}) >= KNOWN_TO for who in behind.values())
