"""Campaigns are joined and come apart, in the store, in the ledger and in the history: whole or not at all."""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, combinations, product
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas.campaign import Case, Said, Total, person
from spamatlas.model import Rejected, campaign_name
from spamatlas.pipeline.actions import BY_ITSELF, NODE, Action
from spamatlas.pipeline.cases import MOST_WORDINGS, case_of, cases_of, places_of
from spamatlas.pipeline.decisions import Change, Decisions, Pair
from spamatlas.pipeline.following import regrouped
from spamatlas.store import Store
from spamatlas.store.moving import newest_revision, pieces, rename
from spamatlas.store.recounting import Piece
from spamatlas.store.rows import NOBODY
from spamatlas.store.wordings import like_these, moved, totals, wordings

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

MOST_REST_SECONDS = 1.0


def write(store: Store, change: Change) -> None:
    """Bring a change into the store; the same again changes nothing. Nothing else may be written meanwhile."""
    renamed(store, change)
    for piece in moving(store, change):
        piece()


def renamed(store: Store, change: Change) -> None:
    """Have the store know what parts are known as after a change."""
    rename(store, {part: after for part, (_, after) in change.homes.items()}, change.revision)


def moving(store: Store, change: Change) -> Iterator[Piece]:
    """Move the reports of a change, piece by piece, as ``store.moving`` says it."""
    left = {before for before, _ in change.moves.values()}
    return pieces(store, {place: after for place, (_, after) in change.moves.items()}, left)


class Led(msgspec.Struct, frozen=True):
    """The different messages that lead elsewhere after a change, and those that have something in common with them; all
    others lead where they led before. ``gone`` are parts that get another home, ``others`` the rest of what is touched.
    ``totals`` are what the parts add up to then, by the reports up to the place ``last``.
    """

    moves: Mapping[int, int]
    gone: frozenset[int]
    others: frozenset[int]
    cases: tuple[Case, ...]
    totals: Sequence[Mapping[str, Any]]
    last: int

    def holds(self, moves: Mapping[int, int], gone: Collection[int], parts: Collection[int]) -> bool:
        """Whether it was read for this change, of parts as they are now."""
        return moves == self.moves and gone == self.gone and {*parts} == self.gone | self.others


class Regrouping:
    """Changes of campaigns, one at a time; each stands in the history and can be undone.

    From the first pause on campaigns are what they are after a change. Reports are moved behind it, in short pauses
    between which the node goes on filing; who asked for the change waits for the last.
    """

    def __init__(self, node: "Node", decisions: Decisions) -> None:
        self._node = node
        self._changing = Lock()
        self._behind: deque[tuple[int, Change]] = deque()
        self.decisions = decisions

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A pause in which a change may be carried out, when what earlier ones left is done; then the rest of this one.

        Raises:
            Unavailable: the store is down or full; what was begun is ended before the next change or by the start.
        """
        with self._changing:
            self._catch_up()
            with self._node.pause():
                yield
            self._catch_up()

    def carry_out(self, kind: str, change: Change, who: str, note: str = "", led: Led | None = None) -> int:
        """Do it and note it; the action's number. Only in ``changing``. ``led``: what was read for it beforehand."""
        names = [campaign_name(each) for each in {*change.before, *change.after}]
        number = self._node.actions.touch(kind, names, note or _note(change), who, many=len(change.moves))
        self._apply(number, change, led)
        return number

    def merge(self, campaigns: Sequence[int], who: str = NODE, note: str = "") -> int:
        """Make campaigns one, whose oldest id stays; the action's number, 0 where they were one before.

        Raises:
            Rejected: ``no-such-campaign``; where the node would make them one, ``told-apart`` if a person said that two
                of them are two, and ``left-alone`` if one is pinned.
        """
        with self.changing():
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
        with self.changing():
            pair = Pair(self.home(one), self.home(other), "apart")
            if pair.one == pair.other:
                return 0
            both = (pair.one, pair.other)
            return self.carry_out("campaign-apart", self.change(both, both, {}, pairs=(pair,)), who)

    def split(self, campaign: int, places: Mapping[int, int], who: str, note: str = "") -> int:
        """Have these reports, by place the part each is of, be a campaign of their own; the action's number."""
        first = min(places)
        new = self._node.writer.second_look.name(places[first], first)
        led = self.read_led(dict.fromkeys(places, new), [new], [campaign])
        with self.changing():
            moves = {place: (part, new) for place, part in places.items()}
            pair = Pair(campaign, new, "apart", by_node=who == NODE)
            change = self.change((campaign,), (campaign, new), {new: (campaign, new)}, moves, (pair,))
            return self.carry_out("campaign-split", change, who, note, led)

    def undo(self, action: Action) -> None:
        """Have campaigns be as they were before an action; what came in since goes where its likes are.

        Raises:
            Rejected: ``changed-since`` when a later action changed one of the same campaigns; undo that first.
        """
        if (later := self._node.actions.later_on_campaigns(action.number)) is not None:
            raise Rejected("changed-since", f"action {later} changed one of the same campaigns later; undo that first")
        change, led = self.decisions.of_action(action.number), None
        if change is not None and change.moves:
            back = {place: before for place, (before, _) in change.moves.items()}
            led = self.read_led(back, change.homes, (*change.before, *change.after))
        with self.changing():
            if change is not None:
                self._apply(action.number, self._inverse(change, by_node=action.who in BY_ITSELF), led)
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
        return Change(
            before=tuple(sorted(before)),
            after=tuple(sorted(after)),
            homes=dict(homes),
            moves=dict(moves or {}),
            pairs=tuple(pairs),
            last=self._last(),
            revision=max(self._node.writer.next_revision(), newest_revision(self._node.store) + 1),
        )

    def _apply(self, action: int, change: Change, led: Led | None = None) -> None:
        number = self.decisions.begin(action, change)
        renamed(self._node.store, change)
        self._tell_ledger(change, led)
        self._behind.append((number, change))
        if not change.moves:
            self._finish(number, change)

    def _catch_up(self) -> None:
        """Do what is left of changes, resting as long as each piece took."""
        while self._behind:
            number, change = self._behind[0]
            last: Piece = partial(self._finish, number, change)
            for piece in chain(moving(self._node.store, change), [last]):
                with self._node.pause():
                    began = time.monotonic()
                    piece()
                time.sleep(min(time.monotonic() - began, MOST_REST_SECONDS))

    def _finish(self, number: int, change: Change) -> None:
        """Tell of a change that is whole in the store."""
        writer, look = self._node.writer, self._node.writer.second_look
        regrouped(
            self._node.store, writer.told, self._node.actions.said(), {*look.parts({*change.before, *change.after})}
        )
        self.decisions.finish(number, change)
        self._behind.popleft()
        self._node.news.tell(regrouped=1)

    def _tell_ledger(self, change: Change, led: Led | None) -> None:
        """Have the ledger know what is of what, as if all reports had moved."""
        writer, look = self._node.writer, self._node.writer.second_look
        homes = {part: home for home, parts in look.parts({*change.before, *change.homes}).items() for part in parts}
        homes |= {part: after for part, (_, after) in change.homes.items()}
        if change.moves or any(after != before and after == part for part, (before, after) in change.homes.items()):
            self._node.imprints.outdated()
            moves = {place: after for place, (_, after) in change.moves.items()}
            gone = {part for part, (before, after) in change.homes.items() if before != after}
            if led is None or not led.holds(moves, gone, homes):
                led = self._led(moves, gone, homes.keys() - gone)
            placed = [(each.signature, each.channel, homes[each.part], each.reports) for each in led.cases]
            newer = totals(self._node.store, homes, after=led.last)
            look.regroup(homes, placed, _totals([*led.totals, *newer], homes))
        else:
            for part, (_, after) in change.homes.items():
                look.merge(part, after)
        for pair in change.pairs:
            look.keep_apart(pair.one, pair.other, lift=pair.kind != "apart")
        writer.heard_of_aliases(change.revision)

    def read_led(self, moves: Mapping[int, int], gone: Collection[int], campaigns: Iterable[int]) -> Led:
        """What a change will need, read while the node goes on: of a campaign of millions that takes a while."""
        with self._node.holding():
            parts = {part for parts in self._node.writer.second_look.parts([*campaigns]).values() for part in parts}
        return self._led(moves, {*gone}, parts - {*gone})

    def _led(self, moves: Mapping[int, int], gone: Collection[int], others: Collection[int]) -> Led:
        """The messages of ``moves`` and of the parts that get another home, and what is like them in the others."""
        store, most, last = self._node.store, MOST_WORDINGS, self._last()
        rows = [*moved(store, moves, most), *wordings(store, gone, most)]
        rows += like_these(store, rows, others, moves, most)
        found = totals(store, {*gone, *others}, moves, until=last)
        return Led(moves, frozenset(gone), frozenset(others), tuple(case_of(row) for row in rows), found, last)

    def _last(self) -> int:
        """The place of the newest report that is stored."""
        return int(self._node.store.query("SELECT max(sequence) AS last FROM report")[0]["last"])

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


def _totals(rows: Iterable[Mapping[str, Any]], homes: Mapping[int, int]) -> dict[int, Total]:
    """What each home adds up to, of what its parts add up to; a part may be in several rows."""
    mine: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        mine[homes[row["part"]]].append(row)
    return {
        home: Total(
            size=sum(row["reports"] for row in mine[home]),
            first_seen=min((row["first_at"].timestamp() for row in mine[home]), default=0.0),
            reporters={_person(each) for row in mine[home] for each in row["people"] if each != NOBODY},
            recipients={person(each) for row in mine[home] for each in row["recipients"]},
            by_day=_by_day(mine[home]),
        )
        for home in set(homes.values())
    }


def _by_day(rows: Iterable[Mapping[str, Any]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for row in rows:
        found.update(row["by_day"])
    return found


def _note(change: Change) -> str:
    return " ".join(campaign_name(each) for each in sorted({*change.before, *change.after}))


def _person(key: int) -> int:
    """What the ledger counts a person by, from what the store does: the same digest from its other end."""
    return int.from_bytes(key.to_bytes(8, "big"), "little")
