from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from spamatlas.model import MemberKind, PersonRole, Rejected, Scope, Unavailable
from spamatlas.store.records import keys, members, migration, people
from spamatlas.store.records.records import Records
from spamatlas.store.records.tables import PersonRow, Table

NOW = datetime(2026, 11, 26, 12, 30, 15, 123_456, tzinfo=UTC)


def regulator(records: Records, name: str = "Regulator") -> int:
    with records.change() as change:
        return members.add(change, name, MemberKind.STATE, "ke", NOW).id


def person(records: Records, member: int, address: str, *roles: PersonRole) -> int:
    with records.change() as change:
        return people.add(
            change, member, people.NewPerson("Ada", address, roles or (PersonRole.ADMINISTRATOR,)), NOW
        ).id


def test_the_files_make_the_tables_that_the_code_reads(records: Records) -> None:
    with records.read() as moment:
        context = MigrationContext.configure(moment.connection())
        assert compare_metadata(context, Table.metadata) == []
        assert moment.scalar(text("SELECT version_num FROM alembic_version")) == migration.NEWEST
    versions = files("spamatlas.store.records") / "migrations" / "versions"
    assert max(each.name[:4] for each in versions.iterdir() if each.name[0] == "0") == migration.NEWEST


def test_what_was_kept_is_there_again(tmp_path: Path, dsn: str) -> None:
    first = Records(tmp_path / "records.sqlite", dsn)
    regulator(first)
    first.close()
    again = Records(tmp_path / "records.sqlite", dsn)
    with again.read() as moment:
        (member,) = members.every(moment)
    again.close()
    assert (member.name, member.kind, member.country, member.at) == ("Regulator", MemberKind.STATE, "KE", NOW)
    assert member.at.utcoffset() == timedelta(0)


def test_a_newer_releases_tables_are_left_alone(tmp_path: Path, dsn: str) -> None:
    first = Records(tmp_path / "records.sqlite", dsn)
    with first.change() as change:
        change.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    again = Records(tmp_path / "records.sqlite", dsn)
    with again.read() as moment:
        assert moment.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    again.close()


def test_a_time_of_another_zone_is_the_same_moment(records: Records) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=3)))
    with records.change() as change:
        members.add(change, "One", MemberKind.ACADEMIA, "", there)
    with records.read() as moment:
        assert members.every(moment)[0].at == NOW


def test_half_a_change_did_not_happen(records: Records) -> None:
    with pytest.raises(RuntimeError), records.change() as change:
        members.add(change, "One", MemberKind.STATE, "KE", NOW)
        raise RuntimeError
    with records.read() as moment:
        assert members.every(moment) == []


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [(" ", "KE", "bad-account-name"), ("x" * 121, "", "bad-account-name"), ("A", "KEN", "bad-country"),
     ("A", "K1", "bad-country"), ("rEGULATOR", "", "known-account")],
)  # fmt: skip
def test_a_bad_member_is_refused(records: Records, name: str, country: str, code: str) -> None:
    regulator(records)
    with pytest.raises(Rejected) as why, records.change() as change:
        members.add(change, name, MemberKind.STATE, country, NOW)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("name", "address", "roles", "code"),
    [("", "a@b.example", [PersonRole.ANALYST], "bad-account-name"),
     ("A", "a b@c", [PersonRole.ANALYST], "bad-address"),
     ("A", "nobody", [PersonRole.ANALYST], "bad-address"), ("A", "a@b.example", [], "nothing-granted"),
     ("A", "ADA@x.example ", [PersonRole.ANALYST], "known-account")],
)  # fmt: skip
def test_a_bad_person_is_refused(records: Records, name: str, address: str, roles: list[PersonRole], code: str) -> None:
    member = regulator(records)
    person(records, member, "ada@x.example")
    with pytest.raises(Rejected) as why, records.change() as change:
        people.add(change, member, people.NewPerson(name, address, tuple(roles)), NOW)
    assert why.value.code == code


def test_nobody_signs_in_for_a_member_that_ended(records: Records) -> None:
    member = regulator(records)
    person(records, member, "ada@x.example")
    with records.change() as change:
        keys.add(change, member, keys.NewKey("feed", "0123abcd", b"d" * 32, (Scope.JUDGE,), NOW + timedelta(1)), NOW)
        members.end(change, member, NOW)
    with records.read() as moment:
        assert people.with_address(moment, "ada@x.example") is None
        found = keys.found(moment, "0123abcd")
        assert found
        assert found[0].ended_at == NOW
    with pytest.raises(Rejected, match="account-ended"):
        person(records, member, "bob@x.example")
    # What ended may come again under the same name and address.
    person(records, regulator(records), "ada@x.example")


def test_a_scope_that_there_is_no_more_opens_nothing(records: Records) -> None:
    member = regulator(records)
    with records.change() as change:
        scopes: Any = ("reports:fly", Scope.JUDGE)
        keys.add(change, member, keys.NewKey("feed", "0123abcd", b"d" * 32, scopes, NOW), NOW)
    with records.read() as moment:
        assert keys.every(moment)[0].scopes == (Scope.JUDGE,)


def test_two_administrators_who_remove_each_other_leave_one(records: Records) -> None:
    member = regulator(records)
    both = [person(records, member, address) for address in ("ada@x.example", "bob@x.example")]
    with records.change() as change:
        for each in both:
            change.get_one(PersonRow, each).password = "a hash"
    together, refused = Barrier(2), []

    def remove(other: int) -> None:
        together.wait()
        try:
            with records.change() as change:
                people.end(change, other, NOW)
                people.keep_one_in_charge(change, had=True)
        except Rejected as why:
            refused.append(why.code)

    threads = [Thread(target=remove, args=(each,)) for each in both]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert refused == ["last-administrator"]
    with records.read() as moment:
        assert len(people.acting(moment)) == 1


def test_a_database_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="records"):
        Records(tmp_path / "nowhere" / "records.sqlite")
    with pytest.raises(Unavailable, match="records"):
        Records(tmp_path / "x", f"postgresql://spamatlas@/x?host={tmp_path}")
