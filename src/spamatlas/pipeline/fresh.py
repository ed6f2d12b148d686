"""What was accepted a moment ago, kept in mind so that a worker need not open the evidence again."""

from collections.abc import Iterable
from threading import Lock

from spamatlas.model import Submission

MOST_BYTES = 32_000_000
"""Bodies kept at most; those that come when it is full are read from the vault, as after a start."""


class Fresh:
    """Bodies by submission id, each given out once."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}
        self._bytes = 0
        self._lock = Lock()

    def keep(self, submissions: Iterable[Submission]) -> None:
        """Keep the bodies of what is durable already, as far as there is room."""
        with self._lock:
            for each in submissions:
                if self._bytes + len(each.body) <= MOST_BYTES and each.id not in self._bodies:
                    self._bodies[each.id] = each.body
                    self._bytes += len(each.body)

    def take(self, identity: str) -> bytes | None:
        """The body, which is then no longer kept; None for one that never was."""
        with self._lock:
            body = self._bodies.pop(identity, None)
            self._bytes -= len(body or b"")
        return body
