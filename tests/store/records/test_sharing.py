"""The house, defaults, sharing groups, markings, and a member that becomes part of another: on both databases."""

import pytest
from sqlalchemy import text
from tests.store.records.test_records import NOW, person, regulator

from spamatlas.model import HOUSE, Marking, Rejected, Scope, Tlp
from spamatlas.store.records import keys, members, people, sharing
from spamatlas.store.records.records import Records


def test_the_first_member_runs_the_node_until_another_is_said_to(records: Records) -> None:
    first, second = regulator(records), regulator(records, "Second")
    with records.change() as change:
        assert sharing.house(change) == first
        assert [sharing.owner_of(change, each) for each in (first, second)] == [HOUSE, second]
        sharing.make_house(change, second)
        assert [sharing.owner_of(change, each) for each in (first, second)] == [first, HOUSE]


def test_the_houses_reports_are_green_and_others_amber_until_they_say_otherwise(records: Records) -> None:
    regulator(records)
    other = regulator(records, "Other")
    with records.change() as change:
        assert sharing.default_of(change, HOUSE).tlp is Tlp.GREEN
        assert sharing.default_of(change, other).tlp is Tlp.AMBER
        sharing.set_default(change, other, sharing.Default(Tlp.AMBER_STRICT))
        assert sharing.default_of(change, other).tlp is Tlp.AMBER_STRICT


def test_what_means_the_same_has_one_number(records: Records) -> None:
    regulator(records)
    other = regulator(records, "Other")
    with records.change() as change:
        group = sharing.add_group(change, "Banks", NOW).id
        assert sharing.keep(change, Marking()) == 0
        one = sharing.keep(change, Marking(0, other, Tlp.AMBER, (group,)))
        assert sharing.keep(change, Marking(9, other, Tlp.AMBER, (group, group))) == one
        assert sharing.keep(change, Marking(0, other, Tlp.AMBER)) != one
        assert sharing.keep(change, Marking(0, other, Tlp.CLEAR, (group,))) == sharing.keep(
            change, Marking(0, other, Tlp.CLEAR)
        )


def test_a_red_one_names_people_of_its_owner(records: Records) -> None:
    house, other = regulator(records), regulator(records, "Other")
    own, strange = person(records, other, "own@other.example"), person(records, house, "strange@house.example")
    with records.change() as change:
        assert sharing.keep(change, Marking(0, other, Tlp.RED, (), (own,)))
        for named, code in (((), "red-names-nobody"), ((strange,), "not-its-people"), ((999,), "not-its-people")):
            with pytest.raises(Rejected, match=code):
                sharing.keep(change, Marking(0, other, Tlp.RED, (), named))
        with pytest.raises(Rejected, match="no-such-group"):
            sharing.keep(change, Marking(0, other, Tlp.AMBER, (5,)))


def test_a_groups_members_see_what_is_shared_with_it_while_it_goes_on(records: Records) -> None:
    regulator(records)
    owner, member = regulator(records, "Owner"), regulator(records, "Member")
    with records.change() as change:
        group = sharing.add_group(change, "Banks", NOW)
        number = sharing.keep(change, Marking(0, owner, Tlp.AMBER, (group.id,)))
        assert not sharing.sight(change, member).sees(number)
        sharing.set_members(change, group.id, {member})
        assert sharing.sight(change, member).sees(number)
        assert not sharing.sight(change, None).sees(number)
        sharing.end_group(change, group.id, NOW)
        assert not sharing.sight(change, member).sees(number)
        with pytest.raises(Rejected, match="account-ended"):
            sharing.set_members(change, group.id, {owner})


def test_two_groups_of_one_name_are_not_made(records: Records) -> None:
    with records.change() as change:
        sharing.add_group(change, "Banks", NOW)
        with pytest.raises(Rejected, match="known-account"):
            sharing.add_group(change, "banks ", NOW)


def test_with_a_member_people_groups_and_reports_become_anothers(records: Records) -> None:
    regulator(records)
    one, into = regulator(records, "One"), regulator(records, "Into")
    somebody = person(records, one, "ada@one.example")
    with records.change() as change:
        key = keys.add(change, one, keys.NewKey("feed", "0123abcd", bytes(32), (Scope.JUDGE,), NOW), NOW)
        group = sharing.set_members(change, sharing.add_group(change, "Banks", NOW).id, {one})
        number = sharing.keep(change, Marking(0, one, Tlp.AMBER_STRICT))
        assert not sharing.sight(change, into).sees(number)
        assert sharing.merge(change, one, into, NOW) == {"people": 1, "keys": 1, "markings": 1}
        assert keys.one(change, str(key.id)).member == into
        assert people.one(change, str(somebody)).member == into
        assert sharing.sight(change, into).sees(number)
        assert sharing.group(change, str(group.id)).members == (into,)
        assert members.one(change, str(one)).ended_at == NOW


def test_mergers_that_are_refused(records: Records) -> None:
    house, one, two = regulator(records), regulator(records, "One"), regulator(records, "Two")
    with records.change() as change:
        members.end(change, two, NOW)
        for pair, code in (
            ((one, one), "same-member"), ((house, one), "house-stays"), ((one, two), "account-ended"),
            ((two, one), "account-ended"),
        ):  # fmt: skip
            with pytest.raises(Rejected, match=code):
                sharing.merge(change, *pair, NOW)
        assert sharing.merge(change, one, house, NOW)["people"] == 0


def test_the_database_counts_what_changes_who_sees_what_and_nothing_else(records: Records) -> None:
    regulator(records)
    other = regulator(records, "Other")
    somebody = person(records, other, "own@other.example")

    def turned() -> int:
        with records.read() as moment:
            return sharing.turn(moment)

    before = turned()
    with records.change() as change:
        group = sharing.add_group(change, "Banks", NOW).id
    assert turned() > before
    for statement in (
        "UPDATE sharing_group SET members = '[1]'",
        "INSERT INTO marking (owner, tlp, groups, people) VALUES (5, 'clear', '[]', '[]')",
        "UPDATE marking SET owner = 6",
        "DELETE FROM marking",
        "UPDATE sharing SET is_house = (member = 2)",
    ):
        before = turned()
        with records.change() as change:
            change.execute(text(statement))  # as a release before this one does: nothing of ours is called
        assert turned() > before, statement
    before = turned()
    with records.change() as change:
        people.set_roles(change, somebody, ["analyst"])
        made = keys.add(change, other, keys.NewKey("f", "aa", b"d", (Scope.JUDGE,), NOW), NOW)
        keys.used(change, made.id, NOW)
    assert (turned(), bool(group)) == (before, True)


@pytest.mark.parametrize("named", ["1", "Regulator", "REGULATOR", "École", "éCOLE", "می\u200ccole"])
def test_one_is_found_by_number_or_name_however_it_is_written(records: Records, named: str) -> None:
    names = ("Regulator", "École", "می\u200ccole")
    wanted = {name.casefold(): regulator(records, name) for name in names} | {"1": 1}
    with records.read() as moment:
        assert members.one(moment, named).id == wanted[named.casefold()]


@pytest.mark.parametrize(
    "named", ["", "0", "01", "-1", "1.0", "²", "99999999999999999999", "nobody", "'; --", "\x00", "\ud800"]
)
def test_what_is_no_number_and_no_name_finds_nothing(records: Records, named: str) -> None:
    member = regulator(records)
    person(records, member, "ada@example.org")
    with records.change() as change:
        keys.add(change, member, keys.NewKey("feed", "prefix", b"d", (Scope.JUDGE,), NOW), NOW)
    for one in (members.one, people.one, keys.one):
        with pytest.raises(Rejected, match="no-such-account"), records.read() as moment:
            one(moment, named)
