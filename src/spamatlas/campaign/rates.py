"""How many messages an hour each campaign gets, over the last day."""

from array import array
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_array, to_array

DAY_SECONDS, HOUR_SECONDS = 86_400.0, 3_600.0
_LAST_DAY = 2**32 - 1


class Rates:
    """Messages on the newest day (UTC) and the day before it, by campaign row: twelve bytes each.

    What came within 24 hours is that of the day so far and of the day before its share that the 24 hours still reach
    into, as if it had come evenly; exact for a campaign that began today.
    """

    def __init__(self) -> None:
        self._days = array("I")
        self._newest = array("I")
        self._before = array("I")

    def found(self) -> None:
        """A row more, without messages."""
        self._days.append(0)
        self._newest.append(0)
        self._before.append(0)

    def count(self, row: int, at: float) -> None:
        """One more message, at seconds since 1970; one of long before the newest counts for nothing here."""
        self._add(row, day_of(at), 1)

    def unite(self, older: int, younger: int) -> None:
        """Count the messages of the younger row in the older one too."""
        day = self._days[younger]
        self._add(older, day, self._newest[younger])
        self._add(older, day - 1, self._before[younger])

    def renew(self, row: int, by_day: Mapping[int, int]) -> None:
        """Count these and no others, by days since 1970."""
        self._days[row] = self._newest[row] = self._before[row] = 0
        for day in sorted(by_day):
            self._add(row, day, by_day[day])

    def hourly(self, row: int, at: float, first_seen: float) -> float:
        """Messages an hour within the 24 hours before a time, or since the first where that is less.

        Of no less than one hour: two within a minute are no hundred an hour. 0 at a time of which nothing is kept.
        """
        day = day_of(at)
        newest, before = self._counts(row, day)
        part = at % DAY_SECONDS / DAY_SECONDS
        age_seconds = min(DAY_SECONDS, max(HOUR_SECONDS, at - first_seen))
        reaches_back = 1.0 if at - first_seen < DAY_SECONDS else 1.0 - part
        return round((newest + before * reaches_back) * HOUR_SECONDS / age_seconds, 2)

    def _counts(self, row: int, day: int) -> tuple[int, int]:
        """How many came on a day and on the one before it, as far as that is kept."""
        match day - self._days[row]:
            case 1:
                return 0, self._newest[row]
            case 0:
                return self._newest[row], self._before[row]
            case -1:
                return self._before[row], 0
            case _:
                return 0, 0

    def columns(self) -> Columns:
        """All of it."""
        return {name: of_array(getattr(self, f"_{name}")) for name in _COLUMNS}

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns say."""
        for name in _COLUMNS:
            setattr(self, f"_{name}", to_array(columns[name]))

    def _add(self, row: int, day: int, many: int) -> None:
        later = day - self._days[row]
        if not many or later < -1:
            return
        if later > 0:
            self._before[row] = self._newest[row] if later == 1 else 0
            self._days[row], self._newest[row] = day, many
        elif later == 0:
            self._newest[row] += many
        else:
            self._before[row] += many


def day_of(at: float) -> int:
    """Days since 1970 (UTC) of seconds since then."""
    return min(_LAST_DAY, max(0, int(at // DAY_SECONDS)))


_COLUMNS = ("days", "newest", "before")
