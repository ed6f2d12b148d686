"""What is read before anybody asks gives way to what somebody waits for."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, copy_context
from enum import Enum, auto
from functools import partial
from typing import ParamSpec, TypeVar


class Turn(Enum):
    """Whose statement goes first: somebody waits for it, is told when it is there, or does not know of it."""

    FIRST = auto()
    SOON = auto()
    BEHIND = auto()


_turn_now: ContextVar[Turn] = ContextVar("turn", default=Turn.FIRST)
_FIRST = {"priority": "1"}
# Beside two readings behind on two processors a small question took 38 ms (95 %) without this and 17 with it, 9 with
# nothing beside it; the readings took no longer (10 million reports, November 2026).
_LATER = {"priority": "2", "max_threads": "1"}
STEPS_BACK = 10
"""By so many steps of priority (nice, POSIX) an engine of our own lets statements of pages go before those behind, and
before its merging of parts. Beside these two, the slowest of 14 askings of seven pages took 25 to 89 ms without this
and 27 to 72 with it, the list of reports 61 and 27 (10 million reports, 2 processors, November 2026). Linux gives none
of it to a process that may not set priorities (CAP_SYS_NICE), and the engine goes on without."""
_STEPS_BACK = {"os_threads_nice_value_query": str(STEPS_BACK)}

ALONE = " SETTINGS max_threads = 1"
"""Behind a small statement that is asked beside others: a second thread of its own would cost a tenth more."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def behind() -> AbstractContextManager[None]:
    """Statements asked in here, and in tasks and threads begun here by asyncio, wait while others run."""
    return _taken(Turn.BEHIND)


def soon() -> AbstractContextManager[None]:
    """The same, but an open page is told when it is there: where processors are busy it gets its share of them."""
    return _taken(Turn.SOON)


def in_front() -> AbstractContextManager[None]:
    """Statements asked in here wait for none: somebody may wait for what is held meanwhile."""
    return _taken(Turn.FIRST)


def is_behind() -> bool:
    """Whether nobody waits for what is read now."""
    return _turn_now.get() is not Turn.FIRST


@contextmanager
def _taken(turn: Turn) -> Iterator[None]:
    token = _turn_now.set(turn)
    try:
        yield
    finally:
        _turn_now.reset(token)


def turn(*, is_own: bool) -> Mapping[str, str]:
    """The engine's settings for a statement asked now (ClickHouse's ``priority``: 1 is the highest)."""
    if not is_behind():
        return _FIRST
    return _LATER | _STEPS_BACK if is_own and _turn_now.get() is Turn.BEHIND else _LATER


class Side(ThreadPoolExecutor):
    """Threads beside this one, whose statements have the turn of whoever gives them work."""

    def submit(self, work: Callable[Asked, Answer], /, *asked: Asked.args, **named: Asked.kwargs) -> "Future[Answer]":
        return super().submit(partial(copy_context().run, work, *asked, **named))
