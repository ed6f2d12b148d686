"""What very many reports mention: who shares it is kept for a while, for most graphs have the same few such things."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.store.changes import Changes

COMMON = 300
"""What fewer reports mention is read whenever it is asked for."""
VAST, MOST_VAST = 3_000, 4_000
"""What so many reports mention is in most graphs, so who shares it is read before anybody asks; so many things."""
OLDEST = timedelta(seconds=120)
RENEWED = timedelta(seconds=40)
"""What is older than this is read anew behind, where it was asked for lately."""
STEADILY = timedelta(seconds=80)
"""The same of what is in most graphs and was not asked for lately."""
DISCOVERED = timedelta(hours=1)
"""So long what is in most graphs is taken to be what it was."""
LATELY = timedelta(minutes=10)
MOST = 16_000
"""So many things are kept, about 1 KB each."""

Asked = tuple[int, int]
"""Samples or not, and a thing's key."""


class Read(Struct, frozen=True):
    """A row of what is known of a thing, all its ``reports``, how many of them at most were looked at, whether these
    were not all, and as of when.
    """

    row: Mapping[str, Any]
    reports: int
    rows: int
    is_sampled: bool
    as_of: datetime
    change: int


class Vast(Struct, frozen=True):
    """The things that are in most graphs, as found at a moment, and how many rows of each are looked at.

    ``is_every``: these are all that ``VAST`` reports mention, and not the first of them alone.
    """

    keys: frozenset[int] = frozenset()
    rows: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)
    is_every: bool = False


class CommonThings:
    """Any thread may ask. After an erasure, a split or the end of samples nothing that was kept is used any more."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._lock = Lock()
        self._read: OrderedDict[Asked, Read] = OrderedDict()
        self._asked: dict[Asked, datetime] = {}
        self._vast: dict[int, Vast] = {}

    def known(self, keys: Collection[int], sample: int, rows: int) -> dict[int, Read]:
        """Those of these things that are kept, and of each of which at least so many rows were looked at."""
        now, found = datetime.now(UTC), {}
        with self._lock:
            for key in keys:
                read = self._read.get((sample, key))
                if read is None:
                    continue
                self._asked[sample, key] = now
                if self._holds(read, now) and (read.rows >= rows or not read.is_sampled):
                    found[key] = read
        return found

    def keep(self, sample: int, reads: Mapping[int, Read]) -> None:
        """Keep of these what is common."""
        now = datetime.now(UTC)
        with self._lock:
            for key, read in reads.items():
                if read.reports >= COMMON:
                    self._read[sample, key] = read
                    self._read.move_to_end((sample, key))
                    self._asked.setdefault((sample, key), now)
            vast = self._vast.get(sample, Vast())
            if grown := {key for key, read in reads.items() if read.reports >= VAST} - vast.keys:
                self._vast[sample] = replace(vast, keys=vast.keys | grown)
            while len(self._read) > MOST:
                gone, _ = self._read.popitem(last=False)
                self._asked.pop(gone, None)

    def wants_vast(self, sample: int) -> bool:
        """Whether it is not known, or not any more, what is in most graphs."""
        return datetime.now(UTC) - self._vast.get(sample, Vast()).at > DISCOVERED

    def note_vast(self, sample: int, keys: Collection[int], rows: int) -> None:
        """These things are in most graphs: they are kept always, so many rows of each looked at."""
        with self._lock:
            self._vast[sample] = Vast(frozenset(keys), rows, datetime.now(UTC), len(keys) < MOST_VAST)

    def not_vast(self, keys: Collection[int], sample: int) -> list[int]:
        """Those of these things that fewer than ``VAST`` reports mentioned within the last hour; none where that is
        not known.
        """
        vast = self._vast.get(sample, Vast())
        return [key for key in keys if key not in vast.keys] if vast.is_every else []

    def ageing(self, sample: int) -> dict[int, list[int]]:
        """What to read anew, by how many rows are looked at: things that were asked for lately and were read some time
        ago, and those in most graphs before they are too old.
        """
        now = datetime.now(UTC)
        found: dict[int, list[int]] = {}
        with self._lock:
            vast = self._vast.get(sample, Vast())
            lately = {
                key
                for (kind, key), read in self._read.items()
                if kind == sample and now - self._asked.get((kind, key), read.as_of) < LATELY
            }
            for key in lately | vast.keys:
                kept, oldest = self._read.get((sample, key)), RENEWED if key in lately else STEADILY
                if kept is None or now - kept.as_of > oldest or not self._holds(kept, now):
                    found.setdefault(kept.rows if kept and key in lately else vast.rows, []).append(key)
        return found

    def _holds(self, read: Read, now: datetime) -> bool:
        return now - read.as_of < OLDEST and self._changes.upheaval <= read.change
