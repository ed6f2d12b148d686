"""Campaigns are joined and come apart, in the store, in the ledger and in the history: whole or not at all."""

import base64
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas.campaign import Case, Said, Total, person
from spamatlas.model import Channel, Rejected, Signature, campaign_name
from spamatlas.pipeline.actions import BY_ITSELF, NODE, Action
from spamatlas.pipeline.decisions import Change, Decisions, Pair
from spamatlas.pipeline.following import regrouped
from spamatlas.store import Store
from spamatlas.store.moving import move, newest_revision, rename
from spamatlas.store.rows import NOBODY
from spamatlas.store.wordings import alike, by_part, totals, wordings

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

MOST_WORDINGS = 20_000
"""So many different messages of campaigns are looked at at once (20 to 40 microseconds of processor each)."""


def write(store: Store, change: Change) -> None:
    """Bring a change into the store; the same again changes nothing."""
    if change.moves:
        left = {before for before, _ in change.moves.values()}
        move(store, {place: after for place, (_, after) in change.moves.items()}, left)
    rename(store, {part: after for part, (_, after) in change.homes.items()}, change.revision)


def cases_of(store: Store, parts: Collection[int], most: int = MOST_WORDINGS) -> tuple[list[Case], bool]:
    """The different messages of these parts, and whether these are all."""
    rows = wordings(store, parts, most)
    return [_case(row) for row in rows], len(rows) < most


class Regrouping:
    """Changes of campaigns, one at a time; each stands in the history and can be undone."""

    def __init__(self, node: "Node", decisions: Decisions) -> None:
        self._node = node
        self.decisions = decisions

    def carry_out(self, kind: str, change: Change, who: str, note: str = "") -> int:
        """Do it and note it; the action's number. Only in a pause."""
        names = [campaign_name(each) for each in {*change.before, *change.after}]
        number = self._node.actions.touch(kind, names, note or _note(change), who, many=len(change.moves))
        self._apply(number, change)
        return number

    def merge(self, campaigns: Sequence[int], who: str = NODE, note: str = "") -> int:
        """Make campaigns one, whose oldest id stays; the action's number, 0 where they were one before.

        Raises:
            Rejected: ``no-such-campaign``; where the node would make them one, ``told-apart`` if a person said that two
                of them are two, and ``left-alone`` if one is pinned.
        """
        with self._node.pause():
            look = self._node.writer.second_look
            homes = list(dict.fromkeys(self.home(each) for each in campaigns))
            if len(homes) < 2:
                return 0
            if who in BY_ITSELF and any(self._are_apart(one, other) for one, other in combinations(homes, 2)):
                raise Rejected("told-apart", "somebody said that these are two campaigns")
            if who in BY_ITSELF and any(self.decisions.label(each).is_pinned for each in homes):
                raise Rejected("left-alone", "somebody said that one of these is to be left alone")
            kept = look.eldest(homes)
            gone = [each for each in homes if each != kept]
            moved = {part: (home, kept) for home, parts in look.parts(gone).items() for part in parts}
            pairs = [Pair(kept, each, "together", by_node=who == NODE) for each in gone]
            change = self.change(homes, (kept,), moved, pairs=pairs)
            return self.carry_out("campaign-merge", change, who, note)

    def apart(self, one: int, other: int, who: str) -> int:
        """Have two campaigns stay two, whatever ties them; the action's number, 0 where they are one by now.

        Raises:
            Rejected: ``no-such-campaign``.
        """
        with self._node.pause():
            pair = Pair(self.home(one), self.home(other), "apart")
            if pair.one == pair.other:
                return 0
            both = (pair.one, pair.other)
            return self.carry_out("campaign-apart", self.change(both, both, {}, pairs=(pair,)), who)

    def split(self, campaign: int, places: Mapping[int, int], who: str, note: str = "") -> int:
        """Have these reports, by place the part each is of, be a campaign of their own; the action's number."""
        with self._node.pause():
            first = min(places)
            new = self._node.writer.second_look.name(places[first], first)
            moves = {place: (part, new) for place, part in places.items()}
            pair = Pair(campaign, new, "apart", by_node=who == NODE)
            change = self.change((campaign,), (campaign, new), {new: (campaign, new)}, moves, (pair,))
            return self.carry_out("campaign-split", change, who, note)

    def undo(self, action: Action) -> None:
        """Have campaigns be as they were before an action; what came in since goes where its likes are.

        Raises:
            Rejected: ``changed-since`` when a later action changed one of the same campaigns; undo that first.
        """
        if (later := self._node.actions.later_on_campaigns(action.number)) is not None:
            raise Rejected("changed-since", f"action {later} changed one of the same campaigns later; undo that first")
        change = self.decisions.of_action(action.number)
        with self._node.pause():
            if change is not None:
                self._apply(action.number, self._inverse(change, by_node=action.who in BY_ITSELF))
            self._node.actions.undone(action.number)

    def home(self, campaign: int) -> int:
        """The id that a campaign has now.

        Raises:
            Rejected: ``no-such-campaign``.
        """
        found = self._node.writer.second_look.parts([campaign])
        if not found:
            raise Rejected("no-such-campaign", "no campaign has this name")
        return next(iter(found))

    def said(self) -> Said:
        """What people said of pairs of campaigns. Only in a pause."""
        look = self._node.writer.second_look
        pairs = [pair for pair in self.decisions.pairs() if not pair.by_node]
        found: dict[str, set[tuple[int, int]]] = {"apart": set(), "together": set()}
        for pair in pairs:
            parts = list(look.parts([pair.one, pair.other]).values())
            if pair.kind == "apart" and len(parts) == 2:
                found["apart"] |= set(product(parts[0], parts[1]))
            elif pair.kind == "together":
                found["together"].add((pair.one, pair.other))
        return Said(apart=frozenset(found["apart"]), together=frozenset(found["together"]))

    def change(self, before: Iterable[int], after: Iterable[int], homes: Mapping[int, tuple[int, int]],
               moves: Mapping[int, tuple[int, int]] | None = None, pairs: Sequence[Pair] = ()) -> Change:  # fmt: skip
        """A change of these campaigns as things stand now."""
        last = self._node.store.query("SELECT max(sequence) AS last FROM report")[0]["last"]
        return Change(
            before=tuple(sorted(before)),
            after=tuple(sorted(after)),
            homes=dict(homes),
            moves=dict(moves or {}),
            pairs=tuple(pairs),
            last=last,
            revision=max(self._node.writer.next_revision(), newest_revision(self._node.store) + 1),
        )

    def _apply(self, action: int, change: Change) -> None:
        number = self.decisions.begin(action, change)
        write(self._node.store, change)
        self._follow(change)
        self.decisions.finish(number, change)
        self._node.news.tell(regrouped=1)

    def _follow(self, change: Change) -> None:
        """Tell the ledger, and what is known of campaigns that people said something of."""
        writer, look = self._node.writer, self._node.writer.second_look
        homes = {part: home for home, parts in look.parts({*change.before, *change.homes}).items() for part in parts}
        homes |= {part: after for part, (_, after) in change.homes.items()}
        if change.moves or any(after != before and after == part for part, (before, after) in change.homes.items()):
            cases, _ = cases_of(self._node.store, homes)
            placed = [(case.signature, case.channel, homes[case.part], case.reports) for case in cases]
            look.regroup(homes, placed, _totals(self._node.store, homes))
        else:
            for part, (_, after) in change.homes.items():
                look.merge(part, after)
        for pair in change.pairs:
            look.keep_apart(pair.one, pair.other, lift=pair.kind != "apart")
        writer.heard_of_aliases(change.revision)
        regrouped(self._node.store, writer.told, self._node.actions.said(), set(homes.values()))

    def _inverse(self, change: Change, *, by_node: bool) -> Change:
        """What undoes a change: all goes back, and what came to a new campaign since becomes part of its old one."""
        moves = {place: (after, before) for place, (before, after) in change.moves.items()}
        homes = {part: (after, before) for part, (before, after) in change.homes.items()}
        pairs = [Pair(pair.one, pair.other, "") for pair in change.pairs]
        if by_node:  # else it would do the same again
            turned = {"apart": "together", "together": "apart"}
            pairs = [Pair(pair.one, pair.other, turned[pair.kind]) for pair in change.pairs if pair.kind]
        if len(change.after) == 1 and not change.moves:
            moves |= self._returning(change)
        return self.change(change.after, change.before, homes, moves, pairs)

    def _returning(self, change: Change) -> dict[int, tuple[int, int]]:
        """Where the reports go that came since campaigns were joined, when they come apart: to their likes."""
        (joined,) = change.after
        gone = {part: before for part, (before, _) in change.homes.items()}
        rows = wordings(self._node.store, {joined}, MOST_WORDINGS)
        if not any(row["first"] > change.last for row in rows):
            return {}
        look = self._node.writer.second_look
        old, _ = cases_of(self._node.store, look.parts([joined])[joined])
        sides = Said(
            apart=frozenset((joined, before) for before in set(gone.values())),
            whole=frozenset({joined, *gone}),
            together=frozenset((part, before) for part, before in gone.items() if part != before),
        )
        is_new = [case.part == joined and case.first > change.last for case in old]
        since = [msgspec.structs.replace(case, part=0) for case, new in zip(old, is_new, strict=True) if new]
        before = [case for case, new in zip(old, is_new, strict=True) if not new]
        components = look.components([*before, *since], sides)
        theirs = {component: gone[case.part] for case, component in zip(before, components, strict=False)
                  if case.part in gone}  # fmt: skip
        found: dict[int, tuple[int, int]] = {}
        for case, component in zip(since, components[len(before) :], strict=True):
            if component in theirs:
                for place in places_of(self._node.store, [(msgspec.structs.replace(case, part=joined), 0)]):
                    found[place] = (joined, theirs[component])
        return found

    def _are_apart(self, one: int, other: int) -> bool:
        """Whether a person said that two campaigns are two."""
        look = self._node.writer.second_look
        apart = [pair for pair in self.decisions.pairs() if pair.kind == "apart" and not pair.by_node]
        return any(look.parts([pair.one, pair.other]).keys() == {one, other} for pair in apart)


def places_of(store: Store, moved: Sequence[tuple[Case, int]]) -> dict[int, tuple[int, int]]:
    """The places of all reports with these messages, each with the part that it is of and the one given for it."""
    wanted = {_same(case.signature, case.channel, case.part): after for case, after in moved}
    rows = alike(store, {case.signature.fingerprint for case, _ in moved}, {case.part for case, _ in moved})
    found = {}
    for row in rows:
        case = _case({**row, "reports": 1, "first": row["sequence"], "people": ()})
        if (after := wanted.get(_same(case.signature, case.channel, case.part))) is not None:
            found[row["sequence"]] = (case.part, after)
    return found


def _same(signature: Signature, channel: Channel, part: int) -> tuple[object, ...]:
    return (signature.fingerprint, signature.sketch, signature.anchors, channel, part)


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        signature=Signature(row["fingerprint"], base64.b64decode(row["sketch"]), tuple(row["anchors"])),
        channel=Channel(row["channel"]),
        part=row["campaign"],
        reports=row["reports"],
        first=row["first"],
        people=frozenset(row["people"]) - {NOBODY},
    )


def _totals(store: Store, homes: Mapping[int, int]) -> dict[int, Total]:
    """What each home adds up to, of all its parts."""
    found = by_part(totals(store, homes))
    mine: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for part, home in homes.items():
        if part in found:
            mine[home].append(found[part])
    return {
        home: Total(
            size=sum(row["reports"] for row in rows),
            first_seen=min((row["first_at"].timestamp() for row in rows), default=0.0),
            reporters={_person(each) for row in rows for each in row["people"] if each != NOBODY},
            recipients={person(each) for row in rows for each in row["recipients"]},
        )
        for home in set(homes.values())
        for rows in [mine[home]]
    }


def _note(change: Change) -> str:
    return " ".join(campaign_name(each) for each in sorted({*change.before, *change.after}))


def _person(key: int) -> int:
    """What the ledger counts a person by, from what the store does: the same digest from its other end."""
    return int.from_bytes(key.to_bytes(8, "big"), "little")
