"""Ties that one person alone brought between campaigns that many people know."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spamatlas.campaign.bridges import KNOWN_TO

MOST_STEPS = 300_000
"""Whoever alone brought a tie is looked at, which goes over all ties of the campaign: so many steps a campaign."""

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
    for piece in _pieces(ordered):
        if len(_behind(piece, people)) < 2 * KNOWN_TO:
            continue
        theirs: dict[int, set[Edge]] = defaultdict(set)
        for edge in piece:
            if len(edges[edge]) == 1:
                theirs[next(iter(edges[edge]))].add(edge)
        for person in sorted(theirs, key=lambda one: (-len(theirs[one]), one))[: MOST_STEPS // len(piece)]:
            left = _pieces([edge for edge in piece if edge not in theirs[person]])
            if sum(len(_behind(each, people) - {person}) >= KNOWN_TO for each in left) > 1:
                doubtful |= theirs[person]
    return [edge for edge in ordered if edge not in doubtful], [edge for edge in ordered if edge in doubtful]


def _behind(piece: Iterable[Edge], people: Mapping[int, set[int]]) -> set[int]:
    """The known people behind the groups of some ties."""
    return set().union(*(people[group] for group in {group for group, _ in piece})) - {0}


def _pieces(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """The ties that hang together."""
    groups: dict[int, list[int]] = defaultdict(list)
    keys: dict[int, list[int]] = defaultdict(list)
    for group, key in edges:
        groups[group].append(key)
        keys[key].append(group)
    seen: set[int] = set()
    for start in groups:
        if start in seen:
            continue
        seen.add(start)
        found, waiting = [], [start]
        while waiting:
            group = waiting.pop()
            for key in groups[group]:
                found.append((group, key))
                new = [other for other in keys.pop(key, ()) if other not in seen]
                seen.update(new)
                waiting += new
        yield found
