"""People: those of a member who can sign in."""

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Person, PersonRole, Rejected
from spamatlas.store.records.rules import asked_for, end_row, granted, nobody, number_in, plain_name, refuse_ended
from spamatlas.store.records.tables import MemberRow, PersonRow

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
"""Whether it may be a mail address at all (RFC 5321, section 4.5.3.1 for lengths); mail alone proves one."""


class NewPerson(Struct, frozen=True):
    """What is said of somebody who is new."""

    name: str
    address: str
    roles: tuple[PersonRole, ...]


def add(change: Moment, member: int, wanted: NewPerson, at: datetime) -> Person:
    """A new person, who can't sign in until a password is set.

    Raises:
        Rejected: ``bad-account-name``, ``bad-address``, ``nothing-granted``, ``known-account``, ``account-ended``.
    """
    name, address = plain_name(wanted.name), wanted.address.strip().lower()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise Rejected("bad-address", "a mail address is written as name@example.org")
    roles = granted(wanted.roles)
    refuse_ended(change.get_one(MemberRow, member).ended_at)
    if with_address(change, address):
        raise Rejected("known-account", "that name or address is taken")
    row = PersonRow(
        member=member,
        name=name,
        address=address,
        roles=roles,
        at=at,
        password="",
        second_factor=b"",
        second_factor_step=0,
    )
    change.add(row)
    change.flush()
    return person_of(row)


def every(moment: Moment) -> list[Person]:
    """All people, also those who ended, in the order they came."""
    return [person_of(row) for row in moment.scalars(select(PersonRow).order_by(PersonRow.id))]


def one(moment: Moment, named: str) -> Person:
    """By number or address.

    Raises:
        Rejected: ``no-such-account``.
    """
    named = asked_for(named.strip().lower())
    asked = select(PersonRow).where(or_(PersonRow.id == number_in(named), PersonRow.address == named))
    found = max(moment.scalars(asked), key=lambda row: (row.ended_at is None, row.id), default=None)
    if found is None:
        raise nobody()
    return person_of(found)


def with_address(moment: Moment, address: str) -> PersonRow | None:
    """Who may sign in under an address: neither they nor their member ended."""
    asked = (
        select(PersonRow).join(MemberRow, MemberRow.id == PersonRow.member)
        .where(PersonRow.address == address.strip().lower(), PersonRow.ended_at.is_(None), MemberRow.ended_at.is_(None))
    )  # fmt: skip
    return moment.scalars(asked).first()


def number_of(moment: Moment, address: str) -> int:
    """Whose an address is or was; 0 where it is nobody's."""
    asked = select(PersonRow.id).where(PersonRow.address == address.strip().lower()).order_by(PersonRow.id)
    return moment.scalars(asked).first() or 0


def acting(moment: Moment) -> list[Person]:
    """Everybody who did not end and whose member did not."""
    asked = (
        select(PersonRow).join(MemberRow, MemberRow.id == PersonRow.member)
        .where(PersonRow.ended_at.is_(None), MemberRow.ended_at.is_(None)).order_by(PersonRow.id)
    )  # fmt: skip
    return [person_of(row) for row in moment.scalars(asked)]


def of(moment: Moment, member: int) -> list[Person]:
    """The people of a member who did not end, in the order they came."""
    asked = select(PersonRow).where(PersonRow.member == member, PersonRow.ended_at.is_(None)).order_by(PersonRow.id)
    return [person_of(row) for row in moment.scalars(asked)]


def has_password(moment: Moment) -> bool:
    """Whether somebody who did not end can sign in by a password."""
    asked = (
        exists()
        .where(PersonRow.member == MemberRow.id, PersonRow.password != "")
        .where(PersonRow.ended_at.is_(None), MemberRow.ended_at.is_(None))
    )
    return bool(moment.scalar(select(asked)))


def end(change: Moment, person: int, at: datetime) -> None:
    """They can't sign in from now on."""
    end_row(change.get_one(PersonRow, person), at)


def set_roles(change: Moment, person: int, roles: Sequence[PersonRole]) -> None:
    """Raises Rejected ``nothing-granted`` for none."""
    change.get_one(PersonRow, person).roles = granted(roles)


def is_in_charge(person: Person) -> bool:
    """Whether somebody is an administrator who can sign in."""
    return PersonRole.ADMINISTRATOR in person.roles and person.has_password


def keep_one_in_charge(change: Moment, had: bool) -> None:
    """To be called at the end of a change that takes somebody's rights away, with whether somebody was in charge.

    Raises:
        Rejected: ``last-administrator``; the change does not happen.
    """
    change.flush()
    if had and not any(map(is_in_charge, acting(change))):
        raise Rejected("last-administrator", "this is the last administrator; make somebody else one first")


def person_of(row: PersonRow) -> Person:
    """A row without what opens anything."""
    return Person(
        id=row.id,
        member=row.member,
        name=row.name,
        address=row.address,
        # A role that there is no more gives nothing, and leaves the others as they are.
        roles=tuple(PersonRole(each) for each in row.roles if each in set(PersonRole)),
        at=row.at,
        ended_at=row.ended_at,
        has_password=bool(row.password),
        has_second_factor=bool(row.second_factor),
    )
