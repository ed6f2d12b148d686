"""The campaigns that a ledger knows: a row each in columns, and which were found to be one."""

from array import array

from spamatlas.campaign.tally import Tally


class Groups:
    """Campaigns by row, in the order of their founding; about 40 bytes each until a second message comes."""

    def __init__(self) -> None:
        self.ids = array("Q")
        self.sizes = array("I")
        self.first_seen = array("d")
        self.aliases: dict[int, int] = {}
        self._parents = array("I")
        # The founder's reporter, 0 for none; a tally is made when there is more to count than that one.
        self._founders = array("Q")
        self._reporters: dict[int, Tally] = {}
        self._recipients: dict[int, Tally] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def found(self, campaign: int) -> int:
        """The row of a new campaign without messages."""
        row = len(self.ids)
        self.ids.append(campaign)
        self.sizes.append(0)
        self.first_seen.append(0.0)
        self._parents.append(row)
        self._founders.append(0)
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
        for tallies, founders in ((self._reporters, self._founders), (self._recipients, None)):
            merged = _tally(tallies, founders, older)
            merged.merge(_tally(tallies, founders, younger))
            tallies.pop(younger, None)
            if len(merged):
                tallies[older] = merged
        earliest = [self.first_seen[row] for row in (older, younger) if self.sizes[row]]
        self.first_seen[older] = min(earliest, default=0.0)
        self.sizes[older] += self.sizes[younger]
        return older

    def count(self, row: int, reporter: int, recipients: list[int], at: float) -> None:
        """One more message of a campaign (``row`` is a root); people are 64-bit hashes, 0 for an unknown reporter."""
        self.first_seen[row] = min(self.first_seen[row], at) if self.sizes[row] else at
        self.sizes[row] += 1
        if self.sizes[row] == 1 and row not in self._reporters:
            self._founders[row] = reporter
        elif reporter and reporter != self._founders[row]:
            if row not in self._reporters:
                self._reporters[row] = _tally(self._reporters, self._founders, row)
            self._reporters[row].add(reporter)
        if recipients:
            tally = self._recipients.setdefault(row, Tally())
            for recipient in recipients:
                tally.add(recipient)

    def reporters(self, row: int) -> int:
        """How many different people reported a campaign, 0 where unknown."""
        tally = self._reporters.get(row)
        return len(tally) if tally is not None else int(self._founders[row] != 0)

    def recipients(self, row: int) -> int:
        """How many different people got it, as far as the reports say."""
        tally = self._recipients.get(row)
        return len(tally) if tally is not None else 0


def _tally(tallies: dict[int, Tally], founders: "array[int] | None", row: int) -> Tally:
    if row in tallies:
        return tallies[row]
    return Tally([founders[row]] if founders is not None and founders[row] else [])
