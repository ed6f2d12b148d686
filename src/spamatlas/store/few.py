"""What the reports of a campaign that is not large add up to, told from their rows of ``campaign_member``.

The same as ``members`` has the engine add up, where that would be three statements over the same rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from spamatlas.store.members import HEADINGS, LISTS, NAMED, WORDINGS

Row = dict[str, Any]

_WEEK = timedelta(hours=168)
_PLACES: Mapping[str, Callable[[Row], str]] = {
    "channels": lambda row: row["channel"],
    "countries": lambda row: row["country"],
    "operators": lambda row: f"{row['asn']}\t{row['operator']}" if row["asn"] else "",
    "destinations": lambda row: row["destination"],
    "destination_operators": lambda row: row["destination_operator"],
    "routes": lambda row: "" if row["route_class"] == "unknown" else row["route_class"],
    "senders": lambda row: row["sender"],
}
"""As ``members.PLACES``."""


def weeks(rows: Sequence[Row], now: datetime) -> tuple[int, int]:
    """As ``members.weeks``."""
    hours = [row["received_at"].replace(minute=0, second=0, microsecond=0) for row in rows]
    now = now.astimezone(UTC).replace(microsecond=0)
    week, both = (sum(hour >= now - many * _WEEK for hour in hours) for many in (1, 2))
    return week, both - week


def wordings(rows: Iterable[Row], most: int = WORDINGS) -> list[Row]:
    """As ``members.wordings``."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["fingerprint"]:
            found[row["fingerprint"]].append(row)
    told = [{"fingerprint": each, **_seen(said)} for each, said in found.items()]
    told.sort(key=lambda row: (-row["reports"], row["first_seen"], row["fingerprint"]))
    every = {"wordings": len(found), "reports_in_words": sum(map(len, found.values()))}
    return [{**row, **every, **_lane(found[row["fingerprint"]])} for row in told[:most]]


def _lane(rows: Sequence[Row]) -> Row:
    days = Counter(row["received_at"].date() for row in rows)
    return {"newest": max(row["sequence"] for row in rows), "days": sorted(days.items())}


def spread(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """As ``members.spread``."""
    found: dict[str, dict[str, list[Row]]] = {heading: defaultdict(list) for heading in HEADINGS}
    for row in rows:
        for heading, place in _PLACES.items():
            found[heading][place(row)].append(row)
        for heading in LISTS:
            for value in {*row[heading]}:
                found[heading][value].append(row)
    return {heading: [*_commonest(values)] for heading, values in found.items()}


def _commonest(values: Mapping[str, Sequence[Row]]) -> Iterable[Row]:
    named = sorted((value for value in values if value), key=lambda value: (-len(values[value]), value))
    return ({"value": value, **_seen(values[value])} for value in named[:NAMED])


def _seen(rows: Sequence[Row]) -> Row:
    """How many reports of how many distinct reporters, and over which time."""
    times = [row["received_at"] for row in rows]
    reporters = {row["reporter_key"] for row in rows}
    return {"reports": len(rows), "reporters": len(reporters), "first_seen": min(times), "last_seen": max(times)}
