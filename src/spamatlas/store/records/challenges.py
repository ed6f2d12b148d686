"""Challenges that were answered: each is taken once."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Rejected
from spamatlas.store.records.tables import UsedChallengeRow


def use(change: Moment, digest: bytes, expires_at: datetime, now: datetime) -> None:
    """Note that it was answered; those that are too old by now are forgotten.

    Raises:
        Rejected: ``challenge-used``.
    """
    change.execute(delete(UsedChallengeRow).where(UsedChallengeRow.expires_at < now))
    if change.get(UsedChallengeRow, digest) is not None:
        raise Rejected("challenge-used", "this was answered before; try once more")
    change.add(UsedChallengeRow(digest=digest, expires_at=expires_at))
