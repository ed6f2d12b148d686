"""The tables of a page, read together and kept for the blink of an eye."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from spamatlas.model import Rejected, Unavailable
from spamatlas.statistics import Table
from spamatlas.store.turns import behind, soon
from spamatlas.web.contract import Node
from spamatlas.web.shelf import Laid

KEPT_SECONDS = 0.1
"""Shorter than the pause that live.js makes after an event, so that what it fetches has the event in it."""
PAGE_SECONDS = 60.0
"""How old a table may be in a page that is opened; it is read anew behind it, and live.js asks again at once."""
SAME_SECONDS = 30.0
"""How long a table is taken again while nothing comes in: the hour goes on, and corrections are told of late."""
SELDOM_SECONDS, SELDOM_SPENT_SECONDS = 1_200.0, 0.5
"""What can be asked for but was not lately is read anew in turn, about so long at a time, and may be so old in a page
that is opened: whoever has script sees it new at once."""
MOST_KEPT = 512
READERS = 2
"""So many questions at once: each is mostly one thread's work, and a node has two cores."""
LIVE_SECONDS = 0.25
"""So long an open page waits for the newest tables, the quickest first; it is told when the others are there too."""
FORGETS = 1.1
LATELY_SECONDS = 600.0
"""What somebody asked for so lately is read anew behind, so that who comes next does not wait."""
MOST_WARM = 60
REST_SECONDS, REST_TIMES, LONGEST_REST_SECONDS = 5.0, 20, 45.0
"""Reading anew rests twenty times as long as it took, for the node analyses beside it; what is asked for lately is
nonetheless never older than a page may show."""

LARGE_REPORTS, SLOW_SECONDS = 10_000, 0.05
"""A table by itself that counts so many reports and takes so long may be as old as in a page that is opened."""

Ask = tuple[str, tuple[tuple[str, str], ...]]
"""A statistic's name and its parameters."""


def ask(name: str, parameters: Mapping[str, str]) -> Ask:
    """A question for a statistic, as a key."""
    return name, tuple(sorted(parameters.items()))


class Kept(Struct, frozen=True):
    """A table, when it was asked for (monotonic seconds), how long one takes, and the edition of the news it is of."""

    at: float
    took: float
    edition: int
    table: Table


class Tables:
    """Many who watch one moment share one reading of the store."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._kept: OrderedDict[tuple[Ask, bool], Kept] = OrderedDict()
        self._reading = asyncio.Lock()
        self._behind: set[asyncio.Task[None]] = set()
        self._put_off = False
        self._late = asyncio.Event()
        self._wanted: dict[tuple[Ask, bool], float] = {}
        self._seldom: frozenset[Ask] = frozenset()
        self._all_read = False

    async def read(self, asks: Sequence[Ask], public: bool, *, newest: bool = True) -> list[Table]:
        """A table for each question, in their order; cells of too few reporters are left out in ``public``.

        Two at a time: the node analyses beside it, and a page is no reason to slow that down. Whoever waited
        for another's reading takes it, for it is younger than their question.
        """
        arrived = time.monotonic()
        self._wanted |= {(each, public): arrived for each in asks}
        if not newest:
            known = {
                each: found for each in asks if (found := self._found(each, public, arrived - self._age(each, public)))
            }
            if len(known) == len(set(asks)):
                if not all(self._found(each, public, arrived - KEPT_SECONDS) for each in known):
                    self._read_behind(asks, public)
                return [known[each] for each in asks]
        return await self._newest(asks, public)

    async def read_soon(self, asks: Sequence[Ask], public: bool) -> list[Table]:
        """The same for a page that is open: what takes long is given as it was and read anew behind; ``late`` tells."""
        arrived = time.monotonic()
        self._wanted |= {(each, public): arrived for each in asks}
        put_off = self._slow(asks, public, arrived)
        fresh = iter(await self._newest([each for each in asks if each not in put_off], public))
        if put_off:
            self._put_off = True
            self._read_behind(list(put_off), public)
        return [put_off[each] if each in put_off else next(fresh) for each in asks]

    async def read_alone(self, question: Ask, public: bool) -> tuple[Table, float]:
        """One table, and its age in seconds: new, but for one that is large and slow and was kept a moment ago."""
        arrived = time.monotonic()
        kept = self._kept.get((question, public))
        if kept and kept.table.reports >= LARGE_REPORTS and kept.took >= SLOW_SECONDS:
            self._wanted[question, public] = arrived
            if found := self._found(question, public, arrived - self._age(question, public)):
                if not self._found(question, public, arrived - KEPT_SECONDS):
                    self._read_behind([question], public)
                return found, arrived - kept.at
        return await asyncio.to_thread(self._one, question, public), 0.0

    async def late(self) -> None:
        """Wait until tables are there that were put off."""
        await self._late.wait()

    def _slow(self, asks: Sequence[Ask], public: bool, now: float) -> dict[Ask, Table]:
        """Those that changed and for which an open page shall not wait, as they were."""
        changed = [each for each in asks if not self._found(each, public, now - KEPT_SECONDS)]
        kept = {each: found for each in changed if (found := self._kept.get((each, public)))}
        slow, spent = {}, 0.0
        for each in sorted(kept, key=lambda each: kept[each].took):
            spent += kept[each].took / READERS
            if spent > LIVE_SECONDS and kept[each].at >= now - PAGE_SECONDS:
                slow[each] = kept[each].table
        return slow

    def _read_behind(self, asks: Sequence[Ask], public: bool) -> None:
        """One reading at a time; whoever is told to come again when it is done has the rest read then."""
        if self._behind:
            return
        with soon():
            task = asyncio.create_task(self._one_by_one([(each, public) for each in asks]))
        self._behind.add(task)
        task.add_done_callback(self._read)

    def _read(self, task: asyncio.Task[None]) -> None:
        self._behind.discard(task)
        if self._put_off:
            self._put_off = False
            late, self._late = self._late, asyncio.Event()
            late.set()

    async def _one_by_one(self, asks: Sequence[tuple[Ask, bool]]) -> None:
        """Others come in between, and go before: who asks meanwhile does not wait until one of these is read."""
        for question, public in asks:
            if self._found(question, public, time.monotonic() - KEPT_SECONDS) is None:
                with suppress(Unavailable, Rejected):  # who asks for it is told
                    await asyncio.to_thread(self._one, question, public)

    async def keep_warm(
        self, usual: Sequence[Ask], seldom: Callable[[Sequence[Table]], Sequence[Ask]] = lambda _: ()
    ) -> None:
        """Read anew behind, without end, what anybody may ask for first and what somebody asked for lately.

        ``seldom`` tells from the usual tables what else may be asked for.
        """
        place = 0
        while True:
            began, edition = time.monotonic(), self._node.edition()
            with behind():
                await self._one_by_one(self._warm(usual, began))
                others = seldom([kept.table for each in usual if (kept := self._kept.get((each, True)))])
                self._seldom = frozenset(others)
                place = await self._some_of(others, place)
            await self._rest(edition, time.monotonic() - began)

    async def _some_of(self, others: Sequence[Ask], place: int) -> int:
        """Read them on from a place, the first time all; gives the next place."""
        began = time.monotonic()
        for _ in others:
            await self._one_by_one([(others[place % len(others)], True)])
            place += 1
            if self._all_read and time.monotonic() - began > SELDOM_SPENT_SECONDS:
                break
        self._all_read = self._all_read or bool(others)
        return place

    def laid(self) -> list[Laid]:
        """What strangers see, to be laid by over a restart."""
        seconds = time.time() - time.monotonic()
        return [
            Laid(*question, kept.at + seconds, kept.took, kept.table)
            for (question, public), kept in self._kept.items()
            if public
        ]

    def take_up(self, tables: Sequence[Laid]) -> None:
        """Go on with what was laid by: until the usual tables are read, each may be as old as those read in turn."""
        seconds = time.monotonic() - time.time()
        for each in tables:
            self._kept[(each.name, each.parameters), True] = Kept(each.at + seconds, each.took, -1, each.table)
        self._seldom = frozenset((each.name, each.parameters) for each in tables)

    def _age(self, question: Ask, public: bool) -> float:
        """How old its table may be in a page that is opened."""
        return SELDOM_SECONDS if public and question in self._seldom else PAGE_SECONDS

    async def _rest(self, edition: int, spent: float) -> None:
        """A while, and longer where nothing changed."""
        rested, wanted = 0.0, min(LONGEST_REST_SECONDS, max(REST_SECONDS, REST_TIMES * spent))
        while rested < wanted or (rested < LONGEST_REST_SECONDS and self._node.edition() == edition):
            await asyncio.sleep(REST_SECONDS)
            rested += REST_SECONDS

    def _warm(self, usual: Sequence[Ask], now: float) -> list[tuple[Ask, bool]]:
        self._wanted = {each: at for each, at in self._wanted.items() if at > now - LATELY_SECONDS}
        lately = sorted(self._wanted, key=self._wanted.__getitem__, reverse=True)[:MOST_WARM]
        return list(dict.fromkeys([*((each, True) for each in usual), *lately]))

    async def _newest(self, asks: Sequence[Ask], public: bool) -> list[Table]:
        arrived = time.monotonic()
        async with self._reading:
            fresh = {each: found for each in asks if (found := self._found(each, public, arrived - KEPT_SECONDS))}
            missing = [each for each in asks if each not in fresh]
            if missing:
                left = iter(missing)
                for some in await asyncio.gather(*(self._some(left, public) for _ in range(READERS))):
                    fresh |= some
            return [fresh[each] for each in asks]

    def _found(self, question: Ask, public: bool, earliest: float) -> Table | None:
        kept = self._kept.get((question, public))
        if kept is None:
            return None
        unchanged = kept.edition == self._node.edition() and kept.at >= time.monotonic() - SAME_SECONDS
        return kept.table if unchanged or kept.at >= earliest else None

    async def _some(self, left: Iterator[Ask], public: bool) -> dict[Ask, Table]:
        """The tables of those that nobody else took from the list."""
        return {each: await asyncio.to_thread(self._one, each, public) for each in left}

    def _one(self, question: Ask, public: bool) -> Table:
        began, edition = time.monotonic(), self._node.edition()
        table: Table = self._node.statistic(question[0], dict(question[1]), public)
        took, known = time.monotonic() - began, self._kept.get((question, public))
        # A busy moment makes any question slow: it is known by its quick times, and forgets them slowly.
        took = min(took, known.took * FORGETS) if known else took
        self._kept[question, public] = Kept(began, took, edition, table)
        self._kept.move_to_end((question, public))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return table
