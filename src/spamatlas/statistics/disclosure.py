"""What everybody may see of a table: no cell of few reporters, and none that can be worked out from others.

Three measures, each for what the one before leaves open (docs/decisions/0019):

1. A cell of fewer reporters than the floor is left out; over a change of pseudonyms the floor counts once a period,
   for one person may stand there twice.
2. Where what was left out is one cell, or all of it is of fewer reporters than the floor, the smallest other is left
   out too (complementary suppression; Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
3. Every count is of a time between two bounds, and each bound of a cell has a number of its own, small and fixed, that
   is added where the time ends and taken off where it begins. Times that follow one another still add up. Whoever asks
   for overlapping times gets the same numbers again and again, so asking more does not average them away, which is how
   random rounding by the question is undone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

TIMES = ("time", "hour", "day")
"""The columns that say when: what stands in one is left out within it."""
COUNTS = ("reports", "volume", "reporters", "rewritten")
"""What counts within the time; ``BEFORE`` counts as long a time before, ``USUAL`` the same hours of other weeks."""
BEFORE, USUAL = "before", ("usual", "least", "most")
MOMENTS = ("first_seen", "last_seen")
CAMPAIGN = "campaign"
MOST_NAMES = 2
"""So many dimensions may be told apart or chosen at once by everybody: finer cells are few reporters' anyway, and each
further way of cutting one sum is another look at the same small cell."""


class Veil(Struct, frozen=True):
    """``floor``: the fewest reporters of a cell, 0 for who sees everything. ``key``: 32 bytes, of the node alone.

    ``borders`` are the moments at which pseudonyms changed.
    """

    floor: int = 0
    key: bytes = b""
    borders: tuple[datetime, ...] = ()

    @property
    def most(self) -> int:
        """A bound's number is at most this, up or down; a count is off by twice as much at most."""
        return max(self.floor - 1, 0)

    def least(self, about: str, since: datetime | None = None, until: datetime | None = None) -> int:
        """How many people must have reported a thing before anybody is told so; for a thing always the same.

        From the floor to ``doubt`` more: who files a thing until it is told, and knows how often, does not know at
        which number that was. Over changes of pseudonyms the floor counts once a period.
        """
        periods = 1 + (len(self.within(since, until)) if since and until else 0)
        return self.floor * periods + self.taken_off(about)

    @property
    def doubt(self) -> int:
        """The most that is taken off a count that has no time: it is off by as much as one that has."""
        return 2 * self.most

    def taken_off(self, about: str) -> int:
        """What is taken off the counts of a thing: 0 to ``doubt``, each as likely. One number for all its counts."""
        told = blake2b(msgspec.json.encode(["thing", about]), key=self.key[:64], digest_size=8).digest()
        return int.from_bytes(told) % (self.doubt + 1)

    def within(self, since: datetime, until: datetime) -> tuple[datetime, ...]:
        """The borders within a time."""
        return tuple(each for each in self.borders if since < each < until)


def complemented(
    rows: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]], floor: int
) -> list[Mapping[str, Any]]:
    """What is kept of rows, without those from which one that was left out could be worked out; never the last one."""
    stays = {id(row) for row in kept}
    together: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        together[next((row[name] for name in TIMES if name in row), None)].append(row)
    for group in together.values():
        gone = [row for row in group if id(row) not in stays]
        left = sorted((row for row in group if id(row) in stays), key=lambda row: (row["reporters"], row["reports"]))
        while gone and len(left) > 1 and (len(gone) < 2 or sum(row["reporters"] for row in gone) < floor):
            gone.append(left.pop(0))
            stays.discard(id(gone[-1]))
    return [row for row in kept if id(row) in stays]


class Blur:
    """The numbers that are added to the counts of one table."""

    def __init__(self, veil: Veil, values: Mapping[str, Any], dimensions: Sequence[str]) -> None:
        self._veil, self._values, self._dimensions = veil, values, dimensions
        where = {name: value for name, value in values.items() if name in {"channel", "category", "country"} and value}
        named = dict(zip(values.get("where_names", ()), values.get("where_values", ()), strict=True))
        self._slice = {**where, **named}
        self._length = timedelta(**{f"{values['bucket']}s": 1})

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table, blurred."""
        named = [name for name in self._dimensions if name in row and name not in TIMES]
        # What a campaign is judged follows from the campaign: it would be another look at the same reports.
        named = [CAMPAIGN] if CAMPAIGN in named else named
        cell = {**self._slice, **{name: row[name] for name in named}}
        since, until = self._time(row)
        shown = dict(row)
        for name in COUNTS:
            if row.get(name):
                least = self._veil.floor if name in {"reports", "reporters"} else 0
                shown[name] = max(least, row[name] + self._between(cell, name, since, until))
        if row.get(BEFORE):
            shown[BEFORE] = max(0, row[BEFORE] + self._between(cell, "reports", self._values["before"], since))
        for name in USUAL:
            if row.get(name):
                shown[name] = max(0, row[name] + self._between(cell, name, since, until))
        for name in MOMENTS:
            if isinstance(row.get(name), datetime):
                shown[name] = row[name].replace(minute=0, second=0, microsecond=0)
        if "percent" in row and "rewritten" in row:
            shown["rewritten"] = min(shown["rewritten"], shown["reports"])
            shown["percent"] = round(100 * shown["rewritten"] / max(shown["reports"], 1), 1)
        return shown

    def total(self, name: str, count: int) -> int:
        """A denominator of the table, blurred."""
        if not count:
            return 0
        return max(1, count + self._between(self._slice, name, self._values["since"], self._values["until"]))

    def _time(self, row: Mapping[str, Any]) -> tuple[datetime, datetime]:
        at = next((row[name] for name in TIMES if name in row), None)
        if isinstance(at, str):
            at = datetime.fromisoformat(at).replace(tzinfo=self._values["since"].tzinfo)
        return (at, at + self._length) if isinstance(at, datetime) else (self._values["since"], self._values["until"])

    def _between(self, cell: Mapping[str, Any], name: str, since: datetime, until: datetime) -> int:
        return self._at(cell, name, until) - self._at(cell, name, since)

    def _at(self, cell: Mapping[str, Any], name: str, bound: datetime) -> int:
        """The number of a bound: from ``-most`` to ``most``, each as likely; the same whichever statistic asks."""
        # Messages that reports stand for are off by as much as the reports: else the one would tell the other.
        measure = "reports" if name == "volume" else name
        facts = [sorted((key, str(value)) for key, value in cell.items()), measure, self._values["measuring_point"]]
        told = blake2b(msgspec.json.encode([*facts, int(bound.timestamp())]), key=self._veil.key[:64], digest_size=8)
        most = self._veil.most
        return int.from_bytes(told.digest()) % (2 * most + 1) - most


def blurred(rows: Sequence[Mapping[str, Any]], blur: Blur) -> list[dict[str, Any]]:
    """Rows as everybody sees them, in their order; those that count no reporters as they are."""
    return [blur.row(row) if "reports" in row and "reporters" in row else dict(row) for row in rows]
