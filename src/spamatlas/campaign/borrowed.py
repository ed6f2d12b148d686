"""Places that are somebody else's: where the same odd page lies on several of them, they were broken into or rented.

A maker puts his page on whatever hosts he gets hold of. The page is his then, and ties his messages; the host ties
nothing that lacks the page, least of all what its owner sends.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from spamatlas.campaign.linkage import Linkage

FROM_PLACES = 3
"""With so many places under one page none of them is taken for the maker's own; two may well be."""


def without_borrowed(
    linking: Mapping[int, Sequence[int]], held: Sequence[Sequence[tuple[Linkage, int]]]
) -> dict[int, Sequence[int]]:
    """The carriers of each key, without those whose place is known to be borrowed, where it has others.

    ``held`` are the keys of each carrier with their linkages.
    """
    outweighed: dict[tuple[str, int], set[int]] = defaultdict(set)
    for ties in held:
        for linkage, key in ties:
            if linkage.outweighs and key in linking:
                places = [other for one, other in ties if one.name == linkage.outweighs and other in linking]
                outweighed[linkage.name, key].update(places)
    borrowing: dict[int, set[int]] = defaultdict(set)
    for (_, key), lodgings in outweighed.items():
        if len(lodgings) >= FROM_PLACES:
            for place in lodgings:
                borrowing[place].update(linking[key])
    return {
        key: carriers if key not in borrowing else [each for each in carriers if each not in borrowing[key]] or carriers
        for key, carriers in linking.items()
    }
