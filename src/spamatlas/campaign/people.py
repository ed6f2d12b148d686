"""How many different people each campaign has, most campaigns having one."""

from array import array
from collections.abc import Iterable

from spamatlas.campaign.linkage import key
from spamatlas.campaign.tally import Tally


def person(pseudonym: str) -> int:
    """What a person is counted by."""
    return key(pseudonym)


class People:
    """Distinct people by campaign row, each a 64-bit hash (0 for unknown): eight bytes until there are two."""

    def __init__(self) -> None:
        self._first = array("Q")
        self._tallies: dict[int, Tally] = {}

    def found(self) -> None:
        """A row more, with nobody in it."""
        self._first.append(0)

    def count(self, row: int) -> int:
        """How many there are."""
        tally = self._tallies.get(row)
        return len(tally) if tally is not None else int(self._first[row] != 0)

    def add(self, row: int, person: int) -> None:
        """Count a person, once."""
        if not person:
            return
        tally = self._tallies.get(row)
        if tally is not None:
            tally.add(person)
        elif not self._first[row]:
            self._first[row] = person
        elif self._first[row] != person:
            self._tallies[row] = Tally((self._first[row], person))

    def renew(self, row: int, people: Iterable[int]) -> None:
        """Count these and nobody else."""
        self._first[row] = 0
        self._tallies.pop(row, None)
        for person in sorted(people):
            self.add(row, person)

    def unite(self, older: int, younger: int) -> None:
        """Count the people of the younger row in the older one too."""
        theirs = self._tallies.pop(younger, None)
        if theirs is None:
            self.add(older, self._first[younger])
            return
        self.add(older, self._first[younger])
        ours = self._tallies.setdefault(older, Tally((self._first[older],)))
        ours.merge(theirs)
