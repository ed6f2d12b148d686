"""Markings as they are given to what is filed, and looked up for what is shown; most of it from memory."""

import time
from collections.abc import Callable, Collection, Mapping

from spamatlas.model import HOUSE, Marking, Rejected, Tlp, tlp_of
from spamatlas.store.records import members, people, sharing
from spamatlas.store.records.records import Records

FRESH_SECONDS = 10.0
"""Another node on the same database may have made some, or given a member another default."""


class Markings:
    """Any thread may ask. ``forget`` has who sees what looked up anew: a new marking is in nobody's sight yet."""

    def __init__(self, records: Records, forget: Callable[[], None]) -> None:
        self._records, self._forget = records, forget
        self._known: Mapping[int, Marking] = {}
        self._defaults: dict[int, sharing.Default] = {}
        self._persons: dict[int, Mapping[int, str]] = {}
        self._owners: Mapping[int, str] = {}
        self._groups: Mapping[int, str] = {}
        self._until = -1.0

    def stale(self) -> None:
        """Something changed in the records."""
        self._until = -1.0

    def every(self) -> Mapping[int, Marking]:
        """All markings, by number."""
        if self._until < time.monotonic():
            with self._records.read() as moment:
                found = [Marking(), *sharing.markings(moment)]
                house = sharing.house(moment)
                every = members.every(moment)
                self._owners = {HOUSE if each.id == house else each.id: each.name for each in every}
                self._groups = {each.id: each.name for each in sharing.groups(moment) if each.ended_at is None}
            self._known = {each.number: each for each in found}
            self._defaults, self._persons = {}, {}
            self._until = time.monotonic() + FRESH_SECONDS
        return self._known

    def owners(self) -> Mapping[int, str]:
        """The names of members by the numbers under which they own reports."""
        self.every()
        return self._owners

    def groups(self) -> Mapping[int, str]:
        """The names of the sharing groups that there are, by number."""
        self.every()
        return self._groups

    def number(self, wanted: Marking) -> int:
        """The number of a marking; made where there is none.

        Raises:
            Rejected: ``red-names-nobody``, ``not-its-people``, ``no-such-group``.
        """
        with self._records.read() as moment:
            if (there := sharing.known(moment, wanted)) is not None:
                return there
        with self._records.change() as change:
            made = sharing.keep(change, wanted)
        self.stale()
        self._forget()
        return made

    def filing(
        self, owner: int = HOUSE, person: int = 0, asked: str = "", named: Collection[int] = ()
    ) -> Callable[[str], int]:
        """What gives each report of one filing its marking: by the label that it names, else by the one ``asked`` for
        all, else by its owner's default. Whoever files a RED one may see it, and who is ``named`` for it (people by
        number); where nobody is, those whom the default names. Who is named makes it RED.

        The function raises Rejected: ``bad-tlp``, also where people are named for what is not RED, and as ``number``.
        """
        found: dict[str, int] = {}

        def mark(tlp: str) -> int:
            said = tlp or asked or (Tlp.RED if named else "")
            if said not in found:
                found[said] = self._given(owner, person, said, named)
            return found[said]

        return mark

    def default(self, owner: int) -> sharing.Default:
        """What a member's reports are where their filing says nothing."""
        self.every()
        if owner not in self._defaults:
            with self._records.read() as moment:
                self._defaults[owner] = sharing.default_of(moment, owner)
        return self._defaults[owner]

    def persons_of(self, owner: int) -> Mapping[int, str]:
        """The names of an owner's people, who can be named for its RED reports, by number."""
        self.every()
        if owner not in self._persons:
            with self._records.read() as moment:
                member = owner or sharing.house(moment)
                self._persons[owner] = {each.id: each.name for each in people.of(moment, member)}
        return self._persons[owner]

    def _given(self, owner: int, person: int, said: str, named: Collection[int]) -> int:
        own = self.default(owner)
        tlp = tlp_of(said) if said else own.tlp
        if named and tlp is not Tlp.RED:
            raise Rejected("bad-tlp", "people are named for what is TLP:RED, and this has another label")
        shown_to = tuple(sorted({*(named or own.people), *([person] if person else [])}))
        wanted = Marking(0, owner, tlp, own.groups if tlp is Tlp.AMBER else (), shown_to if tlp is Tlp.RED else ())
        plain = next((each.number for each in self.every().values() if _same(each, wanted)), None)
        return self.number(wanted) if plain is None else plain


def _same(one: Marking, other: Marking) -> bool:
    return (one.owner, one.tlp, one.groups, one.people) == (other.owner, other.tlp, other.groups, other.people)
