"""What was stored since a moment, so that figures which are kept are read anew where they may have changed alone."""

from collections import OrderedDict, deque
from collections.abc import Collection, Iterable
from itertools import chain
from threading import Lock

import msgspec
from msgspec import Struct

MOST_REMEMBERED = 20_000
"""So many reports and campaigns of the newest batches, a few MB; who asks for what is older reads everything anew."""


class Change(Struct, frozen=True):
    """Reports that came in, as (campaign, milliseconds), and campaigns that lines named.

    A report that opened its campaign is not among them: nobody can have kept anything of that one. What came twice is.
    """

    number: int
    joined: tuple[tuple[int, int], ...] = ()
    named: frozenset[int] = frozenset()


class Touched(Struct, frozen=True):
    """The numbers of the latest changes of some campaigns: by reports that joined, and by whatever else."""

    grown: int
    corrected: int


class _Line(Struct):
    campaign: int
    known_as: int = 0


class Changes:
    """Numbered by batch. Take the ``number`` before you read and ask ``since`` that number before you read again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: deque[Change] = deque()
        self._forgotten = 0
        self._remembered = 0
        self._grown, self._corrected = _Latest(), _Latest()
        self._upheaval = 0
        self.number = 0

    def reports(self, joined: Iterable[tuple[int, int]]) -> None:
        """Reports were stored, or it was tried to: these, as in ``Change``, joined a campaign that had others."""
        self._add(joined=tuple(joined))

    def lines(self, lines: Iterable[bytes]) -> None:
        """Rows of another table were stored that name campaigns, and what they are known as."""
        named = [msgspec.json.decode(line, type=_Line) for line in lines]
        self._add(named=frozenset(number for each in named for number in (each.campaign, each.known_as) if number))

    def everything(self) -> None:
        """Nothing that was kept holds any more."""
        with self._lock:
            self.number += 1
            self._forgotten, self._remembered = self.number, 0
            self._newest.clear()
            self._upheave()

    def erased(self) -> None:
        """Reports were erased, or are shown to others now: counts stay, but what was kept may tell what it must not."""
        with self._lock:
            self.number += 1
            self._upheave()

    @property
    def upheaval(self) -> int:
        """The number of the latest change by which everything that was kept may be wrong."""
        return self._upheaval

    def touched(self, campaigns: Iterable[int]) -> Touched:
        """What changed these last; what is no longer known of one campaign counts as theirs."""
        with self._lock:
            numbers = [(self._grown.of(each), self._corrected.of(each)) for each in campaigns]
        return Touched(*map(max, zip(*numbers, strict=True)))

    def since(self, number: int) -> Change | None:
        """All that changed after this number, as one; None where that is no longer known."""
        with self._lock:
            if number < self._forgotten:
                return None
            newer: list[Change] = []
            for each in reversed(self._newest):
                if each.number <= number:
                    break
                newer.append(each)
            last = self.number
        return Change(
            last,
            tuple(chain.from_iterable(each.joined for each in newer)),
            frozenset(chain.from_iterable(each.named for each in newer)),
        )

    def _upheave(self) -> None:
        self._upheaval = self.number
        self._corrected.everything(self.number)

    def _add(self, joined: tuple[tuple[int, int], ...] = (), named: frozenset[int] = frozenset()) -> None:
        with self._lock:
            self.number += 1
            self._newest.append(Change(self.number, joined, named))
            self._grown.note(self.number, [campaign for campaign, _ in joined])
            self._corrected.note(self.number, named)
            self._remembered += _length(self._newest[-1])
            while self._remembered > MOST_REMEMBERED:
                gone = self._newest.popleft()
                self._forgotten, self._remembered = gone.number, self._remembered - _length(gone)


class _Latest:
    """By campaign the number of its latest change; of those that changed longest ago it is forgotten.

    What is noted waits until somebody asks: a delivery should not pay for that.
    """

    def __init__(self) -> None:
        self._numbers: OrderedDict[int, int] = OrderedDict()
        self._waiting: list[tuple[int, Collection[int]]] = []
        self._many = 0
        self._forgotten = 0

    def note(self, number: int, campaigns: Collection[int]) -> None:
        self._waiting.append((number, campaigns))
        self._many += 1 + len(campaigns)
        if self._many > 2 * MOST_REMEMBERED:
            self.everything(number)

    def everything(self, number: int) -> None:
        self._numbers.clear()
        self._waiting.clear()
        self._many, self._forgotten = 0, number

    def of(self, campaign: int) -> int:
        for number, campaigns in self._waiting:
            for each in campaigns:
                self._numbers[each] = number
                self._numbers.move_to_end(each)
        self._waiting.clear()
        self._many = 0
        while len(self._numbers) > MOST_REMEMBERED:
            self._forgotten = self._numbers.popitem(last=False)[1]
        return self._numbers.get(campaign, self._forgotten)


def _length(change: Change) -> int:
    return 1 + len(change.joined) + len(change.named)
