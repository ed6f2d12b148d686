"""The largest campaigns, kept as a list shows them: only those are read anew that something was stored of since."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from msgspec import Struct

from spamatlas.store.campaigns import LARGEST, LOOKED_AT, Wanted, few, listed, number_of, read, shown
from spamatlas.store.database import Store
from spamatlas.store.single import FIGURES
from spamatlas.store.turns import Side, in_front, is_behind

LARGE = 2_000
"""To a campaign of so many reports one more changes little: what is told of it may be ``OLDEST``, but for how many."""
OLDEST = timedelta(seconds=120)
"""So old may it be that is shown: the node reads anew what somebody may ask for more often than that."""
KEPT = LOOKED_AT
"""So many are kept, about 2 KB each; up to twice as many before the smallest are let go."""
FEW = 1_000
"""Of up to so many that are not kept the sizes are read one by one, of more in one sweep over all that ever grew."""
HOURS = """
SELECT number, groupArray((hour, reports)) AS hours FROM (
    SELECT number, toUnixTimestamp(hour) AS hour, sum(cell.reports) AS reports FROM ({{cells}}) AS cell
    WHERE cell.hour >= {now:DateTime} - INTERVAL 48 HOUR GROUP BY number, hour
) GROUP BY number
"""
ORDERING = frozenset({"verdict", "channels", "reporters"})
"""Figures that choose rows and that can't be told from when a report came."""
COUNTED = frozenset({"size", "first_seen", "last_seen"})
"""Figures that are told from when a report came."""
DAY = timedelta(hours=24)

Row = dict[str, Any]


class Largest:
    """Lists of campaigns from rows that are kept where they tell it, else from the store. Any thread may ask.

    Size, growth, first and last report are always as they are now; the other figures of a campaign of ``LARGE``
    reports are as they were at ``as_of``. Who asks behind has those read anew, and nobody waits for that.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._kept: dict[int, _Kept] = {}

    def listed(self, filters: Mapping[str, str], limit: int = 50, *, order: str = "size") -> list[Row]:
        """As ``campaigns.listed`` gives it, without the members."""
        wanted = Wanted(filters, limit, order)
        if filters.get("campaign"):
            return self._one(wanted)
        if not 0 < wanted.compared <= KEPT:
            return listed(self._store, filters, limit, order=order)
        sample = int(filters.get("sample") or self._store.has_only_samples())
        nobody_waits = is_behind()
        with self._lock, in_front():
            kept = self._kept.setdefault(sample, _Kept(self._store, sample))
            rows = kept.chosen(wanted)
            late = kept.late(rows or ()) if nobody_waits else None
        if late:
            found = late.read()
            with self._lock:
                kept.take(late, found)
        return listed(self._store, filters, limit, order=order) if rows is None else [shown(row) for row in rows]

    def size(self, number: int) -> int:
        """How many reports one of the largest campaigns has; 0 of any other. Nothing else of it is read."""
        with self._lock, in_front():
            return max((kept.size(number) for kept in self._kept.values()), default=0)

    def as_of(self, number: int) -> datetime:
        """The moment that the kept figures of a campaign are of; now where nothing was stored of it since."""
        return min((kept.as_of(number) for kept in [*self._kept.values()]), default=datetime.now(UTC))

    def _one(self, wanted: Wanted) -> list[Row]:
        """The campaign that is named; where it is large, its days are many and its row is most likely kept."""
        number = number_of(self._store, wanted.filters["campaign"])
        sample = int(wanted.filters.get("sample") or self._store.has_only_samples())
        with self._lock, in_front():
            row = self._kept[sample].one(number or 0) if sample in self._kept else None
            if row is not None:
                return [shown(each) for each in wanted.fitting([row])]
        return listed(self._store, wanted.filters, wanted.limit, order=wanted.order)


class _Late(Struct, frozen=True):
    """Rows to be read anew, as of a change and a moment."""

    store: Store
    source: tuple[str, dict[str, Any]]
    change: int
    at: datetime

    def read(self) -> list[Row]:
        return read(self.store, self.source, {*FIGURES})


class _Kept:
    """The rows of real campaigns or of samples. Every campaign of more than ``_floor`` reports is among them.

    A report that came in is counted where it belongs at once, so that the right rows are chosen; those of them that
    stand in ``_stale`` are read before they are shown, for what else it changed, unless they are large and were read at
    ``_read_at`` not long ago. ``_unread`` has, for each figure that may choose rows, those campaigns of which it was
    not read since.
    """

    def __init__(self, store: Store, sample: int) -> None:
        self._store = store
        self._sample = sample
        self._number = -1
        self._now = datetime.now(UTC)
        self._clear()

    def chosen(self, wanted: Wanted) -> list[Row] | None:
        """The rows of a list in its order; None where so few campaigns grew that those of one report are wanted too."""
        self._turn()
        self._follow()
        if len(self._rows) < wanted.compared:
            return None
        for figure in (wanted.needs & ORDERING) | {"size"}:
            self._read(self._unread[figure], {figure} & ORDERING)
            self._unread[figure] = set()
        rows = wanted.ordered(wanted.fitting(self._rows.values()))
        if due := self._due({row["number"] for row in rows}):
            self._read(due, {*FIGURES, "recent"})
            rows = wanted.ordered(wanted.fitting([self._rows[row["number"]] for row in rows]))
        return rows

    def one(self, number: int) -> Row | None:
        """The row of one campaign; None where it is not kept."""
        self._turn()
        self._follow()
        if self._due({number}):
            self._read([number], {*FIGURES, "recent"})
        return self._rows.get(number)

    def late(self, rows: Iterable[Row]) -> _Late | None:
        """What of these rows is shown although something was stored since it was read."""
        numbers = self._stale & {row["number"] for row in rows}
        return _Late(self._store, self._few(numbers), self._number, datetime.now(UTC)) if numbers else None

    def take(self, late: _Late, rows: Iterable[Row]) -> None:
        """Take in what was read meanwhile, but for what was counted when it came and what was corrected since."""
        self._follow()
        for row in rows:
            number = row["number"]
            if self._read_at.get(number, late.at) < late.at:
                self._rows[number].update({name: row[name] for name in row.keys() - COUNTED})
                self._read_at[number] = late.at
                if self._number == late.change:
                    self._stale.discard(number)

    def as_of(self, number: int) -> datetime:
        """When a row was read that is behind what was stored, else now."""
        now = datetime.now(UTC)
        return self._read_at.get(number, now) if number in self._stale else now

    def size(self, number: int) -> int:
        """As counted when its reports came in; 0 where it is not kept."""
        self._follow()
        return int(self._rows.get(number, {}).get("size", 0))

    def _due(self, numbers: set[int]) -> set[int]:
        """Those of these that are to be read before they are shown."""
        oldest = datetime.now(UTC) - OLDEST
        return {
            number
            for number in self._stale & numbers
            if self._rows[number]["size"] < LARGE or self._read_at.get(number, oldest) <= oldest
        }

    def _clear(self) -> None:
        self._rows: dict[int, Row] = {}
        self._read_at: dict[int, datetime] = {}
        self._stale: set[int] = set()
        self._unread: dict[str, set[int]] = {figure: set() for figure in (*ORDERING, "size")}
        self._floor = 1

    def _turn(self) -> None:
        """The last 24 hours are others when an hour is over."""
        now = datetime.now(UTC)
        if now.replace(minute=0, second=0, microsecond=0) > self._now:
            for row in self._rows.values():
                row.update(_recent(row["hours"], now))
        self._now = now

    def _follow(self) -> None:
        """Find out what was stored since."""
        change = self._store.changes.since(self._number)
        if change is None or self._number < 0:
            self._load()
            return
        self._number = change.number
        if change.named:
            self._rename(change.named)
        known = self._store.aliases.homes({one for one, _ in change.joined})
        joined = [(known.get(one, one), at) for one, at in change.joined]
        homes = {home for home, _ in joined}
        for home, at in joined:
            if row := self._rows.get(home):
                _count(row, at, self._now)
        self._mark(homes, ORDERING)
        self._read(self._grown(homes - self._rows.keys()), {*FIGURES, "recent"})
        if len(self._rows) > 2 * KEPT:
            self._cut()

    def _load(self) -> None:
        self._number = self._store.changes.number
        self._clear()
        numbers = self._largest()
        self._read(numbers, {*FIGURES, "recent"})
        self._floor = min((row["size"] for row in self._rows.values()), default=1) if len(numbers) == KEPT else 1

    def _rename(self, named: frozenset[int]) -> None:
        """Campaigns may have become part of others, or are judged otherwise."""
        found = self._store.aliases.homes(named)
        for part in found:
            self._rows.pop(part, None)
        homes = {found.get(one, one) for one in named}
        for one in {*found, *homes}:
            self._read_at.pop(one, None)
        self._mark(homes, {*ORDERING, "size"})
        self._read(self._grown(homes - self._rows.keys()), {*FIGURES, "recent"})

    def _mark(self, homes: set[int], figures: Collection[str]) -> None:
        self._stale = (self._stale | homes) & self._rows.keys()
        for figure, unread in self._unread.items():
            self._unread[figure] = (unread | homes if figure in figures else unread) & self._rows.keys()

    def _cut(self) -> None:
        rows = sorted(self._rows.values(), key=lambda row: -row["size"])[:KEPT]
        self._rows = {row["number"]: row for row in rows}
        self._read_at = {number: at for number, at in self._read_at.items() if number in self._rows}
        self._floor = rows[-1]["size"]
        self._mark(set(), ())

    def _grown(self, others: Collection[int]) -> list[int]:
        """Those of campaigns that are not kept which have become large enough."""
        if len(others) > FEW:
            return [number for number in self._largest() if number in others]
        rows = read(self._store, self._few(others), set()) if others else []
        return [row["number"] for row in rows if row["size"] > self._floor]

    def _largest(self) -> list[int]:
        asked = {"sample": self._sample, "looked_at": KEPT}
        return list(self._store.query(LARGEST, asked, seconds=60)[0]["numbers"])

    def _few(self, numbers: Collection[int]) -> tuple[str, dict[str, Any]]:
        return few(self._store, {"now": self._now, "sample": self._sample}, numbers)

    def _read(self, numbers: Collection[int], figures: set[str]) -> None:
        """Bring these figures of the rows of these campaigns up to date, and their sizes."""
        if not numbers:
            return
        began = datetime.now(UTC)
        cells, values = self._few(numbers)
        hours = HOURS.replace("{{cells}}", cells.replace("{{table}}", "campaign_hour"))
        with Side(1) as side:
            asked = side.submit(self._store.query, hours, values, seconds=60) if "recent" in figures else None
            for row in read(self._store, (cells, values), figures - {"recent"}):
                self._rows.setdefault(row["number"], {}).update(row)
        if asked:
            recent = {row["number"]: dict(row["hours"]) for row in asked.result()}
            for number in self._rows.keys() & set(numbers):
                found = recent.get(number, {})
                self._rows[number].update(_recent(found, self._now), hours=found)
        if figures >= FIGURES.keys():
            self._read_at |= dict.fromkeys(numbers, began)
            self._stale -= set(numbers)


def _count(row: Row, at: int, now: datetime) -> None:
    """One more report, at these milliseconds."""
    row["size"] += 1
    moment = datetime.fromtimestamp(at / 1000, UTC)
    row["first_seen"], row["last_seen"] = min(row["first_seen"], moment), max(row["last_seen"], moment)
    hour = at // 3_600_000 * 3_600
    row["hours"][hour] = row["hours"].get(hour, 0) + 1
    row.update(_recent(row["hours"], now))


def _recent(hours: Mapping[int, int], now: datetime) -> dict[str, int]:
    """How many reports came in the last 24 hours and in those before, from reports by hours in seconds."""
    day, before = ((now - days * DAY).replace(microsecond=0).timestamp() for days in (1, 2))
    return {
        "last_day": sum(reports for hour, reports in hours.items() if hour >= day),
        "day_before": sum(reports for hour, reports in hours.items() if before <= hour < day),
    }
