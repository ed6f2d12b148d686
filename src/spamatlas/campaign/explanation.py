"""What a piece says that explains why campaigns share things, and the case that it looks at."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from spamatlas.campaign.telling import BY_KIND, FAMILY, rarity
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
    def families(self) -> Mapping[str, float]:
        """By family of things the worth of the most telling one that is shared (0..1): independent witnesses."""
        return _families(self.shared)

    @cached_property
    def own_families(self) -> Mapping[str, float]:
        """As ``families``, without what is somebody else's: he cannot be told by it who uses it too."""
        return _families([each for each in self.shared if not self.is_borrowed(each)])

    def is_borrowed(self, possession: Possession) -> bool:
        """Whether wanted messages use a thing too, and these campaigns are not all wanted themselves."""
        return possession.thing.id in self.wanted and any(each.ruling != Ruling.HAM for each in self.campaigns)

    def differ_in(self, family: str) -> bool:
        """Whether at least two campaigns have things of a family, and no two of them one in common."""
        had: dict[str, set[str]] = {}
        for each in self.possessions:
            if FAMILY[each.thing.kind] == family:
                for campaign in each.campaigns:
                    had.setdefault(campaign, set()).add(each.thing.id)
        return len(had) > 1 and not any(one & other for one, other in combinations(had.values(), 2))


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
