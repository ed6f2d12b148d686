"""Whose a report is, whom it may be shown to, and who looks: the Traffic Light Protocol as this node keeps it.

Source: FIRST, Traffic Light Protocol (TLP) version 2.0, August 2022; how its words are taken here: decision record 16.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from spamatlas.model.errors import Rejected

HOUSE = 0
"""The member that runs the node stands as this number where reports are owned, whoever it is; before one does, too."""


class Tlp(StrEnum):
    """The labels of TLP 2.0, the freest first. They are written so in every language (TLP 2.0, section 2)."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"

    @property
    def written(self) -> str:
        """As it stands on what leaves: ``TLP:AMBER+STRICT``."""
        return f"TLP:{self.value.upper()}"


def tlp_of(written: str) -> Tlp:
    """A label as people and programs write it: ``TLP:AMBER+STRICT``, ``amber``.

    Raises:
        Rejected: ``bad-tlp``.
    """
    try:
        return Tlp(written.strip().lower().removeprefix("tlp:"))
    except ValueError:
        raise Rejected("bad-tlp", "a label is one of CLEAR, GREEN, AMBER, AMBER+STRICT and RED (TLP 2.0)") from None


class Marking(Struct, frozen=True):
    """An owner and a label, under the number that stands with each report; ``number`` 0 is the house's GREEN.

    ``groups`` are the sharing groups that an AMBER report is shown to, ``people`` those who may see a RED one, both by
    number, in order.
    """

    number: int = 0
    owner: int = HOUSE
    tlp: Tlp = Tlp.GREEN
    groups: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


class Reader(Struct, frozen=True):
    """Who looks: of which member (None: of none), as which person, in which sharing groups.

    ``keeps``: whoever runs the machine itself. There is nothing of the house's that they could not read there, nor of
    others', so what they are shown is what the labels say and no more.
    """

    member: int | None = None
    person: int = 0
    groups: frozenset[int] = frozenset()
    keeps: bool = False

    def may_see(self, marking: Marking) -> bool:
        """The one rule. Each label lets in whom the one after it does, and more."""
        is_own = self.member is not None and self.member == marking.owner
        if marking.tlp is Tlp.RED:
            return self.person in marking.people if marking.people else is_own and self.keeps
        if is_own or marking.tlp is Tlp.CLEAR:
            return True
        if marking.tlp is Tlp.GREEN:
            return self.member is not None
        if marking.tlp is Tlp.AMBER:
            return self.member == HOUSE or not self.groups.isdisjoint(marking.groups)
        return False


class Sight(Struct, frozen=True):
    """What somebody may see: the markings by number. Frozen, small, and made in one place (``sight_of``).

    ``is_whole``: there is no marking that they may not see. What is not listed is not seen, so a marking that was made
    meanwhile stays out of sight. ``owner``: whose they are who look, None for those of no member.
    """

    markings: frozenset[int] = frozenset()
    is_whole: bool = False
    owner: int | None = None

    def sees(self, marking: int) -> bool:
        return self.is_whole or marking in self.markings


def sight_of(reader: Reader, markings: Iterable[Marking]) -> Sight:
    """What somebody sees of these, which are all that there are."""
    every = [Marking(), *markings]
    seen = frozenset(each.number for each in every if reader.may_see(each))
    return Sight(seen, len(seen) == len({each.number for each in every}), reader.member)
