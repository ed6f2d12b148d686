"""The one ordered writer: which campaign each message belongs to, and how large that campaign is."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from msgspec import Struct

from spamatlas.campaign import linkages
from spamatlas.campaign.bridges import Bridges
from spamatlas.campaign.filed import Filed
from spamatlas.campaign.finder import Clues, Find, Finder
from spamatlas.campaign.groups import Groups
from spamatlas.campaign.linkage import Linkage, key
from spamatlas.model import Assignment, Channel, Likeness, Signature
from spamatlas.plugins import pieces

RESTORED_AT_ONCE = 4_096


class Entry(Struct, frozen=True, gc=False, kw_only=True):
    """One report to be assigned, and what must be kept of it, in that order, to build a ledger anew.

    ``reporter`` and ``recipients`` are pseudonyms, of which the ledger keeps 64 bits of a hash. ``at`` is seconds since
    1970. ``campaign`` is what was assigned before (0 where unknown): it holds even if the code has changed since or an
    earlier report was erased.
    """

    submission_id: str
    signature: Signature
    reporter: str = ""
    recipients: tuple[str, ...] = ()
    at: float = 0.0
    channel: Channel = Channel.OTHER
    campaign: int = 0


class Ledger:
    """Assigns messages to campaigns, one after the other, in the order of the log.

    The same reports in the same order give the same assignments: nothing depends on the clock, on chance or on the
    process. ``aliases`` maps the id of a campaign that was merged to the older one that it became part of, in the
    order of the merges; follow it with ``resolve``. Not for several threads.
    """

    def __init__(self) -> None:
        self._finder = Finder(pieces(linkages, Linkage))
        self._groups = Groups()
        self._filed = Filed()
        self._bridges = Bridges()
        self._pins: dict[int, int] | None = None

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

    def look_up(self, signature: Signature, channel: Channel) -> Assignment | None:
        """The campaign that a message would join, as it stands without it; None where it would found one.

        Nothing changes: neither counts nor hubs, and what is assigned next is assigned as if nobody had asked.
        """
        (clues,) = self._finder.clues([signature], [channel])
        finds = self._rooted(self._finder.find(signature, clues))
        if not finds:
            return None
        row, _ = _nearest(finds)
        return self._assignment(row, _likenesses(finds, 0))

    def restore(self, entries: Iterable[Entry]) -> None:
        """Take in what was assigned before, in the same order; then go on as if never stopped."""
        self._pins = {campaign: row for row, campaign in enumerate(self._groups.ids)}
        remaining = iter(entries)
        while batch := list(islice(remaining, RESTORED_AT_ONCE)):
            self.assign_all(batch)
        self._pins = None

    def _assign(self, entry: Entry, clues: Clues) -> Assignment:
        submission = key(entry.submission_id)
        if (earlier := self._filed.find(submission)) is not None:
            return earlier
        finds = self._finder.find(entry.signature, clues)
        if finds:
            finds = self._without_hubs(clues, self._rooted(finds))
        reporter = _person(entry.reporter) if entry.reporter else 0
        row, merged = self._home(finds, reporter) if finds else (-1, 0)
        if entry.campaign or row < 0:
            row = self._settle(row, entry.campaign or submission or 1)
        alike = [find.score for find in finds if find.linkage.compares_words]
        self._finder.file(entry.signature, clues, row, max(alike, default=0.0))
        self._groups.count(row, reporter, [_person(one) for one in entry.recipients], entry.at)
        assignment = self._assignment(row, _likenesses(finds, merged) if finds else ())
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
        home, others = _nearest(finds)
        groups, merged = self._groups, 0
        for row in others:
            fewest = min(groups.reporters(home), groups.reporters(row))
            if self._bridges.carries((home, row), fewest, reporter):
                home = groups.unite(home, row)
                merged += 1
        return home, merged

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

    def _assignment(self, row: int, likenesses: tuple[Likeness, ...]) -> Assignment:
        groups = self._groups
        return Assignment(
            campaign=groups.ids[row],
            size=groups.sizes[row],
            reporters=groups.reporters(row),
            recipients=groups.recipients(row),
            first_seen=groups.first_seen[row],
            likenesses=likenesses,
        )


def _nearest(finds: list[Find]) -> tuple[int, list[int]]:
    """The row of the oldest campaign that a message is surely of, or of the likest; and others surely the same."""
    sure = sorted({find.row for find in finds if find.score >= find.linkage.merges_from})
    return (sure[0], sure[1:]) if sure else (min((-find.score, find.row) for find in finds)[1], [])


def _likenesses(finds: list[Find], merged: int) -> tuple[Likeness, ...]:
    """The best find of each linkage, by name."""
    if len(finds) == 1 and not merged:
        return _only(finds[0].linkage.name, round(finds[0].score, 2))
    best: dict[str, float] = {}
    for find in finds:
        best[find.linkage.name] = max(best.get(find.linkage.name, 0.0), round(find.score, 2))
    detail = f"{merged + 1} campaigns found to be one" if merged else ""
    return tuple(_likeness(name, best[name], detail) for name in sorted(best))


@lru_cache(maxsize=4_096)
def _only(linkage: str, score: float) -> tuple[Likeness, ...]:
    return (Likeness(linkage, score),)


@lru_cache(maxsize=4_096)
def _likeness(linkage: str, score: float, detail: str) -> Likeness:
    return Likeness(linkage, score, detail)


@lru_cache(maxsize=65_536)
def _person(pseudonym: str) -> int:
    return key(pseudonym)
