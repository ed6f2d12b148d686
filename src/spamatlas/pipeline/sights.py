"""Who sees what, kept in memory: markings are read anew only when one of them, a group or the house changed."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas.model import HOUSE, Marking, Reader, Sight, sight_of
from spamatlas.store.records import sharing


class _Kept(Struct, frozen=True):
    """All that a sight follows from, as it was at one turn; ``sights`` are those that were asked for since.

    ``named`` are the people whom a RED report is for: others of a member see the same as each other.
    """

    turn: int
    house: int
    groups: Sequence[sharing.Group]
    markings: Sequence[Marking]
    named: frozenset[int]
    sights: dict[tuple[int | None, int, bool], Sight]


class Sights:
    """Any thread may ask. What is kept is replaced as a whole and grows by one for each member and named person."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def forget(self) -> None:
        """Read everything anew at the next question."""
        self._kept = None

    def of(self, moment: Moment, member: int | None, person: int = 0, *, keeps: bool = False) -> Sight:
        """What somebody of a member (by its own number; None: of none) sees; as ``sharing.sight``, which reads all."""
        kept = self._at(moment)
        who = (member, person if person in kept.named else 0, keeps)
        found = kept.sights.get(who)
        if found is None:
            found = kept.sights[who] = _sight(kept, *who)
        return found

    def _at(self, moment: Moment) -> _Kept:
        turn, kept = sharing.turn(moment), self._kept
        if kept is None or kept.turn != turn:
            markings = sharing.markings(moment)
            named = frozenset(person for each in markings for person in each.people)
            going_on = [each for each in sharing.groups(moment) if each.ended_at is None]
            kept = self._kept = _Kept(turn, sharing.house(moment), going_on, markings, named, {})
        return kept


def _sight(kept: _Kept, member: int | None, person: int, keeps: bool) -> Sight:
    owner = HOUSE if keeps or (member is not None and member == kept.house) else member
    number = kept.house if owner == HOUSE else member
    within = frozenset(each.id for each in kept.groups if number in each.members)
    return sight_of(Reader(owner, person, within, keeps), kept.markings)
