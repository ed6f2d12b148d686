"""Sessions and invitations."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Person, Rejected, Session
from spamatlas.store.records.people import person_of
from spamatlas.store.records.rules import CLOCK_SLACK, end_row, nobody
from spamatlas.store.records.tables import InvitationRow, MemberRow, PersonRow, SessionRow


class NewSession(Struct, frozen=True):
    """What a session is made of; ``proved_at`` is when its person showed a password or a passkey, if they did."""

    digest: bytes
    expires_at: datetime
    agent: str
    factors: int = 1
    proved_at: datetime | None = None


def begin(change: Moment, person: int, wanted: NewSession, at: datetime) -> Session:
    """A new session of somebody."""
    row = SessionRow(
        person=person,
        digest=wanted.digest,
        at=at,
        seen_at=at,
        expires_at=wanted.expires_at,
        agent=wanted.agent,
        factors=wanted.factors,
        proved_at=wanted.proved_at,
    )
    change.add(row)
    change.flush()
    return _session(row)


def found(moment: Moment, digest: bytes) -> tuple[Session, Person] | None:
    """A session and whose it is; that of somebody who ended, or whose member did, has ended too."""
    asked = (
        select(SessionRow, PersonRow, MemberRow.ended_at)
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .join(MemberRow, MemberRow.id == PersonRow.member)
        .where(SessionRow.digest == digest)
    )
    there = moment.execute(asked).first()
    if there is None:
        return None
    row, person, member_ended_at = there
    return _session(row, person.ended_at or member_ended_at), person_of(person)


def going_on(moment: Moment, now: datetime, person: int = 0) -> list[Session]:
    """The sessions that can still be used, of one person or of all (0), the newest first."""
    asked = select(SessionRow).where(SessionRow.ended_at.is_(None), SessionRow.expires_at > now)
    asked = asked.where(SessionRow.person == person) if person else asked
    return [_session(row) for row in moment.scalars(asked.order_by(SessionRow.id.desc()))]


def seen(change: Moment, session: int, at: datetime) -> None:
    """Note that it was used."""
    change.get_one(SessionRow, session).seen_at = at


def one(moment: Moment, session: int, person: int) -> Session:
    """A session of somebody's own.

    Raises:
        Rejected: ``no-such-account``.
    """
    row = moment.get(SessionRow, session)
    if row is None or row.person != person:
        raise nobody()
    return _session(row)


def prove(change: Moment, session: int, at: datetime | None, factors: int) -> None:
    """Note that its person showed a password or a passkey (``at``), and with how many things in all."""
    row = change.get_one(SessionRow, session)
    row.proved_at, row.factors = at or row.proved_at, max(row.factors, factors)


def end(change: Moment, session: int, at: datetime, person: int = 0) -> int:
    """It opens nothing from now on; whose it was. With ``person``, only one of theirs.

    Raises:
        Rejected: ``no-such-account``.
    """
    row = change.get(SessionRow, session)
    if row is None or (person and row.person != person):
        raise nobody()
    end_row(row, at)
    return row.person


def end_all(change: Moment, person: int, at: datetime, but: int = 0) -> None:
    """End all of somebody's sessions but one."""
    for row in change.scalars(select(SessionRow).where(SessionRow.person == person, SessionRow.ended_at.is_(None))):
        row.ended_at = row.ended_at if row.id == but else at


def invite(change: Moment, person: int, digest: bytes, at: datetime, expires_at: datetime) -> None:
    """A new invitation; those that somebody had before end."""
    for row in change.scalars(select(InvitationRow).where(InvitationRow.person == person)):
        row.used_at = row.used_at or at
    change.add(InvitationRow(person=person, digest=digest, at=at, expires_at=expires_at))


def invited(moment: Moment, digest: bytes, now: datetime) -> tuple[int, PersonRow]:
    """The number of an invitation that can be used, and whom it is for.

    Raises:
        Rejected: ``no-such-invitation``.
    """
    row = moment.scalars(select(InvitationRow).where(InvitationRow.digest == digest)).first()
    if row is not None and row.used_at is None and _is_open(row, now):
        person = moment.get_one(PersonRow, row.person)
        if person.ended_at is None and moment.get_one(MemberRow, person.member).ended_at is None:
            return row.id, person
    raise Rejected("no-such-invitation", "this invitation was used, is too old, or never was; ask for another one")


def open_invitation(moment: Moment, person: int, now: datetime) -> int:
    """The number of an invitation that somebody has not used yet; 0 where there is none."""
    asked = select(InvitationRow).where(InvitationRow.person == person, InvitationRow.used_at.is_(None))
    return next((row.id for row in moment.scalars(asked) if _is_open(row, now)), 0)


def use_invitation(change: Moment, invitation: int, at: datetime) -> None:
    """It can't be used again."""
    change.get_one(InvitationRow, invitation).used_at = at


def _is_open(row: InvitationRow, now: datetime) -> bool:
    """An invitation of the future was made before the clock went back: it would be open longer than it was to be."""
    return row.expires_at > now and row.at - now < CLOCK_SLACK


def _session(row: SessionRow, person_ended_at: datetime | None = None) -> Session:
    return Session(
        id=row.id,
        person=row.person,
        at=row.at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        agent=row.agent,
        ended_at=row.ended_at or person_ended_at,
        factors=row.factors,
        proved_at=row.proved_at,
    )
