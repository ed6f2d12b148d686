"""What is kept in memory of who sees what: the same as the records say after each change, whoever made it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.pipeline.acting import BO, Clock

from spamatlas.model import HOUSE, Marking, MemberKind, PersonRole, Scope, Tlp
from spamatlas.pipeline import recognition
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.secrets_of_accounts import prefix_of
from spamatlas.pipeline.sights import Sights
from spamatlas.store.records import members, people, sharing
from spamatlas.store.records.records import Records


@pytest.fixture
def elsewhere(accounts: Accounts, tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    """Another process's: nothing that it changes is told to ``accounts``."""
    made = Accounts(Folder(tmp_path), clock=clock)
    yield made
    made.close()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds by which memory goes, moved by hand; as long as in a node."""
    seconds = [1000.0]
    monkeypatch.setattr(recognition, "FRESH_SECONDS", 2.0)
    monkeypatch.setattr("spamatlas.pipeline.recognition.time.monotonic", lambda: seconds[0])
    return seconds


def test_what_is_kept_follows_every_change(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    records, kept = accounts.records, Sights()
    with records.change() as change:
        one, two = (members.add(change, name, MemberKind.STATE, "KE", clock.now).id for name in ("One", "Two"))
        bo, cy = (
            people.add(change, one, people.NewPerson("B", f"{each}@example.org", (PersonRole.ANALYST,)), clock.now).id
            for each in ("bo", "cy")
        )
        group = sharing.add_group(change, "Banks", clock.now).id
    seen = []
    for step in (
        lambda change: sharing.keep(change, Marking(0, one, Tlp.AMBER, (group,))),
        lambda change: sharing.keep(change, Marking(0, one, Tlp.RED, (), (bo,))),
        lambda change: sharing.keep(change, Marking(0, two, Tlp.AMBER_STRICT)),
        lambda change: sharing.set_members(change, group, [two]),
        lambda change: sharing.end_group(change, group, clock.now),
        lambda change: sharing.make_house(change, two),
        lambda change: sharing.merge(change, one, two, clock.now),
    ):
        with records.change() as change:
            step(change)
        seen.append(_all_sights(records, kept, (one, two), (bo, cy)))
    assert all(before != after for before, after in pairwise(seen)), "every step changed something"


def _all_sights(records: Records, kept: Sights, owners: tuple[int, ...], named: tuple[int, ...]) -> list[object]:
    asked = [(None, 0, False), (HOUSE, 0, True), *((each, 0, False) for each in owners)]
    asked += [(owners[0], each, False) for each in named]
    with records.read() as moment:
        anew = [sharing.sight(moment, member, person, keeps=keeps) for member, person, keeps in asked]
        assert [kept.of(moment, member, person, keeps=keeps) for member, person, keeps in asked] == anew
    return [*anew]


def test_markings_are_not_read_again_while_nothing_changed(accounts: Accounts, ada: SignedIn) -> None:
    shown = Membership(accounts).add_key("1", "feed", [Scope.JUDGE])["secret"]
    accounts.recognition.look_up("key", shown)
    asked: list[str] = []
    engine = accounts.records._engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    accounts.recognition.look_up("key", shown)
    accounts.recognition.look_up("session", ada.word)
    assert asked
    assert not [each for each in asked if "marking" in each or "sharing" in each]
    assert not [each for each in asked if "FROM api_key" in each and "WHERE" not in each], "one row is asked for"


def test_what_another_process_ends_is_shut_within_two_seconds(
    accounts: Accounts, elsewhere: Accounts, ada: SignedIn, time: list[float]
) -> None:
    shown = Membership(accounts).add_key("1", "feed", [Scope.JUDGE])["secret"]
    assert accounts.recognition.look_up("key", shown).kind == "key"
    assert accounts.recognition.look_up("session", ada.word).kind == "person"
    Membership(elsewhere).end_key(prefix_of(shown))
    with elsewhere.records.change() as change:
        people.end(change, ada.person.id, elsewhere.clock())
    time[0] += 2.01
    for kind, word, code in (("key", shown, "key-ended"), ("session", ada.word, "session-ended")):
        assert accounts.recognition.quick(kind, word) is None  # type: ignore[arg-type]
        assert accounts.recognition.look_up(kind, word).refusal == code  # type: ignore[arg-type]


def test_roles_and_groups_that_another_process_takes_away_are_gone_within_two_seconds(
    accounts: Accounts, elsewhere: Accounts, ada: SignedIn, time: list[float]
) -> None:
    with accounts.records.change() as change:
        owner, other = (members.add(change, name, MemberKind.STATE, "", accounts.clock()).id for name in ("O", "P"))
        group = sharing.add_group(change, "Banks", accounts.clock()).id
        sharing.set_members(change, group, [other])
        number = sharing.keep(change, Marking(0, owner, Tlp.AMBER, (group,)))
    shown = Membership(accounts).add_key(str(other), "feed", [Scope.JUDGE])["secret"]
    bo = Membership(accounts).add_person("1", "Bo", BO, [PersonRole.ADMINISTRATOR])
    assert accounts.recognition.look_up("key", shown).sight.sees(number)
    assert accounts.recognition.look_up("session", ada.word).may(Scope.ADMIN)
    with elsewhere.records.change() as change:
        sharing.set_members(change, group, [])
        people.set_roles(change, ada.person.id, [PersonRole.CITIZEN])
    assert bo
    time[0] += 2.01
    assert accounts.recognition.quick("key", shown) is None
    assert not accounts.recognition.look_up("key", shown).sight.sees(number)
    assert not accounts.recognition.look_up("session", ada.word).may(Scope.ADMIN)
