"""The campaigns that a ledger knows: a row each in columns, and which were found to be one."""

from array import array

from spamatlas.campaign.people import People


class Groups:
    """Campaigns by row, in the order of their founding; about 40 bytes each until a second message comes."""

    def __init__(self) -> None:
        self.ids = array("Q")
        self.sizes = array("I")
        self.first_seen = array("d")
        self.aliases: dict[int, int] = {}
        self._parents = array("I")
        self._reporters = People()
        self._recipients = People()

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
        self._reporters.unite(older, younger)
        self._recipients.unite(older, younger)
        earliest = [self.first_seen[row] for row in (older, younger) if self.sizes[row]]
        self.first_seen[older] = min(earliest, default=0.0)
        self.sizes[older] += self.sizes[younger]
        return older

    def count(self, row: int, reporter: int, recipients: list[int], at: float) -> None:
        """One more message of a campaign (``row`` is a root); people are 64-bit hashes, 0 for an unknown reporter."""
        self.first_seen[row] = min(self.first_seen[row], at) if self.sizes[row] else at
        self.sizes[row] += 1
        self._reporters.add(row, reporter)
        for recipient in recipients:
            self._recipients.add(row, recipient)

    def reporters(self, row: int) -> int:
        """How many different people reported a campaign, 0 where unknown."""
        return self._reporters.count(row)

    def recipients(self, row: int) -> int:
        """How many different people got it, as far as the reports say."""
        return self._recipients.count(row)
