"""The one ordered writer: which campaign each message belongs to, and how large that campaign is."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Self

import numpy as np

from spamatlas.campaign import linkages
from spamatlas.campaign.apart import Apart
from spamatlas.campaign.bridges import Bridges
from spamatlas.campaign.columns import Columns, of_part, within
from spamatlas.campaign.entry import Entry
from spamatlas.campaign.filed import Filed as Answered
from spamatlas.campaign.finder import Clues, Find, Finder
from spamatlas.campaign.groups import Groups
from spamatlas.campaign.linkage import Linkage, key
from spamatlas.campaign.people import person
from spamatlas.campaign.reasons import likenesses, nearest
from spamatlas.campaign.second_look import SecondLook
from spamatlas.model import Assignment, Channel, Likeness, Signature
from spamatlas.plugins import pieces

RESTORED_AT_ONCE = 4_096
MOST_TOUCHED = 50_000
"""Of so many campaigns it is remembered that they are to be looked at again, until they are."""


class Ledger:
    """Assigns messages to campaigns, one after the other, in the order of the log.

    The same reports in the same order give the same assignments: nothing depends on the clock, on chance or on the
    process. ``aliases`` maps the id of a campaign that was merged to the older one that it became part of; follow it
    with ``resolve``. What is stored of a campaign stands under the ids that it had when its reports came: its parts.
    Not for several threads.
    """

    def __init__(self) -> None:
        self._finder = Finder(pieces(linkages, Linkage))
        self._groups = Groups()
        self._filed = Answered()
        self._bridges = Bridges()
        self._apart = Apart(self._groups)
        self.second_look = SecondLook(self._groups, self._finder, self._apart)
        self._touched: dict[int, None] = {}
        self._pins: dict[int, int] | None = None
        self._known_as: Mapping[int, int] | None = None
        self._mates: dict[int, int] = {}

    @property
    def aliases(self) -> dict[int, int]:
        return self._groups.aliases

    def __len__(self) -> int:
        return len(self._filed)

    def resolve(self, campaign: int) -> int:
        """The id that a campaign has now."""
        while campaign in self.aliases:
            campaign = self.aliases[campaign]
        return campaign

    def assign(self, submission_id: str, signature: Signature, **facts: Any) -> Assignment:
        """The campaign of one message; ``facts`` are the other fields of its ``Entry``."""
        return self.assign_all([Entry(submission_id=submission_id, signature=signature, **facts)])[0]

    def assign_all(self, entries: Sequence[Entry]) -> list[Assignment]:
        """The campaign of each message, in order, and its size with this message; the same answer when asked again.

        However the entries are cut into batches, the answers are the same. A campaign's id is made from the
        submission that founded it.
        """
        clues = self._finder.clues([entry.signature for entry in entries], [entry.channel for entry in entries])
        return [self._assign(entry, own) for entry, own in zip(entries, clues, strict=True)]

    def look_up(self, signature: Signature, channel: Channel, at: float = 0.0) -> Assignment | None:
        """The campaign that a message would join, as it stands without it; None where it would found one.

        How many messages it gets an hour is told of the day before ``at`` (seconds since 1970).

        Nothing changes: neither counts nor hubs, and what is assigned next is assigned as if nobody had asked.
        """
        (clues,) = self._finder.clues([signature], [channel])
        finds = self._rooted(self._finder.find(signature, clues))
        if not finds:
            return None
        row, _ = nearest(self._apart.chosen(finds) if self._apart else finds)
        return self._assignment(row, likenesses(finds, 0), at)

    def restore(
        self,
        entries: Iterable[Entry],
        aliases: Mapping[int, int] | None = None,
        apart: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Take in what was assigned before, in the same order; then go on as if never stopped.

        With ``aliases``, ids and what they are known as, what is one campaign is what they say; without, what the
        linkages say. ``apart`` are pairs that stay two. A ledger ``of_columns`` takes in what was assigned since, where
        it ``agrees``.
        """
        groups = self._groups
        self._pins = {campaign: row for row, campaign in enumerate(groups.ids)}
        self._known_as, self._mates = aliases, {}
        self._follow(aliases or {})
        remaining = iter(entries)
        while batch := list(islice(remaining, RESTORED_AT_ONCE)):
            self.assign_all(batch)
        for home, row in self._mates.items():
            if home not in self._pins:  # none of its own reports is left
                groups.unite(row, groups.found(home))
            if groups.ids[root := groups.root(row)] != home:
                groups.relabel(root, home)
        self._pins = None
        for one, other in apart:
            self.second_look.keep_apart(one, other)

    def columns(self) -> Columns:
        """What it holds, but which campaigns were told apart: ``restore`` is given that.

        They may be the ledger's own memory: they hold until it is asked something, and while they live it can't grow.
        """
        touched = np.fromiter(self._touched, dtype="I", count=len(self._touched))
        found: Columns = {"touched": touched}
        for name, each in self._pieces():
            found |= within(name, each.columns())
        return found

    @classmethod
    def of_columns(cls, columns: Columns) -> Self:
        """A ledger that goes on where another one was; the columns are its own from now on, and go."""
        ledger = cls()
        for name, each in ledger._pieces():
            own = of_part(name, columns)
            for column in own:
                del columns[f"{name}/{column}"]
            each.fill(own)
        ledger._touched = dict.fromkeys(columns["touched"].tolist())
        return ledger

    def _pieces(self) -> Iterator[tuple[str, Finder | Groups | Answered | Bridges]]:
        yield "finder", self._finder
        yield "groups", self._groups
        yield "filed", self._filed
        yield "bridges", self._bridges

    def agrees(self, aliases: Mapping[int, int]) -> bool:
        """Whether all that is one campaign here is one by these aliases too; what is one by them alone may follow."""
        return all(
            aliases.get(one, one) == aliases.get(home, home)
            for one, home in ((one, self.resolve(one)) for one in self.aliases)
        )

    def forget(self, erased: Sequence[Entry], gone: Container[str]) -> None:
        """Know nothing more of what reports named that were erased.

        ``erased`` are these reports as they were, ``gone`` the anchors that no other one has. Counts stay, and so do
        wordings, which the store keeps too. A recipient of another report of the same campaign may count twice later.
        """
        for at in range(0, len(erased), RESTORED_AT_ONCE):
            some = erased[at : at + RESTORED_AT_ONCE]
            self._finder.forget([each.signature for each in some], [each.channel for each in some], gone)
        groups, rows = self._groups, self._groups.rows({each.campaign for each in erased})
        for each in erased:
            if each.recipients and each.campaign in rows:
                groups.forget_recipients(groups.root(rows[each.campaign]), map(_person, each.recipients))

    def news(self) -> dict[int, int]:
        """What campaigns are known as that were known as something else when last asked; some by their own id again."""
        ids, root = self._groups.ids, self._groups.root
        changed, self._groups.changed = self._groups.changed, {}
        return {ids[row]: ids[root(row)] for row in changed}

    def touched(self, most: int) -> list[int]:
        """Campaigns that got a new wording since they were last asked for, at most so many, the oldest first."""
        taken = list(islice(self._touched, most))
        for row in taken:
            del self._touched[row]
        return list(dict.fromkeys(self._groups.ids[self._groups.root(row)] for row in taken))

    def _assign(self, entry: Entry, clues: Clues) -> Assignment:
        submission = key(entry.submission_id)
        if (earlier := self._filed.find(submission)) is not None:
            return earlier
        finds, alike = self._finder.find(entry.signature, clues), 0.0
        if finds:
            finds = self._without_hubs(clues, self._rooted(finds))
            if self._apart:
                finds = self._apart.chosen(finds)
            alike = max([find.score for find in finds if find.linkage.compares_words], default=0.0)
        reporter = _person(entry.reporter) if entry.reporter else 0
        if self._known_as is not None and self._pins is not None and entry.campaign:
            row, merged = self._return(entry.campaign), 0
        else:
            row, merged = self._home(finds, reporter) if finds else (-1, 0)
            if entry.campaign or row < 0:
                row = self._settle(row, entry.campaign or submission or 1)
        self._finder.file(entry.signature, clues, row, alike)
        if alike < 1.0 and self._pins is None and len(self._touched) < MOST_TOUCHED:
            self._touched[row] = None
        self._groups.count(row, reporter, [_person(one) for one in entry.recipients], entry.at)
        assignment = self._assignment(row, likenesses(finds, merged) if finds else (), entry.at)
        self._filed.file(submission, assignment)
        return assignment

    def _rooted(self, finds: list[Find]) -> list[Find]:
        root = self._groups.root
        return [
            find if (row := root(find.row)) == find.row else Find(find.linkage, find.score, row, find.key)
            for find in finds
        ]

    def _without_hubs(self, clues: Clues, finds: list[Find]) -> list[Find]:
        """The finds but those by hubs; counts the anchors that alone tie the message to a campaign it is unlike."""
        if not any(find.linkage.hub_after for find in finds):
            return finds
        alike = {find.row for find in finds if find.linkage.compares_words}
        for find in finds:
            if find.linkage.hub_after and find.row not in alike and (alike or self._finder.is_new(clues, find.key)):
                self._finder.hubs.count(find.key)
        return [find for find in finds if not self._finder.hubs.is_hub(find.key, find.linkage.hub_after)]

    def _home(self, finds: list[Find], reporter: int) -> tuple[int, int]:
        """The row of the oldest campaign that the message surely belongs to, and how many others became part of it."""
        home, others = nearest(finds)
        groups, merged = self._groups, 0
        for row in others:
            if self._apart and self._apart.holds(home, row):
                continue
            fewest = min(groups.reporters(home), groups.reporters(row))
            if self._bridges.carries((home, row), fewest, reporter):
                home = self._unite(home, row)
                merged += 1
        return home, merged

    def _unite(self, one: int, other: int) -> int:
        row = self._groups.unite(one, other)
        if self._apart:
            self._apart.follow()
        return row

    def _settle(self, row: int, campaign: int) -> int:
        """The row of a campaign that must have this id, or, where the message has none yet, gets it."""
        if self._pins is None:
            return self._groups.found(campaign)
        if row >= 0 and self._groups.ids[row] == campaign:
            return row
        known = self._pins.get(campaign)
        if known is None:
            known = self._pins[campaign] = self._groups.found(campaign)
        return self._groups.root(known) if row < 0 else self._groups.unite(row, known)

    def _follow(self, aliases: Mapping[int, int]) -> None:
        """Have campaigns that are here already be one where these say so."""
        assert self._pins is not None
        for campaign, home in aliases.items():
            row = self._pins.get(campaign)
            if row is not None:
                self._groups.unite(row, self._mates.setdefault(home, self._pins.get(home, row)))

    def _return(self, campaign: int) -> int:
        """The row of the campaign that a stored report is of, as the store knows it."""
        assert self._pins is not None
        assert self._known_as is not None
        groups, row = self._groups, self._pins.get(campaign)
        if row is None:
            row = self._pins[campaign] = groups.found(campaign)
            home = self._known_as.get(campaign, campaign)
            groups.unite(row, self._mates.get(home, self._pins.get(home, row)))
            self._mates[home] = row
        return groups.root(row)

    def _assignment(self, row: int, likenesses: tuple[Likeness, ...], at: float) -> Assignment:
        groups = self._groups
        return Assignment(
            campaign=groups.ids[row],
            size=groups.sizes[row],
            reporters=groups.reporters(row),
            recipients=groups.recipients(row),
            first_seen=groups.first_seen[row],
            hourly=groups.hourly(row, at) if at else 0.0,
            likenesses=likenesses,
        )


@lru_cache(maxsize=65_536)
def _person(pseudonym: str) -> int:
    return person(pseudonym)
