"""Members: organisations that take part."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Member, MemberKind, Rejected
from spamatlas.store.records import sharing
from spamatlas.store.records.rules import asked_for, end_row, nobody, number_in, plain_name
from spamatlas.store.records.tables import MemberRow

_NAMES = select(MemberRow.id, MemberRow.name)


def add(change: Moment, name: str, kind: MemberKind, country: str, at: datetime) -> Member:
    """A new member.

    Raises:
        Rejected: ``bad-account-name``, ``bad-country``, ``known-account``.
    """
    name, country = plain_name(name), country.upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Rejected("bad-country", "a country is two letters (ISO 3166-1), or nothing for an organisation of none")
    if any(each.name.casefold() == name.casefold() for each in every(change) if each.ended_at is None):
        raise Rejected("known-account", "that name or address is taken")
    row = MemberRow(name=name, kind=kind, country=country, at=at)
    change.add(row)
    change.flush()
    if not sharing.house(change):  # whoever is first runs the node
        sharing.make_house(change, row.id)
    return _member(row)


def every(moment: Moment) -> list[Member]:
    """All members, also those that ended, in the order they came."""
    return [_member(row) for row in moment.scalars(select(MemberRow).order_by(MemberRow.id))]


def one(moment: Moment, named: str) -> Member:
    """By number or name; of several of one name the one that goes on.

    Raises:
        Rejected: ``no-such-account``.
    """
    named = asked_for(named)
    exact = or_(MemberRow.id == number_in(named), MemberRow.name == named)
    found = [*moment.scalars(select(MemberRow).where(exact))]
    if not found:  # no database folds all letters as we do, so names alone are read
        alike = [row.id for row in moment.execute(_NAMES) if row.name.casefold() == named.casefold()]
        found = [*moment.scalars(select(MemberRow).where(MemberRow.id.in_(alike)))] if alike else []
    if not found:
        raise nobody()
    return _member(max(found, key=lambda row: (row.ended_at is None, row.id)))


def end(change: Moment, member: int, at: datetime) -> None:
    """Nobody signs in for it from now on, and none of its keys opens anything."""
    end_row(change.get_one(MemberRow, member), at)


def _member(row: MemberRow) -> Member:
    return Member(row.id, row.name, MemberKind(row.kind), row.country, row.at, row.ended_at)
