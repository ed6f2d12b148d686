"""What everybody may see of a table: no cell of few reporters, and none that can be worked out from others.

Three measures, each for what the one before leaves open (docs/decisions/0019):

1. A cell of few reporters is left out: of fewer than the floor for sure, of more where the veiled number is less than
   the floor and what it is nearly always off by, so that what is left out tells no more than what is shown. Over a
   change of pseudonyms the floor counts once a period, for one person may stand there twice.
2. Where what was left out is one cell, or all of it is of fewer reporters than the floor, the smallest other is left
   out too (complementary suppression; Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
3. Every count is of a time between two bounds, and each bound of a cell has a number of its own, small and fixed, that
   is added where the time ends and taken off where it begins. Whoever asks for overlapping times gets the same numbers
   again and again, so asking more does not average them away, which is how random rounding by the question is undone.
   Bounds close together have numbers that are alike, else those of many bounds would average out.
   The bounds are not those that were asked for: they are moved inwards to the hours, or days, in which something came,
   else all bounds within an empty time would be as many looks at one count. So times that follow one another add up
   where something came on both sides of their border.

What was counted, and in what order, is no second way to the exact counts: rows stand in the order of what is shown.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec import Struct

TIMES = ("time", "hour", "day")
"""The columns that say when: what stands in one is left out within it."""
COUNTS = ("reports", "volume", "reporters", "rewritten")
"""What counts within the time; ``ELSEWHEN`` counts other times, ``USUAL`` the same hours of other weeks."""
BEFORE = "before"
ELSEWHEN, USUAL = (BEFORE, "last_day", "day_before"), ("usual", "least", "most")
MOMENTS = ("first_seen", "last_seen")
CAME = ("came_first", "came_last")
"""When the first and the last came of what a row counts; a count of another time has two of its own, by its name."""
UNSEEN = frozenset((*CAME, *(f"{name}_{part}" for name in ELSEWHEN for part in ("first", "last", "people"))))
"""The columns that are for the veil alone."""
CAMPAIGN = "campaign"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
MOST_NAMES = 2
"""So many dimensions may be told apart or chosen at once by everybody: finer cells are few reporters' anyway, and each
further way of cutting one sum is another look at the same small cell."""

SPAN, LEVELS = 4, 8
"""A bound's number comes of ``LEVELS`` numbers, each of ``SPAN`` times as long a time as the one before: from an hour
to almost two years, longer than anybody watches one cell."""
FINEST, COARSER = 1.0, 0.4
"""What they weigh, in ``most``: the hour's and each other. Of what was tried, what told least by two weeks of bounds
among those that are off no further than a number of each bound's own was (simulated, docs/decisions/0019)."""
NUMBERS_BYTES = 2 * (SPAN * SPAN + SPAN)


class Drawn(Protocol):
    """Of ``hashlib``: a keyed hash that goes on from what it was fed with."""

    def copy(self) -> "Drawn": ...

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Veil(Struct, frozen=True):
    """``floor``: the fewest reporters of a cell, 0 for who sees everything. ``key``: 32 bytes, of the node alone.

    ``borders`` are the moments at which pseudonyms changed.
    """

    floor: int = 0
    key: bytes = b""
    borders: tuple[datetime, ...] = ()

    @property
    def most(self) -> int:
        """What a bound's number is measured by: the number of its hour alone is at most this, up or down."""
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
        """What has no time is off by so much at most, down; a count of a time by so much in 96 to 98 of 100 cases, up
        or down, by more in the others.
        """
        return 2 * self.most

    def taken_off(self, about: str) -> int:
        """What is taken off the counts of a thing: 0 to ``doubt``, each as likely. One number for all its counts."""
        told = blake2b(msgspec.json.encode(["thing", about]), key=self.key[:64], digest_size=8).digest()
        return int.from_bytes(told) % (self.doubt + 1)

    def within(self, since: datetime, until: datetime) -> tuple[datetime, ...]:
        """The borders within a time."""
        return tuple(each for each in self.borders if since < each < until)


def complemented(rows: Sequence[dict[str, Any]], kept: Sequence[dict[str, Any]], floor: int) -> list[dict[str, Any]]:
    """What is kept of rows, without those from which one that was left out could be worked out; never the last one."""
    stays = {id(row) for row in kept}
    together: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        together[next((row[name] for name in TIMES if name in row), None)].append(row)
    for group in together.values():
        gone = [row for row in group if id(row) not in stays]
        if not gone:  # nothing to work out; and rows that count no people never are left out
            continue
        left = sorted((row for row in group if id(row) in stays), key=lambda row: (row["reporters"], row["reports"]))
        while len(left) > 1 and (len(gone) < 2 or sum(row["reporters"] for row in gone) < floor):
            gone.append(left.pop(0))
            stays.discard(id(gone[-1]))
    return [row for row in kept if id(row) in stays]


class Blur:
    """The numbers that are added to the counts of one table."""

    def __init__(self, veil: Veil, values: Mapping[str, Any], dimensions: Sequence[str], floor: int = 0) -> None:
        self._veil, self._values, self._dimensions = veil, values, dimensions
        where = {name: value for name, value in values.items() if name in {"channel", "category", "country"} and value}
        named = dict(zip(values.get("where_names", ()), values.get("where_values", ()), strict=True))
        self._slice = {**where, **named}
        self._length = HOUR if values["bucket"] == "hour" else DAY
        self.floor = max(floor, veil.floor)
        self.enough = self.floor + veil.doubt
        """So many veiled reporters are shown; where they are fewer than the floor all the same, none are."""

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table, blurred."""
        named = [name for name in self._dimensions if name in row and name not in TIMES]
        # What a campaign is judged follows from the campaign: it would be another look at the same reports.
        named = [CAMPAIGN] if CAMPAIGN in named else named
        cell = {**self._slice, **{name: row[name] for name in named}}
        since, until = self._time(row)
        shown = {name: value for name, value in row.items() if name not in UNSEEN}
        for name in COUNTS:
            if row.get(name):
                least = self._veil.floor if name in {"reports", "reporters"} else 0
                shown[name] = max(least, row[name] + self._between(cell, name, since, until))
        shown |= {name: self._elsewhen(row, name, cell) for name in ELSEWHEN if row.get(name)}
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

    def rank(self, row: Mapping[str, Any], by_growth: bool) -> tuple[Any, ...]:
        """Where a blurred row stands: by time, by what is shown of it, by its names."""
        weight = row["reports"] - row[BEFORE] if by_growth else row["reports"]
        return row.get("time", EVER), -weight, *(str(row[name]) for name in self._dimensions if name in row)

    def total(self, name: str, coverage: Mapping[str, Any]) -> int:
        """A denominator of the table, blurred."""
        count: int = coverage[name]
        if not count:
            return 0
        bounds = moved(coverage["first_at"], coverage["last_at"], self._length)
        return max(1, count + self._between(self._slice, name, *bounds))

    def _elsewhen(self, row: Mapping[str, Any], name: str, cell: Mapping[str, Any]) -> int:
        """A count of another time, blurred; 0 where fewer people stand behind it than may be shown."""
        bounds = moved(row[f"{name}_first"], row[f"{name}_last"], self._length if name == BEFORE else HOUR)
        people = row.get(f"{name}_people")
        if people is not None and not self._is_enough(people, self._between(cell, "reporters", *bounds)):
            return 0
        count: int = row[name]
        return max(0, count + self._between(cell, "reports", *bounds))

    def _is_enough(self, people: int, off_by: int) -> bool:
        return people >= self.floor and people + off_by >= self.enough

    def _time(self, row: Mapping[str, Any]) -> tuple[datetime, datetime]:
        """The bounds of a row: of what it counts, else of its own time, else of all that was asked for."""
        length = HOUR if "hour" in row else self._length
        first, last = CAME if CAME[0] in row else MOMENTS
        if isinstance(row.get(first), datetime):
            return moved(row[first], row[last], length)
        if isinstance(at := row.get("time"), datetime):
            return at, at + length
        return self._values["since"], self._values["until"]

    def _between(self, cell: Mapping[str, Any], name: str, since: datetime, until: datetime) -> int:
        """What a count of a cell is off by: the numbers of its bounds are the same whichever statistic asks."""
        # Messages that reports stand for are off by as much as the reports: else the one would tell the other.
        measure = "reports" if name == "volume" else name
        facts = [sorted((key, str(value)) for key, value in cell.items()), measure, self._values["measuring_point"]]
        drawn = blake2b(msgspec.json.encode(facts), key=self._veil.key[:64], digest_size=NUMBERS_BYTES)
        begin, end = (int(bound.timestamp()) // 3600 for bound in (since, until))
        return number_at(drawn, end, self._veil.most) - number_at(drawn, begin, self._veil.most)


def number_at(drawn: Drawn, hour: int, most: int) -> int:
    """The number of a bound of what ``drawn`` was fed with; two of them differ by ``2 * most`` at most, nearly always.

    It is a sum of eight: one of its hour, one of the four hours about it, one of sixteen and so on, so bounds close
    together have numbers alike. Where each bound has a number that follows from no other's, those of many bounds
    average out; of these, at whatever distance, much is in the numbers that all of them share. Nor is there a last
    number that it comes to and that would tell by being reached: all eight would have to be at their end.
    """
    at = hour + int.from_bytes(drawn.digest()[:4])  # nobody knows at which hours a cell's spans begin
    total = 0.0
    for level in range(0, LEVELS, 2):
        at, place = divmod(at, SPAN * SPAN)
        numbers = drawn.copy()
        numbers.update(at.to_bytes(5) + bytes((level,)))
        drew = numbers.digest()
        total += _share(drew, place) * (FINEST if level == 0 else COARSER)
        total += _share(drew, SPAN * SPAN + place // SPAN) * COARSER
    return round(total * most)


def _share(drew: bytes, place: int) -> float:
    """One of the numbers of a draw: from -1 to 1, each as likely."""
    return int.from_bytes(drew[2 * place : 2 * place + 2]) / 32767.5 - 1


def moved(first: datetime, last: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """The bounds of the whole hours or days (``length``) in which something came first and last."""
    return _floor(first, length), _floor(last, length) + length


def _floor(at: datetime, length: timedelta) -> datetime:
    return at.replace(hour=at.hour if length == HOUR else 0, minute=0, second=0, microsecond=0)


def bare(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what is for the veil alone."""
    return {name: value for name, value in row.items() if name not in UNSEEN}


def veiled(rows: Sequence[Mapping[str, Any]], blur: Blur, by_growth: bool = False) -> list[dict[str, Any]]:
    """Rows as everybody sees them, the floor's people at least behind each; those that count no reports as they are.

    Which are shown and their order follow from the veiled numbers: rows of exactly so many people would tell of each
    time whether it has as many, and rows in order of what was counted which of two has more. What is of fewer than the
    floor would pass in one of a hundred cases, and is left out.
    """
    shown = [blur.row(row) if _counts(row) else bare(row) for row in rows]
    kept = [
        row
        for row, counted in zip(shown, rows, strict=True)
        if _is_of(counted, blur.floor) and _is_of(row, blur.enough if _counts(row) else blur.floor)
    ]
    kept = complemented(shown, kept, blur.enough)
    return sorted(kept, key=lambda row: blur.rank(row, by_growth)) if kept and _counts(kept[0]) else kept


def told(rows: Sequence[Mapping[str, Any]], floor: int) -> list[dict[str, Any]]:
    """Rows of so many reporters at least, exact."""
    return [bare(row) for row in rows if not floor or _is_of(row, floor)]


def _counts(row: Mapping[str, Any]) -> bool:
    return "reports" in row and "reporters" in row


def _is_of(row: Mapping[str, Any], people: int) -> bool:
    """Whether so many people stand behind a row, or nothing that anybody filed."""
    return row.get("reporters", people) >= people or not row.get("reports", people)
