"""Campaigns that were assigned one message after the other, looked at again all at once, and put right."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from spamatlas.campaign.apart import Apart
from spamatlas.campaign.components import Case, Partition, Said, partition
from spamatlas.campaign.finder import Filed, Finder
from spamatlas.campaign.groups import Groups, Total
from spamatlas.campaign.linkage import key
from spamatlas.campaign.plan import Affair, plan
from spamatlas.campaign.sampled import Tied, known_whole, with_unread
from spamatlas.model import Channel, Signature


class SecondLook:
    """What can be asked of a ledger's campaigns and done to them beside assigning. Not for several threads."""

    def __init__(self, groups: Groups, finder: Finder, apart: Apart) -> None:
        self._groups = groups
        self._finder = finder
        self._apart = apart

    def parts(self, campaigns: Collection[int]) -> dict[int, list[int]]:
        """The parts of these campaigns, by the ids that they have now; those that are not known are left out."""
        groups = self._groups
        roots = {groups.root(row) for row in groups.rows(campaigns).values()}
        return {groups.ids[root]: [groups.ids[row] for row in groups.parts(root)] for root in sorted(roots)}

    def neighbours(self, signatures: Sequence[Signature], channels: Sequence[Channel]) -> set[int]:
        """The campaigns that these signatures lead to, and those that carry a hub that one of them carries."""
        groups, finder = self._groups, self._finder
        found: set[int] = set()
        for signature, clues in zip(signatures, finder.clues(signatures, channels), strict=True):
            found.update(find.row for find in finder.find(signature, clues))
            for linkage, table, each in clues.exact:
                if finder.hubs.is_hub(each, linkage.hub_after):
                    found.update(
                        [*(finder.hubs.carriers(each) or ()), *([] if (row := table.get(each)) is None else [row])]
                    )
        return {groups.ids[groups.root(row)] for row in found}

    def eldest(self, campaigns: Collection[int]) -> int:
        """The one of some campaigns that was founded first."""
        rows = self._groups.rows(campaigns)
        return min(campaigns, key=rows.__getitem__)

    def size(self, campaigns: Collection[int]) -> int:
        """How many reports these campaigns have together."""
        return sum(self._groups.sizes[row] for row in self._groups.rows(campaigns).values())

    def name(self, part: int, first: int) -> int:
        """The id of a campaign that comes out of a part of another one, by the place of its first report."""
        return key(f"{part:016x} {first}") or 1

    def components(self, cases: Sequence[Case], said: Said) -> list[int]:
        """Which of these cases are linked: a number each, the same for those that are."""
        return self._partition(cases, said, self._is_counted_or_known).components

    def homes(self, cases: Sequence[Case]) -> dict[int, int]:
        """What each part of the campaigns of these cases is known as."""
        groups = self._groups
        roots = {groups.root(row) for row in groups.rows({case.part for case in cases}).values()}
        return {groups.ids[row]: groups.ids[root] for root in roots for row in groups.parts(root)}

    def look_again(
        self, cases: Sequence[Case], said: Said, *, is_all: bool, homes: Mapping[int, int] | None = None
    ) -> list[Affair]:
        """What has to change for the campaigns of these cases to be as all of them at once say that they are.

        ``is_all``: whether these are all messages of those campaigns and of what they lead to; hubs are counted anew
        then. Nothing else changes, so where ``homes`` are given it may be asked while reports are assigned.
        """
        known = self.homes(cases) if homes is None else homes
        cases = [case for case in cases if case.part in known]
        found = self._partition(cases, said, self._is_counted if is_all else self._is_counted_or_known)
        for each, unlike in found.unlike.items():
            self._finder.hubs.settle(each, unlike, is_all=is_all)
        return plan(cases, found.components, known, self._named)

    def look_at_some(
        self, cases: Sequence[Case], said: Said, homes: Mapping[int, int], sizes: Mapping[int, int], tied: Tied
    ) -> list[Affair]:
        """As ``look_again``, where the cases are only some of the messages of their campaigns.

        What leaves a campaign is known whole (see ``sampled``). ``homes`` are those of every part, ``sizes`` the
        reports of each; ``tied`` may be asked some times. No hub is counted anew: what makes one may not be among the
        cases.
        """

        def components(some: Sequence[Case]) -> Sequence[int]:
            return self._partition(some, said, self._is_known).components

        cases, found = known_whole([case for case in cases if case.part in homes], homes, components, self._keys, tied)
        cases, found, unread = with_unread(cases, found, homes, sizes)
        not_read = {id(cases[place]) for place in unread}
        affairs = plan(cases, found, homes, self._named)
        return [each for each in affairs if not any(id(case) in not_read for case, _ in each.moved)]

    def _named(self, case: Case) -> int:
        return self.name(case.part, case.first)

    def _keys(self, signature: Signature, channel: Channel) -> list[int]:
        """The keys of what is no hub."""
        hubs = self._finder.hubs
        return [
            each for linkage, each in self._finder.ties(signature, channel) if not hubs.is_hub(each, linkage.hub_after)
        ]

    def _partition(self, cases: Sequence[Case], said: Said, is_hub: Callable[[int, int, int], bool]) -> Partition:
        ties = [self._finder.ties(case.signature, case.channel) for case in cases]
        return partition(cases, ties, self._finder.banded, said, is_hub)

    def _is_counted(self, each: int, after: int, unlike: int) -> bool:
        """Whether a key is a hub, of which all messages that carry it are at hand."""
        hubs = self._finder.hubs
        return unlike > after or (hubs.is_hub(each, after) and hubs.carriers(each) is None)

    def _is_counted_or_known(self, each: int, after: int, unlike: int) -> bool:
        return unlike > after or self._is_known(each, after, unlike)

    def _is_known(self, each: int, after: int, _unlike: int) -> bool:
        return self._finder.hubs.is_hub(each, after)

    def keep_apart(self, one: int, other: int, *, lift: bool = False) -> None:
        """Let no linkage join two campaigns again, or ``lift`` that."""
        rows = self._groups.rows([one, other])
        if len(rows) == 2:
            (self._apart.remove if lift else self._apart.add)(rows[one], rows[other])

    def merge(self, part: int, home: int) -> None:
        """Have a campaign be part of another one, whatever the linkages say."""
        rows, groups = self._groups.rows([part, home]), self._groups
        self._apart.remove(rows[part], rows[home])
        row = groups.unite(rows[part], rows[home])
        if groups.ids[row] != home:
            groups.relabel(row, home)
        self._apart.follow()

    def regroup(
        self,
        homes: Mapping[int, int],
        cases: Iterable[tuple[Signature, Channel, int, int]],
        totals: Mapping[int, Total],
    ) -> None:
        """Have the parts of campaigns stand under other ids, and what is like their messages lead there.

        ``homes`` names every part of every campaign that is touched, and those that are new; ``cases`` are their
        signatures, each with the id that it is of now and how many reports have it; ``totals`` are by home.
        """
        known = self._groups.rows(homes)
        rows = {campaign: known[campaign] if campaign in known else self._groups.found(campaign) for campaign in homes}
        self._groups.regroup(
            {rows[part]: rows[home] for part, home in homes.items()},
            {rows[home]: total for home, total in totals.items()},
        )
        touched, root = set(rows.values()), self._groups.root
        filed = [Filed(signature, channel, rows[home], reports) for signature, channel, home, reports in cases]
        self._finder.point(filed, lambda row: row in touched or root(row) in touched)
        self._apart.follow()
