"""The days or weeks that drawings of one or two campaigns share."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from msgspec import Struct

MOST_COLUMNS = 120
"""More columns are no wider than a hair on a phone: weeks, then longer times, stand for days."""
FEWEST_DAYS = 14
"""A campaign of an hour still is drawn with the days around it."""


class TimeScale(Struct, frozen=True):
    """Steps of so many days from the first day to today; the last may not be over."""

    first: date
    last: date
    step: int

    @classmethod
    def of(cls, *lives: Sequence[Mapping[str, Any]]) -> Self:
        """For lists of days (``day``, ``reports``), none of them empty."""
        today = datetime.now(UTC).date()
        last = max(today, *(days[-1]["day"] for days in lives))
        first = min(last - timedelta(days=FEWEST_DAYS - 1), *(days[0]["day"] for days in lives))
        span = (last - first).days + 1
        step = 1 if span <= MOST_COLUMNS else 7 * -(-span // (7 * MOST_COLUMNS))
        return cls(first, last, step)

    @property
    def is_running(self) -> bool:
        return self.last >= datetime.now(UTC).date()

    def place(self, day: date) -> int | None:
        """Which step a day falls into; None for one that is not drawn."""
        return (day - self.first).days // self.step if self.first <= day <= self.last else None

    def values(self, days: Sequence[Mapping[str, Any]]) -> list[int]:
        """The reports of each step."""
        found = [0] * (((self.last - self.first).days) // self.step + 1)
        for each in days:
            found[(each["day"] - self.first).days // self.step] += each["reports"]
        return found
