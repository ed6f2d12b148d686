"""Who sees what, kept in memory: markings are read anew only when one of them, a group or the house changed."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Marking, Sight, sight_of
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
            reader = sharing.reader_of(kept.house, kept.groups, who[0], who[1], keeps=keeps)
            found = kept.sights[who] = sight_of(reader, kept.markings)
        return found

    def _at(self, moment: Moment) -> _Kept:
        turn, kept = sharing.turn(moment), self._kept
        if kept is None or kept.turn != turn:
            markings = sharing.markings(moment)
            named = frozenset(person for each in markings for person in each.people)
            groups = sharing.groups(moment)
            kept = self._kept = _Kept(turn, sharing.house(moment), groups, markings, named, {})
        return kept
