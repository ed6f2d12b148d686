"""What many reports mention: who shares it is kept for a while, for most graphs have the same few such things."""

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
VAST = 3_000
"""Of what so many reports mention the newest mentions alone are looked at."""
AHEAD, MOST_AHEAD = 500, 16_000
"""What so many reports mention is in many graphs, so who shares it is read before anybody asks; so many things, those
that most reports mention."""
OLDEST = timedelta(seconds=120)
RENEWED = timedelta(seconds=40)
"""What is older than this is read anew behind, where it was asked for lately."""
STEADILY = timedelta(seconds=80)
"""The same of what is in many graphs and was not asked for lately."""
COUNTED = timedelta(hours=1)
"""So long what is in many graphs is taken to be what it was."""
LATEST = 3_000
"""So many reports may have been stored in part when things were read for the first time: more than a batch has."""
LATELY = timedelta(minutes=10)
MOST = 24_000
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


class Census(Struct, frozen=True):
    """How many reports mentioned what, as counted at a moment: every thing of at least ``least``."""

    counts: Mapping[int, int] = {}
    least: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)


class CommonThings:
    """Any thread may ask. After an erasure, a split or the end of samples nothing that was kept is used any more."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._lock = Lock()
        self._read: OrderedDict[Asked, Read] = OrderedDict()
        self._asked: dict[Asked, datetime] = {}
        self._censuses: dict[int, Census] = {}
        self._ends: dict[int, tuple[int, int]] = {}

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
            if grown := self._grown(sample, reads):
                census = self._census(sample)
                self._censuses[sample] = replace(census, counts={**census.counts, **grown})
            while len(self._read) > MOST:
                gone, _ = self._read.popitem(last=False)
                self._asked.pop(gone, None)

    def _grown(self, sample: int, reads: Mapping[int, Read]) -> dict[int, int]:
        """Of what was read, how many reports mention what the census does not have, or with less than half of them."""
        census = self._census(sample)
        return {
            key: read.reports
            for key, read in reads.items()
            if census.least and read.reports >= census.least and read.reports > 2 * census.counts.get(key, 0)
        }

    def wants_census(self, sample: int) -> bool:
        """Whether it is not known, or not any more, what is in many graphs."""
        return datetime.now(UTC) - self._census(sample).at > COUNTED

    def note_census(self, sample: int, counts: Mapping[int, int]) -> None:
        """So many reports mention each of these things, the ``MOST_AHEAD`` of all that ``AHEAD`` mention."""
        least = AHEAD if len(counts) < MOST_AHEAD else min(counts.values())
        with self._lock:
            self._censuses[sample] = Census(counts, least, datetime.now(UTC))

    def mentions(self, keys: Collection[int], sample: int) -> dict[int, int]:
        """How many reports mention these things, about, and at most where few do; of none where that is not known."""
        census = self._census(sample)
        return {key: census.counts.get(key, census.least) for key in keys} if census.least else {}

    def looked_through(self, sample: int) -> int | None:
        """The place of the log from which on to look for what was mentioned since things were read; None at first.

        It is the end of the log as it was the time before last: what is stored shows in some tables a moment earlier.
        """
        return self._ends[sample][0] if sample in self._ends else None

    def look_through(self, sample: int, end: int, mentioned: Collection[int] | None, as_of: datetime) -> None:
        """The log ended here at this moment, and these things were mentioned since ``looked_through``: what is kept of
        all others is still true. None: that is not known of any.
        """
        with self._lock:
            _, before = self._ends.get(sample, (0, max(0, end - LATEST)))
            self._ends[sample] = (before, end)
            if mentioned is None:
                return
            for (kind, key), read in self._read.items():
                if kind == sample and key not in mentioned:
                    self._read[kind, key] = replace(read, as_of=max(read.as_of, as_of))

    def ageing(self, sample: int) -> dict[int, list[int]]:
        """What to read anew, by how many rows are looked at: things that were asked for lately and were read some time
        ago, and those in many graphs before they are too old, half a millisecond of processor each.
        """
        now = datetime.now(UTC)
        found: dict[int, list[int]] = {}
        with self._lock:
            lately = {
                key
                for (kind, key), read in self._read.items()
                if kind == sample and now - self._asked.get((kind, key), read.as_of) < LATELY
            }
            for key in lately | self._census(sample).counts.keys():
                if not self._is_due(sample, key, now, is_lately=key in lately):
                    continue
                kept = self._read.get((sample, key)) if key in lately else None
                found.setdefault(kept.rows if kept and kept.is_sampled else 0, []).append(key)
        return found

    def _is_due(self, sample: int, key: int, now: datetime, *, is_lately: bool) -> bool:
        kept = self._read.get((sample, key))
        return kept is None or now - kept.as_of > (RENEWED if is_lately else STEADILY) or not self._holds(kept, now)

    def _census(self, sample: int) -> Census:
        return self._censuses.get(sample, Census())

    def _holds(self, read: Read, now: datetime) -> bool:
        return now - read.as_of < OLDEST and self._changes.upheaval <= read.change
