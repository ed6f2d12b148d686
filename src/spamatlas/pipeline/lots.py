"""What is made waits here for the store: one delivery at a time, and the next one grows meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from spamatlas.log import Batch
from spamatlas.pipeline.writer import Made, Writer, Written

DELIVERY_REPORTS = 16_384
GATHER_SECONDS = 1.0
"""Under load a delivery waits so long for more, at most so many reports: an insert costs the store some 150 ms
whatever its size (2 cores, November 2026). A report that comes alone waits for nothing."""

Seconds = dict[str, float]
Deliver = Callable[[Batch, Written, Seconds], None]


class Lots:
    """Deliveries in the order in which their entries were made. Not for several threads at once."""

    def __init__(self, writer: Writer, deliver: Deliver) -> None:
        self._writer = writer
        self._deliver = deliver
        self._deliverer = ThreadPoolExecutor(1, thread_name_prefix="delivery")
        self._delivery: Future[None] | None = None
        self._parts: list[Made] = []
        self._seconds: Seconds = {}
        self._since = 0.0

    @property
    def reports(self) -> int:
        """How many wait."""
        return sum(len(part.entries) for part in self._parts)

    def add(self, made: Made, seconds: Seconds) -> None:
        """Put in what was made next, and what each stage took for it."""
        if not self._parts:
            self._since = time.monotonic()
        self._parts.append(made)
        for stage, spent in seconds.items():
            self._seconds[stage] = self._seconds.get(stage, 0.0) + spent

    def is_due(self) -> bool:
        """Whether what waits has waited long enough, or is enough."""
        if self.reports >= DELIVERY_REPORTS:
            return True
        idle = self._delivery is None or self._delivery.done()
        return bool(self._parts) and idle and time.monotonic() - self._since >= GATHER_SECONDS

    def send(self) -> None:
        """Begin to deliver what waits, once the delivery before is done; raises what went wrong in that."""
        self.settle()
        if self._parts:
            parts, seconds, self._parts, self._seconds = self._parts, self._seconds, [], {}
            self._delivery = self._deliverer.submit(self._deliver, *self._writer.batch(parts), seconds)

    def settle(self) -> None:
        """Wait until the store has what was sent; raises what went wrong there."""
        delivery, self._delivery = self._delivery, None
        if delivery:
            delivery.result()

    def close(self) -> None:
        """Let a delivery end; what waits is made again after the next start."""
        self._deliverer.shutdown()
