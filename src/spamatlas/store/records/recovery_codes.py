"""Codes that stand in for a lost second factor, once each."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Moment

from spamatlas.store.records.tables import RecoveryCodeRow


def replace(change: Moment, person: int, digests: Sequence[bytes], at: datetime) -> None:
    """Other codes for somebody, in place of those that they had; none takes them away."""
    change.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person == person))
    change.add_all(RecoveryCodeRow(person=person, digest=each, at=at) for each in digests)


def left(moment: Moment, person: int) -> int:
    """How many of somebody's codes were not used yet."""
    asked = select(func.count()).where(RecoveryCodeRow.person == person, RecoveryCodeRow.used_at.is_(None))
    return moment.scalar(asked) or 0


def use(change: Moment, person: int, digest: bytes, at: datetime) -> bool:
    """Whether it is a code of theirs that was not used; it is now."""
    asked = select(RecoveryCodeRow).where(RecoveryCodeRow.person == person, RecoveryCodeRow.used_at.is_(None))
    fitting = [row for row in change.scalars(asked) if compare_digest(row.digest, digest)]
    for row in fitting:
        row.used_at = at
    return bool(fitting)
