"""Keys of members' programs."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import ApiKey, Scope
from spamatlas.store.records.rules import asked_for, end_row, granted, nobody, number_in, plain_name, refuse_ended
from spamatlas.store.records.tables import ApiKeyRow, MemberRow


class NewKey(Struct, frozen=True):
    """What a key is made of; ``digest`` is that of all of it, ``prefix`` included."""

    name: str
    prefix: str
    digest: bytes
    scopes: tuple[Scope, ...]
    expires_at: datetime


def add(change: Moment, member: int, wanted: NewKey, at: datetime) -> ApiKey:
    """A new key.

    Raises:
        Rejected: ``bad-account-name``, ``nothing-granted``, ``account-ended``.
    """
    name, scopes = plain_name(wanted.name), granted(wanted.scopes)
    refuse_ended(change.get_one(MemberRow, member).ended_at)
    row = ApiKeyRow(
        member=member,
        name=name,
        prefix=wanted.prefix,
        digest=wanted.digest,
        scopes=scopes,
        at=at,
        expires_at=wanted.expires_at,
    )
    change.add(row)
    change.flush()
    return _key(row)


def every(moment: Moment) -> list[ApiKey]:
    """All keys, also those that ended, in the order they came."""
    return [_key(row) for row in moment.scalars(select(ApiKeyRow).order_by(ApiKeyRow.id))]


def one(moment: Moment, named: str) -> ApiKey:
    """By number or prefix.

    Raises:
        Rejected: ``no-such-account``.
    """
    named = asked_for(named)
    row = moment.scalars(
        select(ApiKeyRow).where(or_(ApiKeyRow.id == number_in(named), ApiKeyRow.prefix == named)).order_by(ApiKeyRow.id)
    ).first()
    if row is None:
        raise nobody()
    return _key(row)


def found(moment: Moment, prefix: str) -> tuple[ApiKey, bytes] | None:
    """A key with the digest of its secret; one of a member that ended has ended too."""
    asked = select(ApiKeyRow, MemberRow.ended_at).join(MemberRow, MemberRow.id == ApiKeyRow.member)
    there = moment.execute(asked.where(ApiKeyRow.prefix == prefix)).first()
    if there is None:
        return None
    row, member_ended_at = there
    return _key(row, member_ended_at), row.digest


def end(change: Moment, key: int, at: datetime) -> None:
    """It opens nothing from now on."""
    end_row(change.get_one(ApiKeyRow, key), at)


def used(change: Moment, key: int, at: datetime) -> None:
    """Note that it opened something."""
    change.get_one(ApiKeyRow, key).used_at = at


def _key(row: ApiKeyRow, member_ended_at: datetime | None = None) -> ApiKey:
    return ApiKey(
        id=row.id,
        member=row.member,
        name=row.name,
        prefix=row.prefix,
        # A scope that there is no more opens nothing, and leaves the others as they are.
        scopes=tuple(Scope(each) for each in row.scopes if each in set(Scope)),
        at=row.at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        ended_at=row.ended_at or member_ended_at,
        lost_scopes=tuple(each for each in row.scopes if each not in set(Scope)),
    )
