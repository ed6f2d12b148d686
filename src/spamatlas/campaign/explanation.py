"""What a piece says that explains why campaigns share things, and the case that it looks at."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import prod

from msgspec import Struct

from spamatlas.campaign.telling import BY_KIND, FAMILY, rarity
from spamatlas.campaign.weakest import weakest
from spamatlas.model import Ruling, Vertex


class Possession(Struct, frozen=True):
    """A thing, and which campaigns of the case have it (by vertex id)."""

    thing: Vertex
    campaigns: frozenset[str]

    @property
    def worth(self) -> float:
        """How telling it is (0..1). What nobody else has is no less so for being used by many of these campaigns."""
        thing = self.thing
        if thing.campaigns > len(self.campaigns) or not rarity(thing.campaigns):
            return thing.telling
        return min(BY_KIND[thing.kind], thing.telling / rarity(thing.campaigns))


class Case(Struct, frozen=True, dict=True):
    """Campaigns that were found to share things, with all that they have; hubs are not among it.

    ``wanted`` are the things that a campaign of wanted messages has as well, inside the case or beside it: somebody
    else's then, unless all of the case is wanted.
    """

    campaigns: tuple[Vertex, ...]
    possessions: tuple[Possession, ...]
    wanted: frozenset[str] = frozenset()

    @cached_property
    def shared(self) -> Sequence[Possession]:
        """What at least two of the campaigns have, the most telling first."""
        found = [each for each in self.possessions if len(each.campaigns) > 1]
        return sorted(found, key=lambda each: (-each.worth, each.thing.id))

    @cached_property
    def sides(self) -> tuple[frozenset[str], frozenset[str]]:
        """The campaigns on both sides of where they hang together least, by what is nobody else's.

        What speaks for all of them must hold there too: two makers, each with an account of his own in all of his
        campaigns, are not one because they sent from one number once.
        """
        own: dict[tuple[str, str], dict[str, float]] = {}
        any_: dict[tuple[str, str], dict[str, float]] = {}
        for each in reversed(self.shared):  # the most telling of a family last
            for pair in combinations(sorted(each.campaigns), 2):
                any_.setdefault(pair, {})[FAMILY[each.thing.kind]] = each.worth
                if not self.is_borrowed(each):
                    own.setdefault(pair, {})[FAMILY[each.thing.kind]] = each.worth
        ties = {pair: (together(own.get(pair, {})), together(found)) for pair, found in any_.items()}
        return weakest([each.id for each in self.campaigns], ties)

    @cached_property
    def across(self) -> Sequence[Possession]:
        """What campaigns on both ``sides`` have, the most telling first."""
        one, other = self.sides
        return [each for each in self.shared if each.campaigns & one and each.campaigns & other]

    @cached_property
    def families(self) -> Mapping[str, float]:
        """By family of things the worth of the most telling one across (0..1): independent witnesses."""
        return _families(self.across)

    @cached_property
    def own_families(self) -> Mapping[str, float]:
        """As ``families``, without what is somebody else's: he cannot be told by it who uses it too."""
        return _families([each for each in self.across if not self.is_borrowed(each)])

    def is_borrowed(self, possession: Possession) -> bool:
        """Whether wanted messages use a thing too, and these campaigns are not all wanted themselves."""
        return possession.thing.id in self.wanted and any(each.ruling != Ruling.HAM for each in self.campaigns)

    def differ_in(self, family: str) -> bool:
        """Whether both ``sides`` have things of a family, and none in common."""
        theirs = [each.campaigns for each in self.possessions if FAMILY[each.thing.kind] == family]
        has_each = all(any(campaigns & side for campaigns in theirs) for side in self.sides)
        return has_each and not any(campaigns & self.sides[0] and campaigns & self.sides[1] for campaigns in theirs)


def together(worths: Mapping[str, float]) -> float:
    """What independent witnesses are worth together (0..1): that not all of them are wrong."""
    return 1 - prod(1 - each for each in worths.values())


def _families(shared: Sequence[Possession]) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in shared:
        found.setdefault(FAMILY[each.thing.kind], each.worth)
    return found


class Explainer(Struct, frozen=True, kw_only=True):
    """One explanation. ``weigh`` gives its log-odds against the others, on one scale; 0 is where nothing speaks for it.

    ``summary`` and ``tells_apart`` (what one would have to learn to settle it) are English message ids.
    """

    name: str
    summary: str
    tells_apart: str
    weigh: Callable[[Case], float]
