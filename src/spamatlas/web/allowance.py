import time
from collections import OrderedDict

MOST_CALLERS = 10_000


class Allowance:
    """How much somebody without the token may ask for: a bucket of tokens a caller (in memory, bounded).

    ``burst`` at once, then ``per_minute``.
    """

    def __init__(self, burst: int, per_minute: float) -> None:
        self._burst = float(burst)
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, caller: str, now: float | None = None) -> float:
        """0.0 when the caller may go on, and one is taken; else how long to wait."""
        now = time.monotonic() if now is None else now
        left, since = self._buckets.pop(caller, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        allowed = left >= 1
        self._buckets[caller] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_second

    def give_back(self, caller: str) -> None:
        """One that was taken and is not to count."""
        if caller in self._buckets:
            left, since = self._buckets[caller]
            self._buckets[caller] = (min(self._burst, left + 1), since)
