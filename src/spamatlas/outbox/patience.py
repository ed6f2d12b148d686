"""How long to wait before something is tried again, and how much may go to one domain."""

import time
from collections import OrderedDict
from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=4)
"""RFC 5321, section 4.5.4.1 has two to three hours for what waits long; the first attempts may come sooner, as they do
for a server that defers who is new to it.
"""
JITTER = 0.25
MOST_DOMAINS = 10_000


def wait(attempts: int, chance: float) -> timedelta:
    """After so many attempts: twice as long each time, and up to a quarter more or less, by ``chance`` (0 to 1)."""
    planned = min(LONGEST, FIRST * 2 ** min(attempts - 1, 20)) if attempts > 0 else FIRST
    return planned * (1 + JITTER * (2 * chance - 1))


class Throttle:
    """A bucket of tokens a domain: ``per_minute`` at once, and so many again each minute. In memory, bounded."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(max(per_minute, 1))
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, domain: str, now: float | None = None) -> float:
        """0.0 where one more may go there, which then counts as gone; else how long to wait."""
        now = time.monotonic() if now is None else now
        left, since = self._buckets.pop(domain, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 60)
        may = left >= 1
        self._buckets[domain] = (left - 1 if may else left, now)
        if len(self._buckets) > MOST_DOMAINS:
            self._buckets.popitem(last=False)
        return 0.0 if may else (1 - left) * 60 / self._most
