"""Moments as people write them."""

import re
from datetime import UTC, datetime, timedelta

from spamatlas.model import Rejected

_AGO = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(text: object, now: datetime) -> datetime | None:
    """The aware UTC time that a text means; None for nothing said.

    ISO 8601 dates and times (without an offset: UTC), ``now``, or so long before now: ``30m``, ``24h``, ``7d``, ``2w``.

    Raises:
        Rejected: ``bad-parameter``.
    """
    if text in {None, ""}:
        return None
    if text == "now":
        return now
    if ago := _AGO.fullmatch(str(text).strip()):
        return _before(now, timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
    try:
        said = datetime.fromisoformat(str(text).strip())
        return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Rejected("bad-parameter", "a time is like 2026-11-23, 2026-11-23T10:00 or 24h, 7d, 2w") from error


def _before(now: datetime, span: timedelta) -> datetime:
    try:
        return now - span
    except OverflowError as error:
        raise Rejected("bad-parameter", "that is longer ago than time is counted") from error
