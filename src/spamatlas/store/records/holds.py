"""Legal holds, as they are written down; what they keep from being deleted the vault knows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Hold, HoldKind, Rejected
from spamatlas.store.records.tables import HoldRow


def add(change: Moment, wanted: Hold) -> Hold:
    """A new hold; its number is given here."""
    row = HoldRow(
        kind=wanted.kind,
        about=wanted.about,
        reason=wanted.reason,
        at=wanted.at,
        who=wanted.who,
        review_at=wanted.review_at,
        expires_at=wanted.expires_at,
        reports=wanted.reports,
    )
    change.add(row)
    change.flush()
    return _hold(row)


def every(moment: Moment) -> list[Hold]:
    """All holds, also those that were released, the newest first."""
    return [_hold(row) for row in moment.scalars(select(HoldRow).order_by(HoldRow.id.desc()))]


def going_on(moment: Moment) -> list[Hold]:
    """Those that were not released."""
    return [_hold(row) for row in moment.scalars(select(HoldRow).where(HoldRow.released_at.is_(None)))]


def some(moment: Moment, numbers: Sequence[int]) -> list[Hold]:
    """Those of these numbers, in order."""
    asked = select(HoldRow).where(HoldRow.id.in_(numbers)).order_by(HoldRow.id)
    return [_hold(row) for row in moment.scalars(asked)]


def release(change: Moment, number: int, at: datetime, who: str, why: str) -> Hold:
    """It keeps nothing any more.

    Raises:
        Rejected: ``no-such-hold`` where there is none, or it was released.
    """
    row = change.get(HoldRow, number)
    if row is None or row.released_at is not None:
        raise Rejected("no-such-hold", "no hold that goes on has this number")
    row.released_at, row.released_by, row.release_reason = at, who, why
    change.flush()
    return _hold(row)


def counted(change: Moment, number: int, reports: int) -> None:
    """On how many reports it is."""
    change.get_one(HoldRow, number).reports = reports


def _hold(row: HoldRow) -> Hold:
    return Hold(
        id=row.id,
        kind=HoldKind(row.kind),
        about=row.about,
        reason=row.reason,
        at=row.at,
        who=row.who,
        review_at=row.review_at,
        expires_at=row.expires_at,
        released_at=row.released_at,
        released_by=row.released_by,
        release_reason=row.release_reason,
        reports=row.reports,
    )
