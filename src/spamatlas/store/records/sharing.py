"""Whose reports are and whom they are shown to: the house, members' defaults, sharing groups, markings."""

import json
from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import String, cast, select, update
from sqlalchemy.orm import Session as Moment

from spamatlas.model import HOUSE, Marking, Reader, Rejected, Sight, Tlp, sight_of
from spamatlas.store.records.rules import end_row, plain_name, refuse_ended
from spamatlas.store.records.tables import (
    ApiKeyRow,
    MarkingRow,
    MemberRow,
    PersonRow,
    SharingGroupRow,
    SharingRow,
    TurnRow,
)


class Default(Struct, frozen=True):
    """What a member's reports are where their filing says nothing; ``people`` may see its RED ones."""

    tlp: Tlp
    groups: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


class Group(Struct, frozen=True):
    """A sharing group: a named set of members."""

    id: int
    name: str
    members: tuple[int, ...]
    at: datetime
    ended_at: datetime | None = None


def house(moment: Moment) -> int:
    """The member that runs the node; 0 before one does."""
    return moment.scalar(select(SharingRow.member).where(SharingRow.is_house)) or 0


def make_house(change: Moment, member: int) -> None:
    """Have a member run the node from now on."""
    change.execute(update(SharingRow).values(is_house=False))
    row = change.get(SharingRow, member) or _fresh(change, member, Tlp.GREEN)
    row.is_house = True


def owner_of(moment: Moment, member: int) -> int:
    """How a member stands where reports are owned: the house as ``HOUSE``."""
    return HOUSE if member == house(moment) else member


def default_of(moment: Moment, owner: int) -> Default:
    """A member's own default, else AMBER, and the house's GREEN: docs/decisions/0016."""
    row = moment.get(SharingRow, owner or house(moment))
    if row is None:
        return Default(Tlp.AMBER if owner else Tlp.GREEN)
    return Default(Tlp(row.tlp), tuple(row.groups), tuple(row.people))


def set_default(change: Moment, owner: int, wanted: Default) -> None:
    """What a member's reports are from now on; those filed before keep their label.

    Raises:
        Rejected: ``red-names-nobody``, ``not-its-people``, ``no-such-group``.
    """
    checked(change, Marking(0, owner, wanted.tlp, wanted.groups, wanted.people))
    member = owner or house(change)
    row = change.get(SharingRow, member) or _fresh(change, member, wanted.tlp)
    row.tlp, row.groups, row.people = wanted.tlp, sorted({*wanted.groups}), sorted({*wanted.people})


def _fresh(change: Moment, member: int, tlp: Tlp) -> SharingRow:
    row = SharingRow(member=member, is_house=False, tlp=tlp, groups=[], people=[], merged_into=0)
    change.add(row)
    change.flush()
    return row


def add_group(change: Moment, name: str, at: datetime) -> Group:
    """A sharing group without members.

    Raises:
        Rejected: ``bad-account-name``, ``known-account``.
    """
    name = plain_name(name)
    if any(each.name.casefold() == name.casefold() for each in groups(change) if each.ended_at is None):
        raise Rejected("known-account", "that name or address is taken")
    row = SharingGroupRow(name=name, members=[], at=at)
    change.add(row)
    change.flush()
    return _group(row)


def groups(moment: Moment) -> list[Group]:
    """All sharing groups, also those that ended, in the order they came."""
    return [_group(row) for row in moment.scalars(select(SharingGroupRow).order_by(SharingGroupRow.id))]


def group(moment: Moment, named: str) -> Group:
    """By number or name; of several of one name the one that goes on.

    Raises:
        Rejected: ``no-such-group``.
    """
    found = [each for each in groups(moment) if named.casefold() in {str(each.id), each.name.casefold()}]
    if not found:
        raise _no_group()
    return max(found, key=lambda each: (each.ended_at is None, each.id))


def set_members(change: Moment, named: int, wanted: Collection[int]) -> Group:
    """Who is in a group from now on: what was shared with it before is theirs to see, and nobody else's.

    Raises:
        Rejected: ``account-ended``.
    """
    row = change.get_one(SharingGroupRow, named)
    refuse_ended(row.ended_at)
    row.members = sorted({*wanted})
    return _group(row)


def end_group(change: Moment, named: int, at: datetime) -> Group:
    """Nothing is shown for its sake any more."""
    row = change.get_one(SharingGroupRow, named)
    end_row(row, at)
    return _group(row)


def markings(moment: Moment) -> list[Marking]:
    """All that were ever given, beside 0."""
    # Thousands are read at once, and most lists are empty: no objects, and no list is decoded for nothing.
    lists = (cast(MarkingRow.groups, String), cast(MarkingRow.people, String))
    found = moment.execute(select(MarkingRow.id, MarkingRow.owner, MarkingRow.tlp, *lists).order_by(MarkingRow.id))
    labels = {str(each): each for each in Tlp}
    return [Marking(row[0], row[1], labels[row[2]], _numbers(row[3]), _numbers(row[4])) for row in found]


def known(moment: Moment, wanted: Marking) -> int | None:
    """The number of a marking like this; None where there is none yet."""
    plain = _plain(wanted)
    if plain == _plain(Marking()):
        return 0
    rows = moment.scalars(select(MarkingRow).where(MarkingRow.owner == plain.owner, MarkingRow.tlp == plain.tlp))
    return next((row.id for row in rows if _plain(_marking(row)) == plain), None)


def keep(change: Moment, wanted: Marking) -> int:
    """The number of a marking like this, made where there is none.

    Raises:
        Rejected: as ``checked``.
    """
    checked(change, wanted)
    if (there := known(change, wanted)) is not None:
        return there
    plain = _plain(wanted)
    row = MarkingRow(owner=plain.owner, tlp=plain.tlp, groups=list(plain.groups), people=list(plain.people))
    change.add(row)
    change.flush()
    return row.id


def checked(moment: Moment, wanted: Marking) -> None:
    """Whether a marking means something.

    Raises:
        Rejected: ``red-names-nobody``; ``not-its-people`` where they are not all the owner's own; ``no-such-group``.
    """
    if wanted.tlp is Tlp.RED and not wanted.people and wanted.owner != HOUSE:
        raise Rejected("red-names-nobody", "TLP:RED is for people who are named; say who may see it")
    for person in wanted.people:
        row = moment.get(PersonRow, person)
        if row is None or owner_of(moment, row.member) != wanted.owner:
            raise Rejected("not-its-people", "whom a report is named for is one of its owner's own people")
    if not {*wanted.groups} <= {each.id for each in groups(moment) if each.ended_at is None}:
        raise _no_group()


def turn(moment: Moment) -> int:
    """A number that is another one whenever the house, a group or a marking changed since."""
    return moment.scalar(select(TurnRow.number)) or 0


def sight(moment: Moment, member: int | None, person: int = 0, *, keeps: bool = False) -> Sight:
    """What somebody of a member (by its own number; None: of none) sees."""
    return sight_of(reader_of(house(moment), groups(moment), member, person, keeps=keeps), markings(moment))


def reader_of(house_is: int, known: Collection[Group], member: int | None, person: int, *, keeps: bool) -> Reader:
    """Who somebody of a member is to ``sight_of``; ``house_is`` is the member that is the house, 0 where none is."""
    owner = HOUSE if keeps or (member is not None and member == house_is) else member
    number = house_is if owner == HOUSE else member
    within = frozenset(each.id for each in known if each.ended_at is None and number in each.members)
    return Reader(owner, person, within, keeps)


def merge(change: Moment, member: int, into: int, at: datetime) -> dict[str, int]:
    """A member becomes part of another: people, keys, sharing and the ownership of its reports follow; how many each.

    Raises:
        Rejected: ``same-member``, ``account-ended``; ``house-stays``: the house takes others in, never the reverse.
    """
    one, other = change.get_one(MemberRow, member), change.get_one(MemberRow, into)
    if member == into:
        raise Rejected("same-member", "a member can't become part of itself")
    refuse_ended(one.ended_at)
    refuse_ended(other.ended_at)
    if member == house(change):
        raise Rejected("house-stays", "who runs the node is not merged into another; merge the other one into it")
    moved = {
        "people": change.execute(update(PersonRow).where(PersonRow.member == member).values(member=into)),
        "keys": change.execute(update(ApiKeyRow).where(ApiKeyRow.member == member).values(member=into)),
        "markings": change.execute(
            update(MarkingRow).where(MarkingRow.owner == member).values(owner=owner_of(change, into))
        ),
    }
    for row in change.scalars(select(SharingGroupRow)):
        if member in row.members:
            row.members = sorted({*row.members, into} - {member})
    end_row(one, at)
    (change.get(SharingRow, member) or _fresh(change, member, Tlp.AMBER)).merged_into = into
    return {what: done.rowcount for what, done in moved.items()}  # type: ignore[attr-defined]


def _numbers(written: str) -> tuple[int, ...]:
    return () if written == "[]" else tuple(json.loads(written))


def _no_group() -> Rejected:
    return Rejected("no-such-group", "there is no sharing group of this name or number")


def _plain(marking: Marking) -> Marking:
    """Without what the label gives no meaning to, so that what is the same has one number."""
    groups_of = marking.groups if marking.tlp is Tlp.AMBER else ()
    people = marking.people if marking.tlp is Tlp.RED else ()
    return Marking(0, marking.owner, marking.tlp, tuple(sorted({*groups_of})), tuple(sorted({*people})))


def _marking(row: MarkingRow) -> Marking:
    return Marking(row.id, row.owner, Tlp(row.tlp), tuple(row.groups), tuple(row.people))


def _group(row: SharingGroupRow) -> Group:
    return Group(row.id, row.name, tuple(row.members), row.at, row.ended_at)
