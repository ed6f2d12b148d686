"""Every hour or day of a table's time, so that a quiet one is seen as quiet and not left out."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from spamatlas.statistics import Table


def times_of(table: Table) -> list[datetime]:
    """The start of each bucket from ``since`` to before ``until``; the last one is not over yet."""
    step = timedelta(hours=1) if table.bucket == "hour" else timedelta(days=1)
    at = table.since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if table.bucket == "day":
        at = at.replace(hour=0)
    found = []
    while at < table.until:
        found.append(at)
        at += step
    return found


def series_of(table: Table, key: str) -> dict[str, dict[datetime, int]]:
    """Reports by bucket for each value of a column."""
    found: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for row in table.rows:
        found[row[key]][_aware(row["time"])] += int(row["reports"])
    return found


def rows_by_time(table: Table) -> dict[datetime, Mapping[str, Any]]:
    """A table's rows by their bucket, for tables that have one row for each."""
    return {_aware(row["time"]): row for row in table.rows}


def values_at(times: list[datetime], series: Mapping[datetime, int]) -> list[int]:
    """A value for every time, 0 where there is none."""
    return [series.get(at, 0) for at in times]


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
