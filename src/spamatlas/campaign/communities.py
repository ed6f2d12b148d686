"""Communities in a weighted graph: greedy modularity, the same for the same graph.

The local moving and gathering of Blondel, Guillaume, Lambiotte and Lefebvre (2008). Of our own because it is eighty
lines: a library would bring its own random order, and with it another answer each time. Vertices are taken in the order
of their names and ties go to the first, so neither the order of the input nor a seed can matter.
"""

from collections import defaultdict
from collections.abc import Mapping

LEAST_GAIN = 1e-12
RESOLUTION = 0.25
"""How much of what chance would give counts against a tie (Reichardt and Bornholdt, 2006). At 1 a chain of three
campaigns, each tied to the next by something rare, comes apart; at a quarter it stays, and groups with one weak bridge
are two."""

Weights = Mapping[tuple[str, str], float]
_Graph = list[dict[int, float]]
"""For each vertex the weights to its neighbours; to itself, twice what lies within."""


def communities(weights: Weights) -> list[frozenset[str]]:
    """The communities of an undirected graph, by its weighted edges; the largest first, then by their first names.

    ``weights`` are above 0; an edge in both directions counts twice. Vertices that no edge names are in none.
    """
    names = sorted({name for pair in weights for name in pair})
    graph = _graph(names, weights)
    members = [{place} for place in range(len(names))]
    while graph:
        home = _moved(graph)
        if len(set(home)) == len(graph):
            break
        graph, members = _gathered(graph, members, home)
    found = [frozenset(names[each] for each in group) for group in members]
    return sorted(found, key=lambda group: (-len(group), min(group)))


def _graph(names: list[str], weights: Weights) -> _Graph:
    place = {name: number for number, name in enumerate(names)}
    graph: _Graph = [defaultdict(float) for _ in names]
    for (one, other), weight in sorted(weights.items()):
        graph[place[one]][place[other]] += weight
        graph[place[other]][place[one]] += weight
    return graph


def _moved(graph: _Graph) -> list[int]:
    """For each vertex the community where modularity gains most, until none gains any more."""
    home = list(range(len(graph)))
    degree = [sum(row.values()) for row in graph]
    total = list(degree)
    whole = sum(degree) or 1.0
    is_moving = True
    while is_moving:
        is_moving = False
        for vertex, row in enumerate(graph):
            total[home[vertex]] -= degree[vertex]
            best = _best(row, vertex, home, RESOLUTION * degree[vertex] / whole, total)
            total[best] += degree[vertex]
            is_moving |= best != home[vertex]
            home[vertex] = best
    return home


def _best(row: Mapping[int, float], vertex: int, home: list[int], share: float, total: list[float]) -> int:
    """The community with the largest gain; that of the vertex where no other is better, else the first of equals.

    ``share``: so much of a community's ``total`` is held against joining it.
    """
    towards: dict[int, float] = defaultdict(float)
    for neighbour, weight in row.items():
        if neighbour != vertex:
            towards[home[neighbour]] += weight
    best = home[vertex]
    gain = towards.get(best, 0.0) - share * total[best]
    for group in sorted(towards):
        if towards[group] - share * total[group] > gain + LEAST_GAIN:
            best, gain = group, towards[group] - share * total[group]
    return best


def _gathered(graph: _Graph, members: list[set[int]], home: list[int]) -> tuple[_Graph, list[set[int]]]:
    """The graph of the communities: each a vertex."""
    place = {group: number for number, group in enumerate(sorted(set(home)))}
    smaller: _Graph = [defaultdict(float) for _ in place]
    joined: list[set[int]] = [set() for _ in place]
    for vertex, row in enumerate(graph):
        here = place[home[vertex]]
        joined[here] |= members[vertex]
        for neighbour, weight in row.items():
            smaller[here][place[home[neighbour]]] += weight
    return smaller, joined
