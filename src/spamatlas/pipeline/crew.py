"""The worker processes: a message that kills its reader takes a worker with it, never the node."""

import multiprocessing
import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from ctypes import c_int
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawValue
from typing import Any

import msgspec

from spamatlas.pipeline import nursery
from spamatlas.pipeline.events import events
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import UNAVAILABLE, Failure, Item, Kind, Outcomes, Task, joined
from spamatlas.settings import Settings

NOWHERE = -1
PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Before asking again for what was unavailable; after the last, it goes to quarantine and can be replayed."""

_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Outcomes).decode


def work(pipe: Connection, settings: Settings, place: Any, rehearses: bool) -> None:
    """Do tasks until the node closes the pipe."""
    from spamatlas.pipeline import worker  # noqa: PLC0415  heavy, and needed in the child alone

    worker.work(pipe, settings, place, rehearses)


class Worker:
    """One process and the pipe to it. ``place`` is the index of the item it reads just now.

    One that lives for long ``rehearses`` after its first task (``pipeline.rehearsal``).
    """

    def __init__(self, settings: Settings, rehearses: bool = False) -> None:
        self.place: Any = RawValue(c_int, NOWHERE)
        self._pipe, theirs = nursery.context.Pipe()
        arguments = (theirs, settings, self.place, rehearses)
        self._child = nursery.context.Process(target=work, args=arguments, daemon=True, name="spamatlas-worker")
        self._child.start()
        theirs.close()

    def ask(self, task: Task, timeout_seconds: float) -> Outcomes:
        """Raises EOFError or OSError when the process dies, TimeoutError when it does not answer."""
        self._pipe.send_bytes(_encode(task))
        if not self._pipe.poll(timeout_seconds):
            raise TimeoutError
        return _decode(self._pipe.recv_bytes())

    def end(self) -> None:
        self._pipe.close()
        self._child.kill()
        self._child.join()


class Crew:
    """A fixed number of workers, each started when first needed; first submitted is not always first finished."""

    def __init__(self, settings: Settings, start: Callable[[Settings], Worker] = Worker) -> None:
        self.size = settings.workers or multiprocessing.cpu_count()
        self._settings = settings
        self._folder = Folder(settings.data)
        self._start = start
        self._generation = 0
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.size):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="crew")

    def submit(
        self, kind: Kind, items: Sequence[Item], profile: str = "", *, careful: bool = False
    ) -> Future[Outcomes]:
        """The outcomes to come, one an item, in the order of the items; ``careful`` as of a ``Task``."""
        at = self._folder.weights_at(), self._folder.registers_at()
        return self._threads.submit(self._run_patiently, Task(kind, list(items), profile, *at, careful))

    def renew(self) -> None:
        """Have others take the workers' places: what they read last, and spellings of addresses in it, goes with them.

        Those that have something in hand end once they have finished it.
        """
        self._generation += 1
        idle: list[Worker | None] = []
        while not self._idle.empty():
            with suppress(queue.Empty):
                idle.append(self._idle.get_nowait())
        for worker in idle:
            if worker:
                worker.end()
            self._idle.put(None)

    def stop(self) -> None:
        """End every worker once it has finished what it has in hand."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            if worker := self._idle.get():
                worker.end()

    def _run_patiently(self, task: Task) -> Outcomes:
        for pause_seconds in PAUSES_SECONDS:
            outcomes = self._run(task)
            if not any(isinstance(each, Failure) and each.code == UNAVAILABLE for each in outcomes.outcomes):
                return outcomes
            time.sleep(pause_seconds)
        return self._run(task)

    def _run(self, task: Task) -> Outcomes:
        worker = self._idle.get() or self._start(self._settings)
        generation = self._generation
        try:
            # A message has its own, shorter limit; this one is for code that never looks up.
            outcomes = worker.ask(task, 4 * self._settings.stage_timeout_seconds)
        except (EOFError, OSError, TimeoutError) as loss:
            place = worker.place.value
            worker.end()
            self._idle.put(None)
            return self._without(task, place, "timed-out" if isinstance(loss, TimeoutError) else "crashed")
        if generation != self._generation:
            worker.end()
            self._idle.put(None)
            return outcomes
        self._idle.put(worker)
        return outcomes

    def _without(self, task: Task, place: int, code: str) -> Outcomes:
        """The outcomes of the others, and a failure in the place of the one that took the worker down."""
        items = task.items
        if len(items) == 1:
            events().warning("worker-lost", submission=items[0].entry.id, code=code)
            return Outcomes([Failure(code, "its reader did not survive it; the bytes are kept")])
        if place == NOWHERE:
            middle = len(items) // 2
            return joined([self._run(_with(task, part)) for part in (items[:middle], items[middle:])])
        culprit = self._without(_with(task, items[place : place + 1]), NOWHERE, code)
        before, after = (self._run(_with(task, part)) for part in (items[:place], items[place + 1 :]))
        return joined([before, culprit, after])


def _with(task: Task, items: list[Item]) -> Task:
    return msgspec.structs.replace(task, items=items)
