"""The audit trail's lines, as they were hashed."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.store.records.tables import AuditRow

LINES_AT_ONCE = 1_000


def last(moment: Moment) -> tuple[int, bytes, str] | None:
    """The newest line: its number, its bytes and their hash."""
    row = moment.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).first()
    return (row.number, row.line, row.digest) if row else None


def append(change: Moment, number: int, line: bytes, digest: str) -> None:
    """Put a line behind the last one."""
    change.add(AuditRow(number=number, line=line, digest=digest))
    change.flush()


def lines(moment: Moment) -> Iterator[bytes]:
    """All lines in order, read some at a time."""
    asked = select(AuditRow.line).order_by(AuditRow.number).execution_options(yield_per=LINES_AT_ONCE)
    yield from map(_as_bytes, moment.scalars(asked))


def newest(moment: Moment, limit: int, before: int = 0) -> list[bytes]:
    """The newest lines before a number (0: of all), the newest first."""
    asked = select(AuditRow.line).order_by(AuditRow.number.desc()).limit(limit)
    return [*map(_as_bytes, moment.scalars(asked.where(AuditRow.number < before) if before else asked))]


def _as_bytes(line: object) -> bytes:
    """SQLite gives a line that somebody wrote over as they wrote it: as a text, say."""
    return line if isinstance(line, bytes) else str(line).encode("utf-8", "replace")
