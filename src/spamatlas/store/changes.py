"""What was stored since a moment, so that figures which are kept are read anew where they may have changed alone."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain, takewhile
from threading import Lock

import msgspec
from msgspec import Struct

MOST_REMEMBERED = 20_000
"""So many reports and campaigns of the newest batches, a few MB; who asks for what is older reads everything anew."""
MOST_BATCHES = 10_000
"""Of so many batches it is remembered when their earliest report came."""
_HEAD = re.compile(rb'\[\d+,(\d+),(\d+),"[^"]*",(\d+)')
"""How a row of ``rows.complete`` begins: its place, campaign, the campaign's size, id and milliseconds."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Change(Struct, frozen=True):
    """Reports that came in, as (campaign, milliseconds), and campaigns that lines named.

    A report that opened its campaign is not among them: nobody can have kept anything of that one. What came twice is.
    """

    number: int
    joined: tuple[tuple[int, int], ...] = ()
    named: frozenset[int] = frozenset()


class _Line(Struct):
    campaign: int
    known_as: int = 0
    received_at: int | None = None


class Changes:
    """Numbered by batch. Take the ``number`` before you read and ask ``since`` that number before you read again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: deque[Change] = deque()
        self._times: deque[tuple[int, datetime]] = deque([(0, _NEVER)], maxlen=MOST_BATCHES)
        self._forgotten = 0
        self._remembered = 0
        self.number = 0

    def rows(self, rows: Sequence[bytes]) -> None:
        """Reports were stored, or it was tried to."""
        found = [head.groups() for row in rows if (head := _HEAD.match(row))]
        if len(found) != len(rows):
            self.everything()
            return
        self._add(
            joined=tuple((int(campaign), int(at)) for campaign, size, at in found if size != b"1"),
            earliest=_moment(min((int(at) for _, _, at in found), default=None)),
        )

    def lines(self, lines: Iterable[bytes]) -> None:
        """Rows of another table were stored that name campaigns, and what they are known as."""
        named = [msgspec.json.decode(line, type=_Line) for line in lines]
        self._add(
            named=frozenset(number for each in named for number in (each.campaign, each.known_as) if number),
            earliest=_moment(min((each.received_at for each in named if each.received_at is not None), default=None)),
        )

    def everything(self) -> None:
        """Nothing that was kept holds any more."""
        with self._lock:
            self.number += 1
            self._forgotten, self._remembered = self.number, 0
            self._newest.clear()
            self._times.clear()
            self._times.append((self.number, _NEVER))

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

    def earliest(self, number: int) -> datetime:
        """The earliest time of any report that was stored, or judged anew, after this number."""
        with self._lock:
            newer = list(takewhile(lambda each: each[0] > number, reversed(self._times)))
            is_known = self._times[0][0] <= number
        return min((at for _, at in newer), default=_NEVER) if is_known else datetime.min.replace(tzinfo=UTC)

    def _add(
        self,
        joined: tuple[tuple[int, int], ...] = (),
        named: frozenset[int] = frozenset(),
        earliest: datetime = _NEVER,
    ) -> None:
        with self._lock:
            self.number += 1
            self._newest.append(Change(self.number, joined, named))
            self._times.append((self.number, earliest))
            self._remembered += _length(self._newest[-1])
            while self._remembered > MOST_REMEMBERED:
                gone = self._newest.popleft()
                self._forgotten, self._remembered = gone.number, self._remembered - _length(gone)


def _moment(milliseconds: int | None) -> datetime:
    return _NEVER if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _length(change: Change) -> int:
    return 1 + len(change.joined) + len(change.named)
