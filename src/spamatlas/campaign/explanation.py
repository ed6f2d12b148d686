"""What a piece says that explains why campaigns share things, and the case that it looks at."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from spamatlas.campaign.telling import FAMILY
from spamatlas.model import Vertex


class Possession(Struct, frozen=True):
    """A thing, and which campaigns of the case have it (by vertex id)."""

    thing: Vertex
    campaigns: frozenset[str]


class Case(Struct, frozen=True, dict=True):
    """Campaigns that were found to share things, with all that they have; hubs are not among it.

    ``wanted`` are the things that a campaign of wanted messages has as well, inside the case or beside it.
    """

    campaigns: tuple[Vertex, ...]
    possessions: tuple[Possession, ...]
    wanted: frozenset[str] = frozenset()

    @cached_property
    def shared(self) -> Sequence[Possession]:
        """What at least two of the campaigns have, the most telling first."""
        found = [each for each in self.possessions if len(each.campaigns) > 1]
        return sorted(found, key=lambda each: (-each.thing.telling, each.thing.id))

    @cached_property
    def families(self) -> Mapping[str, float]:
        """By family of things the worth of the most telling one that is shared (0..1): independent witnesses."""
        found: dict[str, float] = {}
        for each in self.shared:
            found.setdefault(FAMILY[each.thing.kind], each.thing.telling)
        return found

    def differ_in(self, family: str) -> bool:
        """Whether at least two campaigns have things of a family, and no two of them one in common."""
        had: dict[str, set[str]] = {}
        for each in self.possessions:
            if FAMILY[each.thing.kind] == family:
                for campaign in each.campaigns:
                    had.setdefault(campaign, set()).add(each.thing.id)
        return len(had) > 1 and not any(one & other for one, other in combinations(had.values(), 2))


class Explainer(Struct, frozen=True, kw_only=True):
    """One explanation. ``weigh`` gives its log-odds against the others, on one scale; 0 is where nothing speaks for it.

    ``summary`` and ``tells_apart`` (what one would have to learn to settle it) are English message ids.
    """

    name: str
    summary: str
    tells_apart: str
    weigh: Callable[[Case], float]
