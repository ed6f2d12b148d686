"""Bonds: whom a subject of an identity provider is here."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Person, Rejected
from spamatlas.store.records.people import person_of
from spamatlas.store.records.tables import BondRow, MemberRow, PersonRow


def tie(change: Moment, person: int, issuer: str, subject: str, at: datetime) -> None:
    """Tie a subject to somebody; one that was tied to who ended is theirs from now on.

    Raises:
        Rejected: ``known-bond`` where another subject of this issuer is tied to them already.
    """
    if change.scalars(select(BondRow.id).where(BondRow.person == person, BondRow.issuer == issuer)).first():
        raise Rejected("known-bond", "this address belongs to another account of that provider")
    row = change.scalars(select(BondRow).where(BondRow.issuer == issuer, BondRow.subject == subject)).first()
    if row is None:
        change.add(BondRow(person=person, issuer=issuer, subject=subject, at=at))
    else:
        row.person, row.at = person, at


def found(moment: Moment, issuer: str, subject: str) -> Person | None:
    """Who a subject is; None for one that nobody is tied to, or who ended, or whose member did."""
    asked = (
        select(PersonRow)
        .join(BondRow, BondRow.person == PersonRow.id)
        .join(MemberRow, MemberRow.id == PersonRow.member)
        .where(BondRow.issuer == issuer, BondRow.subject == subject)
        .where(PersonRow.ended_at.is_(None), MemberRow.ended_at.is_(None))
    )
    row = moment.scalars(asked).first()
    return person_of(row) if row else None


def tied(moment: Moment) -> set[int]:
    """The people who can come in by a provider."""
    return set(moment.scalars(select(BondRow.person)))


def there_are(moment: Moment) -> bool:
    """Whether somebody who did not end can come in by a provider."""
    asked = (
        exists()
        .where(BondRow.person == PersonRow.id, PersonRow.member == MemberRow.id)
        .where(PersonRow.ended_at.is_(None), MemberRow.ended_at.is_(None))
    )
    return bool(moment.scalar(select(asked)))
