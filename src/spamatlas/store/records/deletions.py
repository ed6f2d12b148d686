"""Proofs of deletion, and what of the records themselves is kept for a time only."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Deletion, RetentionClass
from spamatlas.store.records.tables import (
    BondRow,
    DeletionRow,
    InvitationRow,
    MemberRow,
    PasskeyRow,
    PersonRow,
    RecoveryCodeRow,
    SessionRow,
    WatchRow,
)


def add(change: Moment, wanted: Deletion) -> Deletion:
    """A new proof; its number is given here."""
    row = DeletionRow(
        retention=wanted.retention,
        rule=wanted.rule,
        count=wanted.count,
        digest=wanted.digest,
        at=wanted.at,
        first_at=wanted.first_at,
        last_at=wanted.last_at,
    )
    change.add(row)
    change.flush()
    return _deletion(row)


def newest(moment: Moment, limit: int = 100) -> list[Deletion]:
    """The newest proofs first."""
    return [_deletion(row) for row in moment.scalars(select(DeletionRow).order_by(DeletionRow.id.desc()).limit(limit))]


def old_sessions(change: Moment, before: datetime) -> list[str]:
    """Delete sessions and invitations that ended before a time; what they were, by number."""
    gone = []
    for table, ended, name in (
        (SessionRow, SessionRow.ended_at, "session"),
        (InvitationRow, InvitationRow.used_at, "invitation"),
    ):
        over = or_(ended < before, table.expires_at < before)
        gone += [f"{name} {number}" for number in change.scalars(select(table.id).where(over).order_by(table.id))]
        change.execute(delete(table).where(over))
    return gone


def old_accounts(change: Moment, before: datetime) -> list[str]:
    """Blank the name and address of people who ended before a time, or whose member did, and delete what let them in
    and what they wanted to be told; who, by number.
    """
    asked = (
        select(PersonRow).join(MemberRow, MemberRow.id == PersonRow.member)
        .where(or_(PersonRow.ended_at < before, MemberRow.ended_at < before), PersonRow.address != "")
        .order_by(PersonRow.id)
    )  # fmt: skip
    gone = []
    for row in change.scalars(asked):
        row.name, row.address, row.password, row.second_factor = "", "", "", b""
        for table in (PasskeyRow, RecoveryCodeRow, BondRow, WatchRow):
            change.execute(delete(table).where(table.person == row.id))
        gone.append(f"person {row.id}")
    return gone


def _deletion(row: DeletionRow) -> Deletion:
    return Deletion(
        id=row.id,
        retention=RetentionClass(row.retention),
        rule=row.rule,
        count=row.count,
        digest=row.digest,
        at=row.at,
        first_at=row.first_at,
        last_at=row.last_at,
    )
