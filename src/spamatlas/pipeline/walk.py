"""The path's own thread: what the log has goes to the workers, in order to the writer, and in lots to the store."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from typing import TYPE_CHECKING

import structlog

from spamatlas.log import Batch, Entry
from spamatlas.model import Unavailable
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.fresh import Fresh
from spamatlas.pipeline.lots import Lots
from spamatlas.pipeline.outcome import Item, Outcomes
from spamatlas.pipeline.upkeep import Upkeep
from spamatlas.pipeline.writer import Written

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

_events = structlog.get_logger()

LOOK_SECONDS = 0.2
"""How often the log is looked at for what other processes appended."""
LONGEST_WAIT_SECONDS = 30.0
LAST_DELIVERY_SECONDS = 10.0
"""So long a node that stops waits for a store that is down; what was made is made again after the next start."""
AHEAD = 4
"""So many batches a worker may be on their way: while the writer takes one, the next are read."""
SOON_SECONDS = 0.1
"""Where much came at once, more comes within this time, or the store is given what there is."""

Flight = tuple[list[Entry], Future[Outcomes]]


class Walk:
    """An error of ours stops it, loudly, and ``broken`` is its class; what was accepted is on disk and waits."""

    def __init__(self, node: "Node", crew: Crew, fresh: Fresh) -> None:
        self.broken = ""
        self._node, self._crew, self._fresh = node, crew, fresh
        self._lots = Lots(node.writer, self._deliver)
        self._upkeep = Upkeep(node)
        self._wake, self._ending, self._stopping, self._hurry = Event(), Event(), Event(), Event()
        self._after = 0
        self._thread = Thread(target=self._run, name="path")

    def start(self) -> None:
        """Take up what the log has, and go on with it until stopped."""
        self._thread.start()

    def stop(self) -> None:
        """Wait until what was begun is done, and for a while until the store took what was made."""
        self._ending.set()
        self._wake.set()
        self._thread.join(LAST_DELIVERY_SECONDS)
        self._stopping.set()
        self._thread.join()

    def close(self) -> None:
        """End what delivers, once nobody pauses the node any more."""
        self._lots.close()

    def wake(self) -> None:
        """Something was accepted."""
        self._wake.set()

    def settle(self) -> None:
        """Have the store take all that was made; only where nothing is made meanwhile."""
        self._lots.send()
        self._lots.settle()

    def drain(self) -> None:
        """Wait until everything accepted so far is made.

        Raises:
            Unavailable: the path broke meanwhile; what was accepted is on disk and waits for the next start.
        """
        end = self._node.log.end()
        self._hurry.set()
        self._wake.set()
        while self._node.log.cursor() < end and not self._stopping.is_set():
            if self.broken:
                raise Unavailable(f"the analysis broke ({self.broken}); what was accepted is kept: start again")
            time.sleep(0.01)

    def _run(self) -> None:
        try:
            self._patiently(self._go)
        except Exception as error:
            self.broken = type(error).__name__
            _events.exception("path-broken")
            raise

    def _go(self) -> None:
        with self._node.pause():  # what was made before something failed is not made again
            self._after = self._node.log.cursor()
        flying: deque[Flight] = deque()
        while not self._ending.is_set():
            self._send_on(flying)
            if flying:
                self._make(flying)
            elif not self._more_comes() and not self._ending.is_set():
                with self._node.pause():
                    self._hurry.clear()
                if self._upkeep.take_up():
                    continue
                self._wake.wait(LOOK_SECONDS)
                self._wake.clear()
        with self._node.pause():
            return

    def _send_on(self, flying: deque[Flight]) -> None:
        """Keep the workers busy with what the log has next."""
        while len(flying) < AHEAD * self._crew.size and (entries := self._next()):
            items = [Item(entry, self._fresh.take(entry.id)) for entry in entries]
            flying.append((entries, self._crew.submit("analyse", items)))
            self._after = entries[-1].sequence

    def _next(self) -> list[Entry]:
        settings = self._node.settings
        return self._node.log.read(self._after, settings.batch_reports, settings.batch_bytes)

    def _make(self, flying: deque[Flight]) -> None:
        """What the writer makes of the next batch, once it is back, and with what is made before it to the store."""
        entries, future = flying[0]
        try:
            outcomes = future.result(LOOK_SECONDS)
        except TimeoutError:
            outcomes = None
        with self._node.holding():
            if outcomes:
                flying.popleft()
                before = time.perf_counter()
                made = self._node.writer.make(entries, outcomes)
                self._lots.add(made, outcomes.seconds | {"write": time.perf_counter() - before})
            if self._lots.is_due():
                self._lots.send()

    def _more_comes(self) -> bool:
        """Whether more came while the store waits for it a moment: that is worth it where much came at once."""
        few = self._lots.reports < self._node.settings.batch_reports
        if few or self._lots.is_due() or self._hurry.is_set():
            return False
        came = self._wake.wait(SOON_SECONDS)
        self._wake.clear()
        return came

    def _deliver(self, batch: Batch, written: Written, seconds: dict[str, float]) -> None:
        before = time.perf_counter()
        self._patiently(lambda: self._node.writer.deliver(batch))
        self._node.tell(written, seconds | {"deliver": time.perf_counter() - before})

    def _patiently(self, act: Callable[[], None]) -> None:
        """Do it, again and again with growing pauses while the world is unavailable."""
        pause = LOOK_SECONDS
        while not self._stopping.is_set():
            try:
                return act()
            except Unavailable as error:
                _events.warning("store-unavailable", error=str(error), retry_seconds=pause)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_WAIT_SECONDS)
        return None
