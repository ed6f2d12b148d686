"""Recovery codes, proofs, roles that want a second factor, and clocks that jump: what holds."""

from pathlib import Path
from threading import Barrier, Thread

import pyotp
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from tests.pipeline.acting import ADA, BO, OTHER, PASSWORD, Clock
from tests.refusing import refused

from spamatlas.model import MemberKind, PersonRole, Rejected, Scope
from spamatlas.pipeline import recognition
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.sign_in import FirstPerson, SignIn
from spamatlas.settings import Settings


def with_factor(accounts: Accounts, ada: SignedIn) -> tuple[str, tuple[str, ...]]:
    """The secret of a second factor that was set up, and its recovery codes."""
    sign = SignIn(accounts)
    secret = sign.offer_second_factor()
    return secret, sign.set_second_factor(1, secret, pyotp.TOTP(secret).at(accounts.clock()), ada.session.id)


def test_a_recovery_code_stands_in_for_the_device_once(accounts: Accounts, ada: SignedIn) -> None:
    _, codes = with_factor(accounts, ada)
    sign = SignIn(accounts)
    assert len(set(codes)) == 10
    done = sign.sign_in(ADA, PASSWORD, codes[3].upper().replace("-", " "))
    assert (done.person.id, done.session.factors) == (1, 2)
    assert refused(lambda: sign.sign_in(ADA, PASSWORD, codes[3])) == "wrong-code"
    assert sign.recovery_codes_left(1) == 9
    misread = codes[4].replace("0", "O").replace("1", "l")
    assert sign.sign_in(ADA, PASSWORD, misread).person.id == 1
    assert refused(lambda: sign.sign_in(ADA, OTHER, codes[5])) == "wrong-password"
    assert "recovery-code-used" in {each.what for each in accounts.trail.newest()}


def test_other_codes_take_the_place_of_those_that_there_were(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    _, codes = with_factor(accounts, ada)
    sign = SignIn(accounts)
    fresh = sign.renew_recovery_codes(1, ada.session.id)
    assert not set(fresh) & set(codes)
    assert refused(lambda: sign.sign_in(ADA, PASSWORD, codes[0])) == "wrong-code"
    assert sign.sign_in(ADA, PASSWORD, fresh[0]).person.id == 1
    clock.move(minutes=11)
    assert refused(lambda: sign.renew_recovery_codes(1, ada.session.id)) == "proof-wanted"
    sign.prove(1, ada.session.id, PASSWORD)
    sign.drop_second_factor(1, ada.session.id)
    assert sign.recovery_codes_left(1) == 0


def test_a_code_is_its_persons_alone(accounts: Accounts, ada: SignedIn) -> None:
    _, codes = with_factor(accounts, ada)
    word = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["invitation"]
    bo = SignIn(accounts).use_invitation(word, OTHER, "")
    secret = SignIn(accounts).offer_second_factor()
    now = pyotp.TOTP(secret).at(accounts.clock())
    SignIn(accounts).set_second_factor(bo.person.id, secret, now, bo.session.id)
    assert refused(lambda: SignIn(accounts).sign_in(BO, OTHER, codes[0])) == "wrong-code"


def test_a_proof_is_the_password_and_holds_ten_minutes(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    secret, _ = with_factor(accounts, ada)
    sign = SignIn(accounts)
    clock.move(minutes=11)
    for act in (
        lambda: sign.drop_second_factor(1, ada.session.id),
        lambda: sign.set_second_factor(1, secret, pyotp.TOTP(secret).at(clock.now), ada.session.id),
    ):
        assert refused(act) == "proof-wanted"
    assert refused(lambda: sign.prove(1, ada.session.id, OTHER)) == "wrong-password"
    assert refused(lambda: sign.prove(1, ada.session.id, "")) == "wrong-password"
    sign.prove(1, ada.session.id, "", pyotp.TOTP(secret).at(clock.now))
    assert refused(lambda: sign.drop_second_factor(1, ada.session.id)) == "proof-wanted", (
        "a code alone proves no person"
    )
    sign.prove(1, ada.session.id, PASSWORD)
    sign.drop_second_factor(1, ada.session.id)
    assert "proof-refused" in {each.what for each in accounts.trail.newest()}


def test_a_proof_in_another_session_proves_nothing_here(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    with_factor(accounts, ada)
    clock.move(minutes=11)
    word = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["invitation"]
    bo = SignIn(accounts).use_invitation(word, OTHER, "")
    assert refused(lambda: SignIn(accounts).drop_second_factor(1, ada.session.id)) == "proof-wanted"
    assert refused(lambda: SignIn(accounts).drop_second_factor(1, bo.session.id)) == "no-such-account"
    assert refused(lambda: SignIn(accounts).prove(1, bo.session.id, PASSWORD)) == "no-such-account"


def test_a_role_that_wants_a_second_factor_may_nothing_without(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "FRESH_SECONDS", 0.0)
    accounts = Accounts(
        Folder(tmp_path), clock=clock, settings=Settings(second_factor_roles=(PersonRole.ADMINISTRATOR,))
    )
    ada = SignIn(accounts).set_up(FirstPerson("R", MemberKind.STATE, "KE", "Ada Otieno", ADA, PASSWORD), "")
    seen = accounts.recognition.look_up("session", ada.word)
    assert (seen.kind, seen.lacks_factor, seen.scopes) == ("person", True, frozenset())
    secret, codes = with_factor(accounts, ada)
    assert accounts.recognition.look_up("session", ada.word).may(Scope.ADMIN), "it was shown as it was set up"
    again = SignIn(accounts).sign_in(ADA, PASSWORD, codes[0])
    assert accounts.recognition.look_up("session", again.word).may(Scope.ADMIN)
    word = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["invitation"]
    bo = SignIn(accounts).use_invitation(word, OTHER, "")
    assert accounts.recognition.look_up("session", bo.word).may(Scope.REPORTS_READ), "analysts need none here"
    clock.move(minutes=5)
    SignIn(accounts).drop_second_factor(1, again.session.id)
    plain = SignIn(accounts).sign_in(ADA, PASSWORD)
    assert accounts.recognition.look_up("session", plain.word).lacks_factor
    assert pyotp.TOTP(secret)
    accounts.close()


BACK = [({"minutes": -4}, True), ({"minutes": -6}, False), ({"days": -400}, False)]
"""A clock may be put right by five minutes; further back, what is open for a time is shut."""
FORTH = [({"minutes": 119}, True), ({"minutes": 121}, False), ({"days": 400}, False)]


@pytest.mark.parametrize(("by", "is_open"), [*BACK, *FORTH])
def test_a_session_is_never_open_longer_than_it_was_to_be(
    accounts: Accounts, ada: SignedIn, clock: Clock, by: dict[str, int], is_open: bool
) -> None:
    """A clock that goes back would make twelve hours of any number; one that goes forward ends them early."""
    clock.move(**by)
    assert (accounts.recognition.look_up("session", ada.word).kind == "person") is is_open


@pytest.mark.parametrize(("by", "is_open"), [*BACK, ({"days": 6}, True), ({"days": 8}, False)])
def test_an_invitation_is_never_open_longer_than_it_was_to_be(
    accounts: Accounts, ada: SignedIn, clock: Clock, by: dict[str, int], is_open: bool
) -> None:
    word = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["invitation"]
    clock.move(**by)
    if is_open:
        assert SignIn(accounts).use_invitation(word, OTHER, "").person.address == BO
    else:
        assert refused(lambda: SignIn(accounts).use_invitation(word, OTHER, "")) == "no-such-invitation"


def test_a_clock_that_goes_back_takes_no_code_twice_and_recovery_codes_still_let_in(
    accounts: Accounts, ada: SignedIn, clock: Clock
) -> None:
    secret, codes = with_factor(accounts, ada)
    clock.move(minutes=5)
    shown = pyotp.TOTP(secret).at(clock.now)
    SignIn(accounts).sign_in(ADA, PASSWORD, shown)
    for _ in range(3):
        clock.move(minutes=-1)
        now = pyotp.TOTP(secret).at(clock.now)
        assert refused(lambda now=now: SignIn(accounts).sign_in(ADA, PASSWORD, now)) == "wrong-code"
    assert SignIn(accounts).sign_in(ADA, PASSWORD, codes[0]).person.id == 1
    clock.move(days=400)
    assert refused(lambda: SignIn(accounts).sign_in(ADA, PASSWORD, shown)) == "wrong-code"
    assert SignIn(accounts).sign_in(ADA, PASSWORD, pyotp.TOTP(secret).at(clock.now)).person.id == 1


def test_a_scope_or_role_that_there_is_no_more_opens_nothing_and_breaks_nothing(
    accounts: Accounts, ada: SignedIn
) -> None:
    shown = Membership(accounts).add_key("1", "feed", [Scope.JUDGE])["secret"]
    with accounts.records.change() as change:
        change.execute(text("""UPDATE api_key SET scopes = '["judge", "reports:fly", "admin "]'"""))
    with capture_logs() as logged:
        found = accounts.recognition.look_up("key", shown)
    assert (found.kind, found.scopes) == ("key", {Scope.JUDGE})
    assert [(each["event"], each["scopes"]) for each in logged] == [("key-lost-scopes", 2)]
    assert Membership(accounts).all_keys()[0].lost_scopes == ("reports:fly", "admin ")
    with accounts.records.change() as change:
        change.execute(text("""UPDATE api_key SET scopes = '["reports:fly"]'"""))
        change.execute(text("""UPDATE person SET roles = '["king"]'"""))
    assert accounts.recognition.look_up("key", shown).scopes == frozenset()
    king = accounts.recognition.look_up("session", ada.word)
    assert (king.kind, king.scopes, king.who) == ("person", frozenset(), "person 1")


@pytest.mark.parametrize("act", ["end", "roles"])
def test_two_administrators_who_remove_each_other_leave_one(accounts: Accounts, ada: SignedIn, act: str) -> None:
    """As the pages do it, with both changes under way at once; the records' own suite does it on both databases."""
    word = Membership(accounts).add_person("1", "Bo", BO, ["administrator"])["invitation"]
    SignIn(accounts).use_invitation(word, OTHER, "")
    together, refusals = Barrier(2), []

    def remove(other: str) -> None:
        membership = Membership(accounts)
        together.wait()
        try:
            membership.end_person(other) if act == "end" else membership.set_roles(other, ["analyst"])
        except Rejected as why:
            refusals.append(why.code)

    threads = [Thread(target=remove, args=(each,)) for each in (ADA, BO)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert refusals == ["last-administrator"]
    people = [each for each in Membership(accounts).people() if each.ended_at is None]
    assert sum(PersonRole.ADMINISTRATOR in each.roles for each in people) == 1
