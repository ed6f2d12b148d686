"""What runs in a worker process: an analyst that is given its tasks by a pipe."""

import contextlib
import os
import resource
import signal
from collections.abc import Iterator
from ctypes import c_int
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawValue
from types import FrameType
from typing import Any

import msgspec

from spamatlas.model import Rejected
from spamatlas.pipeline import collector
from spamatlas.pipeline.analyst import Analyst
from spamatlas.pipeline.outcome import Outcomes, Task
from spamatlas.settings import Settings

STANDS_BACK = 5
"""By so many steps of priority (nice, POSIX) a worker lets the node's own process go first: it accepts, answers pages
and feeds every worker. Texts went from 9,600 to 10,300/s end to end by it, on two processors."""
MEMORY_BYTES = 8_000_000_000
"""Address space of a worker: several times what the largest report allowed was seen to need."""


def alone(settings: Settings) -> Analyst:
    """An analyst in this process, for few messages and a caller that may fall with a reader."""
    signal.signal(signal.SIGALRM, _out_of_time)
    return Analyst(settings, RawValue(c_int, -1))


def work(pipe: Connection, settings: Settings, place: Any, rehearses: bool) -> None:
    """Do tasks until the node closes the pipe; one for long ``rehearses`` meanwhile (``pipeline.rehearsal``)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _out_of_time)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    analyst = Analyst(settings, place)
    analyst.warm_up()
    collector.settle()
    os.nice(STANDS_BACK)
    serve(pipe, analyst, _rehearsal(analyst) if rehearses else iter(()))


def serve(pipe: Connection, analyst: Analyst, rehearsed: Iterator[Outcomes]) -> None:
    """Answer what the pipe asks until it closes; the first one at once, ``rehearsed`` only while nobody waits."""
    decode = msgspec.msgpack.Decoder(Task).decode
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(msgspec.msgpack.encode(analyst.do(decode(pipe.recv_bytes()))))
            while not pipe.poll() and next(rehearsed, None):
                pass


def _rehearsal(analyst: Analyst) -> Iterator[Outcomes]:
    from spamatlas.pipeline.rehearsal import rehearsal  # noqa: PLC0415  not where one message is judged and no more

    return rehearsal(analyst)


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise Rejected("timed-out", "reading it took longer than stage_timeout_seconds")
