"""Rows that have no id and may rightly be the same: which of its likes a row is."""

from collections import OrderedDict
from hashlib import blake2b

MOST_REMEMBERED = 100_000


class Occurrences:
    """Names rows by their content and how often it came before, so that filing a table twice files it once.

    Remembers the latest 100,000 different rows (some 15 MB): alike rows that lie further apart are taken for
    one. Published tables are in order of time, so that alike rows lie together.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: OrderedDict[bytes, int] = OrderedDict()

    def name(self, row: bytes) -> str:
        digest = blake2b(row, digest_size=12).digest()
        count = self._seen.pop(digest, 0) + 1
        self._seen[digest] = count
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return f"{self._prefix}:{digest.hex()}#{count}"
