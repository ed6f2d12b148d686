"""Passkeys, bonds, recovery codes and challenges as they are kept, on both databases, also where two come at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from tests.refusing import refused

from spamatlas.model import MemberKind, PersonRole, Rejected
from spamatlas.store.records import bonds, challenges, members, passkeys, people, recovery_codes, sessions
from spamatlas.store.records.records import Records

NOW = datetime(2026, 11, 26, 12, 30, 15, 123_456, tzinfo=UTC)
ISSUER = "https://login.example.org"


def person(records: Records, address: str = "ada@example.org") -> int:
    with records.change() as change:
        member = members.add(change, f"R {address}", MemberKind.STATE, "", NOW).id
        return people.add(change, member, people.NewPerson("Ada", address, (PersonRole.ANALYST,)), NOW).id


def new(credential: bytes, counter: int = 4_294_967_295) -> passkeys.NewPasskey:
    return passkeys.NewPasskey(credential, b"\x00key\xff", counter, "atlas.example", " my  phone ")


def at_once(records: Records, act: Callable[[Session], Any]) -> list[Any]:
    """What two get who do the same in the same moment: what came of it, or the code of the refusal."""
    together, came = Barrier(2), []

    def do() -> None:
        together.wait()
        try:
            with records.change() as change:
                done = act(change)
            came.append(done)
        except Rejected as why:
            came.append(why.code)

    threads = [Thread(target=do) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


def test_a_passkey_is_kept_found_used_and_ended(records: Records) -> None:
    ada = person(records)
    with records.change() as change:
        added = passkeys.add(change, ada, new(b"\x00\xff"), NOW)
    with records.read() as moment:
        found = passkeys.found(moment, b"\x00\xff")
        assert found
        assert (found.passkey, found.public_key, found.counter, found.person.id) == (
            added, b"\x00key\xff", 4_294_967_295, ada,
        )  # fmt: skip
        assert (added.name, added.at) == ("my phone", NOW)
        assert passkeys.credentials(moment, ada, "atlas.example") == [b"\x00\xff"]
        assert passkeys.credentials(moment, ada, "other.example") == []
    with records.change() as change:
        passkeys.used(change, added.id, 7, NOW + timedelta(hours=1))
        assert refused(lambda: passkeys.add(change, ada, new(b"\x00\xff"), NOW)) == "known-passkey"
        passkeys.end(change, added.id, NOW)
    with records.read() as moment:
        assert passkeys.found(moment, b"\x00\xff") is None
        assert passkeys.every(moment)[0].used_at == NOW + timedelta(hours=1)


def test_a_bond_is_one_persons_until_they_end(records: Records) -> None:
    ada, bo = person(records), person(records, "bo@example.org")
    with records.change() as change:
        assert not bonds.there_are(change)
        bonds.tie(change, ada, ISSUER, "s1", NOW)
        assert refused(lambda: bonds.tie(change, ada, ISSUER, "s2", NOW)) == "known-bond"
        bonds.tie(change, bo, "https://other.example", "s1", NOW)
    with records.read() as moment:
        found = bonds.found(moment, ISSUER, "s1")
        assert found
        assert (found.id, bonds.tied(moment), bonds.there_are(moment)) == (ada, {ada, bo}, True)
        assert bonds.found(moment, ISSUER, "S1") is None
    with records.change() as change:
        people.end(change, ada, NOW)
        people.end(change, bo, NOW)
    with records.read() as moment:
        assert bonds.found(moment, ISSUER, "s1") is None
        assert not bonds.there_are(moment)


def test_a_challenge_that_two_answer_at_once_is_taken_once(records: Records) -> None:
    came = at_once(records, lambda change: challenges.use(change, b"\x00\xffmark", NOW + timedelta(minutes=9), NOW))
    assert sorted(map(str, came)) == ["None", "challenge-used"]
    with records.change() as change:
        later = NOW + timedelta(minutes=10)
        challenges.use(change, b"another", later + timedelta(minutes=9), later)
        assert change.scalar(text("SELECT count(*) FROM used_challenge")) == 1, "what is too old is forgotten"


def test_a_recovery_code_that_two_show_at_once_is_taken_once(records: Records) -> None:
    ada = person(records)
    with records.change() as change:
        recovery_codes.replace(change, ada, [b"one", b"two"], NOW)
    came = at_once(records, lambda change: recovery_codes.use(change, ada, b"one", NOW))
    assert sorted(came) == [False, True]
    with records.read() as moment:
        assert recovery_codes.left(moment, ada) == 1


def test_a_session_from_before_is_one_of_one_factor_that_proved_nothing(dsn: str, tmp_path: Path) -> None:
    """Records of the first revision, with somebody signed in, opened by this one."""
    path = tmp_path / "records.sqlite"
    engine = create_engine(dsn.replace("postgresql://", "postgresql+psycopg://") if dsn else f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "spamatlas.store.records:migrations")
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO member VALUES (1, 'R', 'state', '', '2026-11-26 12:00:00', NULL)"))
        row = "1, 1, 'Ada', 'ada@example.org', '[\"analyst\"]', '2026-11-26 12:00:00', NULL, 'kept', :none, 0"
        connection.execute(text(f"INSERT INTO person VALUES ({row})"), {"none": b""})
        times = "'2026-11-26 12:00:00', '2026-11-26 12:00:00', '2026-11-27 00:00:00'"
        connection.execute(
            text(f"INSERT INTO session VALUES (1, 1, :digest, {times}, NULL, 'Firefox')"), {"digest": b"d"}
        )
    engine.dispose()
    records = Records(path, dsn)
    with records.read() as moment:
        found = sessions.found(moment, b"d")
    records.close()
    assert found
    assert (found[0].factors, found[0].proved_at, found[1].address) == (1, None, "ada@example.org")
