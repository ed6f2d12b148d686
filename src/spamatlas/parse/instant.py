"""When something happened, as reports write it, in UTC, and how long it took."""

from datetime import UTC, datetime
from functools import lru_cache

from spamatlas.parse.mail.moment import moment_from

LONGEST_SECONDS = 1e7


def instant_from(said: str | float | None) -> datetime | None:
    """An instant as ISO 8601, as mail writes it (RFC 5322, section 3.3), or in seconds since 1970.

    One without an offset is read as UTC; None for what is no date.
    """
    return _instant(str(said).strip()) if said else None


def seconds_from(said: float | None) -> float | None:
    """How long something took, in seconds; None where that is no time at all: switches write -1 for *not known*."""
    return said if said is not None and 0 <= said < LONGEST_SECONDS else None


@lru_cache(maxsize=4096)
def _instant(said: str) -> datetime | None:
    try:
        if said.isascii() and said.replace(".", "", 1).isdigit() and float(said) > 100_000_000:
            return datetime.fromtimestamp(float(said), UTC)
        instant = datetime.fromisoformat(said)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return moment_from(said)
