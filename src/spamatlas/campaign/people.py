"""How many different people each campaign has, most campaigns having one."""

import secrets
from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_array, of_lists, of_part, to_array, within
from spamatlas.campaign.linkage import key
from spamatlas.campaign.tally import REGISTERS, Tally


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

    def forget(self, row: int, person: int) -> None:
        """Go on counting somebody in a row, but as nobody whom one could name."""
        nobody = secrets.randbits(64) | 1
        if self._first[row] == person:
            self._first[row] = nobody
        if (tally := self._tallies.get(row)) is not None:
            tally.replace(person, nobody)

    def unite(self, older: int, younger: int) -> None:
        """Count the people of the younger row in the older one too."""
        theirs = self._tallies.pop(younger, None)
        if theirs is None:
            self.add(older, self._first[younger])
            return
        self.add(older, self._first[younger])
        ours = self._tallies.setdefault(older, Tally((self._first[older],)))
        ours.merge(theirs)

    def columns(self) -> Columns:
        """Tallies that are exact, and those that estimate."""
        exact = {row: tally.seen for row, tally in self._tallies.items() if tally.seen is not None}
        many = {row: tally.registers() for row, tally in self._tallies.items() if tally.seen is None}
        registers = np.frombuffer(b"".join([each[0] for each in many.values()]), dtype=np.uint8)
        return {
            "first": of_array(self._first),
            **within("exact", of_lists(exact)),
            "rows": np.fromiter(many, dtype="I", count=len(many)),
            "registers": registers.reshape(-1, REGISTERS),
            "inverses": np.array([each[1] for each in many.values()], dtype="d"),
            "zeros": np.array([each[2] for each in many.values()], dtype="I"),
            "counts": np.array([each[3] for each in many.values()], dtype="I"),
        }

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Count what these columns say."""
        self._first = to_array(columns["first"])
        exact = of_part("exact", columns)
        values, bounds = to_array(exact["values"]), pairwise([0, *exact["ends"].tolist()])
        self._tallies = {
            row: Tally.of_seen(values[start:end])
            for row, (start, end) in zip(exact["keys"].tolist(), bounds, strict=True)
        }
        numbers = (columns[name].tolist() for name in ("rows", "inverses", "zeros", "counts"))
        for registers, row, *rest in zip(columns["registers"], *numbers, strict=True):
            self._tallies[row] = Tally.of_registers(registers.tobytes(), *rest)
