"""Where things that are tied hang together least: the last tie of a spanning tree of the strongest."""

from collections.abc import Collection, Mapping

Strength = tuple[float, ...]
Side = frozenset[str]


def weakest(names: Collection[str], ties: Mapping[tuple[str, str], Strength]) -> tuple[Side, Side]:
    """Both sides of the place where these names, at least two, hang together least; the same for the same ties.

    Ties are taken from the strongest down (Kruskal, 1956), equal ones in the order of their names; what the last one
    joins are the sides. Where not all hang together, the first name's side and the others.
    """
    side = {name: frozenset({name}) for name in names}
    found = side[min(names)], frozenset(names) - {min(names)}
    for (one, other), _ in sorted(ties.items(), key=lambda tie: (tuple(-each for each in tie[1]), tie[0])):
        if side[one] != side[other]:
            found = side[one], side[other]
            side |= dict.fromkeys(found[0] | found[1], found[0] | found[1])
    first = side[min(names)]
    return found if len(first) == len(side) else (first, frozenset(names) - first)
