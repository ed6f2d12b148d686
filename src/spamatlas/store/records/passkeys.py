"""Passkeys: public keys of people's devices."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Passkey, Person, Rejected
from spamatlas.store.records.people import person_of
from spamatlas.store.records.rules import end_row, nobody, plain_name
from spamatlas.store.records.tables import MemberRow, PasskeyRow, PersonRow

MOST_EACH = 20


class NewPasskey(Struct, frozen=True):
    """``public_key`` is the attested credential data that holds it, ``site`` the relying party's id."""

    credential: bytes
    public_key: bytes
    counter: int
    site: str
    name: str


class Found(Struct, frozen=True):
    """A passkey with what proves it, and whose it is."""

    passkey: Passkey
    public_key: bytes
    counter: int
    person: Person


def add(change: Moment, person: int, wanted: NewPasskey, at: datetime) -> Passkey:
    """A new passkey of somebody.

    Raises:
        Rejected: ``bad-account-name``, ``known-passkey``, ``too-many-passkeys``.
    """
    name = plain_name(wanted.name)
    if change.scalars(select(PasskeyRow.id).where(PasskeyRow.credential == wanted.credential)).first():
        raise Rejected("known-passkey", "this device has a passkey here already")
    if len(of_person(change, person)) >= MOST_EACH:
        raise Rejected("too-many-passkeys", "twenty passkeys are enough; end one that you no longer use")
    row = PasskeyRow(
        person=person,
        credential=wanted.credential,
        public_key=wanted.public_key,
        counter=wanted.counter,
        site=wanted.site,
        name=name,
        at=at,
    )
    change.add(row)
    change.flush()
    return _passkey(row)


def of_person(moment: Moment, person: int) -> list[Passkey]:
    """The passkeys of somebody that did not end, in the order they came."""
    asked = select(PasskeyRow).where(PasskeyRow.person == person, PasskeyRow.ended_at.is_(None))
    return [_passkey(row) for row in moment.scalars(asked.order_by(PasskeyRow.id))]


def every(moment: Moment) -> list[Passkey]:
    """All passkeys, also those that ended, in the order they came."""
    return [_passkey(row) for row in moment.scalars(select(PasskeyRow).order_by(PasskeyRow.id))]


def credentials(moment: Moment, person: int, site: str) -> list[bytes]:
    """The ids of somebody's passkeys at a site."""
    asked = select(PasskeyRow.credential).where(PasskeyRow.person == person, PasskeyRow.ended_at.is_(None))
    return list(moment.scalars(asked.where(PasskeyRow.site == site).order_by(PasskeyRow.id)))


def found(moment: Moment, credential: bytes) -> Found | None:
    """The passkey of an id; None where it ended, or its person or their member did."""
    asked = (
        select(PasskeyRow, PersonRow)
        .join(PersonRow, PersonRow.id == PasskeyRow.person)
        .join(MemberRow, MemberRow.id == PersonRow.member)
        .where(
            PasskeyRow.credential == credential, PasskeyRow.ended_at.is_(None), PersonRow.ended_at.is_(None),
            MemberRow.ended_at.is_(None),
        )
    )  # fmt: skip
    there = moment.execute(asked).first()
    return there and Found(_passkey(there[0]), there[0].public_key, there[0].counter, person_of(there[1]))


def used(change: Moment, passkey: int, counter: int, at: datetime) -> None:
    """Note that it signed, with which counter."""
    row = change.get_one(PasskeyRow, passkey)
    row.counter, row.used_at = counter, at


def rename(change: Moment, passkey: int, name: str, person: int) -> None:
    """Another name for one of somebody's own.

    Raises:
        Rejected: ``no-such-account``, ``bad-account-name``.
    """
    _own(change, passkey, person).name = plain_name(name)


def end(change: Moment, passkey: int, at: datetime, person: int = 0) -> int:
    """It opens nothing from now on; whose it was. With ``person``, only one of theirs.

    Raises:
        Rejected: ``no-such-account``.
    """
    row = _own(change, passkey, person)
    end_row(row, at)
    return row.person


def end_all(change: Moment, person: int, at: datetime) -> None:
    """End all of somebody's passkeys."""
    for row in change.scalars(select(PasskeyRow).where(PasskeyRow.person == person)):
        end_row(row, at)


def _own(change: Moment, passkey: int, person: int) -> PasskeyRow:
    row = change.get(PasskeyRow, passkey)
    if row is None or (person and row.person != person):
        raise nobody()
    return row


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        id=row.id,
        person=row.person,
        name=row.name,
        site=row.site,
        at=row.at,
        used_at=row.used_at,
        ended_at=row.ended_at,
    )
