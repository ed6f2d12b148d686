"""The background pass: campaigns that something new was found of are looked at again, and put right where that shows.

It looks at the different messages of campaigns, not at every report: at most ``MOST_WORDINGS`` a look, out of the
newest ``MOST_READ`` reports of them. Where that is not all, what may leave a campaign is read whole first, out of all
its reports (docs/decisions/0021). What a person decided holds, and a campaign that is pinned is left alone.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

import msgspec

from spamatlas.campaign import Affair, Case, Said
from spamatlas.model import Unavailable
from spamatlas.pipeline.actions import NODE
from spamatlas.pipeline.cases import MOST_WORDINGS, cases_of, places_of, some_cases_of, tied_to
from spamatlas.pipeline.decisions import Pair
from spamatlas.pipeline.events import events
from spamatlas.pipeline.regrouping import Led
from spamatlas.store.turns import behind
from spamatlas.store.wordings import MOST_READ, sizes

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

EVERY_SECONDS, REST_TIMES = 60.0, 20
"""Not more often than so, and resting so many times as long as it took: at most a twentieth of the time."""
AT_ONCE = 500
"""So many campaigns are looked at at once; their neighbours come along."""
NEIGHBOURS_SHARE = 4
"""Where not all can be read one message of so many is left for the neighbours."""
LOOKED_UP_AT_ONCE = 512
MOST_MOVED = 100_000
"""What would move more reports is left to people."""
MOST_PIECES = 30
"""Of what falls into so many pieces every two are noted to stay apart, of more the first with each other one."""

Parts = Mapping[int, Sequence[int]]
"""The parts of campaigns by the ids that these have."""


class Repair:
    """One look after the other, in a thread of its own while a node runs."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="repair", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Wait until what was begun is done."""
        self._stopping.set()
        self._thread.join()

    def look(self) -> int:
        """Look again at all that was touched since the last time; how many affairs were put right."""
        done = 0
        while not self._stopping.is_set():
            with self._node.pause():  # the store has all reports of what was touched
                touched = self._node.writer.touched(AT_ONCE)
            if not touched:
                break
            done += self._look_at(touched)
        return done

    def _run(self) -> None:
        pause = EVERY_SECONDS
        while not self._stopping.wait(pause):
            began = time.monotonic()
            try:
                with behind():
                    self.look()
            except Unavailable as error:
                events().warning("repair-postponed", error=str(error))
            except Exception:  # noqa: BLE001  what is grouped stays as it is; the path goes on
                events().exception("repair-failed")
                return
            pause = max(EVERY_SECONDS, REST_TIMES * (time.monotonic() - began))

    def _look_at(self, touched: Sequence[int]) -> int:
        node = self._node
        pinned = self._pinned()
        parts, cases, is_all = self._read([each for each in touched if each not in pinned], MOST_WORDINGS)
        around = self._neighbours(cases) - parts.keys()
        others, more, is_all_too = self._read(sorted(around - pinned), MOST_WORDINGS - len(cases))
        with node.holding():
            said, homes = node.regrouping.said(), node.writer.second_look.homes([*cases, *more])
        if not (is_all and is_all_too):
            return self._look_at_some([*cases, *more], {**parts, **others}, said)
        has_all = len(around) == len(others) and not pinned & {*touched}
        affairs = node.writer.second_look.look_again([*cases, *more], said, is_all=has_all, homes=homes)
        return sum(self._put_right(affair) for affair in affairs)

    def _look_at_some(self, cases: Sequence[Case], parts: Parts, said: Said) -> int:
        """The same where there are too many different messages; what people joined stays whole then."""
        node, home = self._node, _now(parts)
        held = {home[part] for pair in said.together for part in pair if part in home}
        whole = frozenset(part for each in held for part in parts[each])
        said = msgspec.structs.replace(said, whole=whole, together=said.together | _joined(parts, held))
        affairs = node.writer.second_look.look_at_some(
            cases, said, home, sizes(node.store, home), lambda clues: tied_to(node.store, home, clues)
        )
        return sum(self._put_right(affair, is_large=True) for affair in affairs)

    def _read(self, campaigns: Collection[int], most: int) -> tuple[Parts, list[Case], bool]:
        """The parts of campaigns, so many of their different messages, and whether these are all."""
        if not campaigns or most <= 0:
            return {}, [], not campaigns
        with self._node.holding():
            look = self._node.writer.second_look
            homes = look.parts(campaigns)
            is_large = look.size(homes) > MOST_READ
        parts = [part for each in homes.values() for part in each]
        cases, is_all = ([], False) if is_large else cases_of(self._node.store, parts, most)
        if not is_all:
            cases = some_cases_of(self._node.store, parts, most - most // NEIGHBOURS_SHARE)
        return homes, cases, is_all

    def _neighbours(self, cases: Sequence[Case]) -> set[int]:
        """The campaigns that these messages lead to."""
        found: set[int] = set()
        for at in range(0, len(cases), LOOKED_UP_AT_ONCE):
            some = cases[at : at + LOOKED_UP_AT_ONCE]
            with self._node.holding():
                look = self._node.writer.second_look
                found |= look.neighbours([case.signature for case in some], [case.channel for case in some])
        return found

    def _pinned(self) -> frozenset[int]:
        """What people want to be left alone, by the ids that these have now."""
        pinned = [each for each, label in self._node.decisions.labels().items() if label.is_pinned]
        with self._node.holding():
            return frozenset(self._node.writer.second_look.parts(pinned))

    def _put_right(self, affair: Affair, *, is_large: bool = False) -> int:
        """Carry an affair out, unless campaigns became others meanwhile: then they are looked at once more later.

        Of what is large is read beforehand what would take long in a pause.
        """
        node = self._node
        led: Led | None = None
        moves = places_of(node.store, affair.moved) if affair.moved and is_large else {}
        if moves and len(moves) <= MOST_MOVED:
            with node.holding():
                homes = _homes(affair, node.writer.second_look.parts(affair.before))
            gone = [part for part, (before, after) in homes.items() if before != after]
            led = node.regrouping.read_led({place: after for place, (_, after) in moves.items()}, gone, affair.before)
        with node.regrouping.changing():
            parts = node.writer.second_look.parts(affair.before)
            if parts.keys() != set(affair.before) or not _now(parts).keys() <= affair.homes.keys():
                return 0
            if affair.moved and not is_large:
                moves = places_of(node.store, affair.moved)
            if len(moves) > MOST_MOVED:
                events().warning("repair-too-large", reports=len(moves))
                return 0
            homes = _homes(affair, parts)
            change = node.regrouping.change(affair.before, affair.after, homes, moves, tuple(_pairs(affair)))
            node.regrouping.carry_out(_kind(affair), change, NODE, led=led)
        return 1


def _now(parts: Parts) -> dict[int, int]:
    return {part: home for home, theirs in parts.items() for part in theirs}


def _homes(affair: Affair, parts: Parts) -> dict[int, tuple[int, int]]:
    """What each part that gets another home is known as before and after, new campaigns among them."""
    now = _now(parts)
    return {
        part: (now[part] if part in now else _origin(affair, part), home)
        for part, home in affair.homes.items()
        if now.get(part) != home
    }


def _kind(affair: Affair) -> str:
    if len(affair.after) == 1:
        return "campaign-merge"
    return "campaign-split" if len(affair.before) == 1 else "campaign-regroup"


def _pairs(affair: Affair) -> Iterator[Pair]:
    """What came apart is not joined by the next message; what was joined may come apart again."""
    for place, one in enumerate(affair.after):
        if place and len(affair.after) > MOST_PIECES:
            break
        for other in affair.after[place + 1 :]:
            yield Pair(one, other, "apart", by_node=True)
    for one in affair.before:
        if affair.homes[one] != one:
            yield Pair(one, affair.homes[one], "together", by_node=True)


def _origin(affair: Affair, new: int) -> int:
    """The campaign that a new one comes from: what most of its reports' part stands under."""
    moved = [case for case, home in affair.moved if home == new]
    return affair.homes[max(moved, key=lambda case: (case.reports, -case.first)).part]


def _joined(parts: Parts, whole: Collection[int]) -> frozenset[tuple[int, int]]:
    """The parts of campaigns that are not to be taken apart, each with its campaign."""
    return frozenset((home, part) for home, theirs in parts.items() if home in whole for part in theirs if part != home)
