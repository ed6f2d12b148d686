"""Dates as mail writes them, in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

_DATE = re.compile(
    r"(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{4}|\d\d)\s+(\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([+-]\d{4}|GMT|UTC|UT|Z)?"
)
_MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905


def moment_from(written: str) -> datetime | None:
    """The instant that a Date or Received field states (RFC 5322, sections 3.3 and 4.3), aware UTC.

    None where there is none to read, or a year before 1971 or after 2100; forged years within are kept.
    """
    match = _DATE.search(written[:500])
    try:
        found = _read(match) if match and match[7] else parsedate_to_datetime(written[:500])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return found if 1971 <= found.year <= 2100 else None


def _read(match: "re.Match[str]") -> datetime:
    day, name, year, hour, minute, second, zone = match.groups()
    number = int(year)
    if number < 100:
        number += 2000 if number < 50 else 1900  # RFC 5322, section 4.3
    month = _MONTHS.get(name.lower(), 13)
    local = datetime(number, month, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=UTC)
    return local - _offset(zone)


@lru_cache(maxsize=2048)
def _offset(zone: str) -> timedelta:
    if zone[0] not in "+-":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    if abs(offset) >= timedelta(days=1):
        raise ValueError("an offset is less than a day")
    return offset
