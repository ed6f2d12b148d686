"""The campaigns that a ledger knows: a row each in columns, and which were found to be one."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.campaign.columns import (
    Columns,
    of_array,
    of_lists,
    of_numbers,
    of_part,
    to_array,
    to_lists,
    to_numbers,
    within,
)
from spamatlas.campaign.people import People
from spamatlas.campaign.rates import Rates


class Total(Struct, frozen=True, kw_only=True):
    """What a campaign's reports add up to; people are 64-bit hashes, ``first_seen`` is seconds since 1970.

    ``by_day`` is how many came on the newest days, by days since 1970.
    """

    size: int
    first_seen: float
    reporters: Collection[int] = ()
    recipients: Collection[int] = ()
    by_day: Mapping[int, int] = {}


class Groups:
    """Campaigns by row, in the order of their founding; about 52 bytes each until a second message comes.

    A union-find whose unions can be taken back: it keeps which rows each union holds, so that ``regroup`` can have
    them stand otherwise. ``changed`` are the rows that stand under another one than somebody was last told.
    """

    def __init__(self) -> None:
        self.changed: dict[int, None] = {}
        self.ids = array("Q")
        self.sizes = array("I")
        self.first_seen = array("d")
        self.aliases: dict[int, int] = {}
        self._parents = array("I")
        self._parts: dict[int, list[int]] = {}
        self._reporters = People()
        self._recipients = People()
        self._rates = Rates()

    def __len__(self) -> int:
        return len(self.ids)

    def found(self, campaign: int) -> int:
        """The row of a new campaign without messages."""
        row = len(self.ids)
        self.ids.append(campaign)
        self.sizes.append(0)
        self.first_seen.append(0.0)
        self._parents.append(row)
        self._reporters.found()
        self._recipients.found()
        self._rates.found()
        return row

    def root(self, row: int) -> int:
        """The row that a row was merged into, or itself; halves the path on its way (Tarjan and van Leeuwen, 1984)."""
        parents = self._parents
        while parents[row] != row:
            parents[row] = parents[parents[row]]
            row = parents[row]
        return row

    def unite(self, one: int, other: int) -> int:
        """Make two campaigns one under the older id; the row of the older."""
        older, younger = sorted((self.root(one), self.root(other)))
        if older == younger:
            return older
        self._parents[younger] = older
        self.aliases[self.ids[younger]] = self.ids[older]
        joined = [younger, *self._parts.pop(younger, ())]
        self._parts.setdefault(older, []).extend(joined)
        self.changed.update(dict.fromkeys(joined))
        self._reporters.unite(older, younger)
        self._recipients.unite(older, younger)
        self._rates.unite(older, younger)
        earliest = [self.first_seen[row] for row in (older, younger) if self.sizes[row]]
        self.first_seen[older] = min(earliest, default=0.0)
        self.sizes[older] += self.sizes[younger]
        return older

    def parts(self, row: int) -> list[int]:
        """The rows that are one campaign, its own (``row`` is a root) first."""
        return [row, *self._parts.get(row, ())]

    def rows(self, campaigns: Collection[int]) -> dict[int, int]:
        """The rows of these ids; looks at all there are (about 5 ms a million)."""
        wanted = np.fromiter(campaigns, dtype=np.uint64, count=len(campaigns))
        ids = np.frombuffer(self.ids, dtype=np.uint64) if self.ids else np.zeros(0, dtype=np.uint64)
        found = np.flatnonzero(np.isin(ids, wanted)).tolist()
        return {self.ids[row]: row for row in found}

    def regroup(self, homes: Mapping[int, int], totals: Mapping[int, Total]) -> None:
        """Have rows stand under these ones, with what each of those then adds up to.

        All rows of every campaign that is touched must be named, a home under itself.
        """
        for row, home in homes.items():
            self._parents[row] = home
            self._parts.pop(row, None)
            self.aliases.pop(self.ids[row], None)
            self.changed[row] = None
        for row, home in homes.items():
            if row != home:
                self._parts.setdefault(home, []).append(row)
                self.aliases[self.ids[row]] = self.ids[home]
        for row, total in totals.items():
            self.sizes[row], self.first_seen[row] = total.size, total.first_seen
            self._reporters.renew(row, total.reporters)
            self._recipients.renew(row, total.recipients)
            self._rates.renew(row, total.by_day)

    def relabel(self, row: int, campaign: int) -> None:
        """Have a campaign go by the id of another one of its parts."""
        (other,) = [part for part in self.parts(row) if self.ids[part] == campaign]
        self.ids[row], self.ids[other] = self.ids[other], self.ids[row]
        self.aliases.pop(campaign, None)
        for part in self.parts(row)[1:]:
            self.aliases[self.ids[part]] = campaign
            self.changed[part] = None
        self.changed[row] = None

    def count(self, row: int, reporter: int, recipients: list[int], at: float) -> None:
        """One more message of a campaign (``row`` is a root); people are 64-bit hashes, 0 for an unknown reporter."""
        self.first_seen[row] = min(self.first_seen[row], at) if self.sizes[row] else at
        self.sizes[row] += 1
        self._reporters.add(row, reporter)
        self._rates.count(row, at)
        for recipient in recipients:
            self._recipients.add(row, recipient)

    def reporters(self, row: int) -> int:
        """How many different people reported a campaign, 0 where unknown."""
        return self._reporters.count(row)

    def recipients(self, row: int) -> int:
        """How many different people got it, as far as the reports say."""
        return self._recipients.count(row)

    def hourly(self, row: int, at: float) -> float:
        """How many messages an hour a campaign (``row`` is a root) got within the day before a time."""
        return self._rates.hourly(row, at, self.first_seen[row])

    def forget_recipients(self, row: int, recipients: Iterable[int]) -> None:
        """Keep how many recipients a campaign (``row`` is a root) has, but not that these are among them."""
        for recipient in recipients:
            for one in self.parts(row):
                self._recipients.forget(one, recipient)

    def columns(self) -> Columns:
        """All of it, but what somebody was not told yet."""
        return {
            "ids": of_array(self.ids),
            "sizes": of_array(self.sizes),
            "first_seen": of_array(self.first_seen),
            "parents": of_array(self._parents),
            **within("aliases", of_numbers(self.aliases)),
            **within("parts", of_lists(self._parts)),
            **within("reporters", self._reporters.columns()),
            **within("recipients", self._recipients.columns()),
            **within("rates", self._rates.columns()),
        }

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns say."""
        self.ids, self.sizes = to_array(columns["ids"]), to_array(columns["sizes"])
        self.first_seen, self._parents = to_array(columns["first_seen"]), to_array(columns["parents"])
        self.aliases = to_numbers(of_part("aliases", columns))
        self._parts = to_lists(of_part("parts", columns))
        self._reporters.fill(of_part("reporters", columns))
        self._recipients.fill(of_part("recipients", columns))
        self._rates.fill(of_part("rates", columns))
