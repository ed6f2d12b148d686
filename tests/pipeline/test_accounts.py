"""Keys, passwords, codes, sessions and invitations: what opens, and everything that must not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.pipeline.acting import ADA, BO, OTHER, PASSWORD, Clock

from spamatlas.model import MemberKind, PersonRole, Rejected, Scope
from spamatlas.pipeline import recognition, secrets_of_accounts
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.secrets_of_accounts import hash_password, is_password, prefix_of
from spamatlas.pipeline.sign_in import FirstPerson, SignIn, matching_step


def invited(accounts: Accounts, address: str, *roles: PersonRole) -> SignedIn:
    added = Membership(accounts).add_person("1", "Bo", address, roles or (PersonRole.ANALYST,))
    return SignIn(accounts).use_invitation(added["invitation"], OTHER, "")


def key(accounts: Accounts, *scopes: Scope, days: int = 30) -> str:
    return str(Membership(accounts).add_key("1", "feed", scopes or (Scope.REPORTS_WRITE,), days)["secret"])


def code(why: pytest.ExceptionInfo[Rejected]) -> str:
    return why.value.code


def test_a_key_opens_its_scopes_and_its_use_is_noted(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    found = accounts.recognition.look_up("key", key(accounts, Scope.JUDGE, Scope.REPORTS_WRITE))
    assert (found.kind, found.scopes, found.who, found.member) == (
        "key", {Scope.JUDGE, Scope.REPORTS_WRITE}, "key 1", 1,
    )  # fmt: skip
    assert Membership(accounts).all_keys()[0].used_at == clock.now


def test_forged_ended_and_expired_keys_open_nothing(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    shown, look_up = key(accounts), accounts.recognition.look_up
    for forged in (shown[:-1] + ("A" if shown[-1] != "A" else "B"), "", "x", shown.replace("spamatlas_", ""), "ä" * 62):
        assert look_up("key", forged).refusal == "key-unknown", forged
        assert not look_up("key", forged).scopes
    clock.move(days=31)
    assert (look_up("key", shown).refusal, look_up("key", shown).scopes) == ("key-expired", frozenset())
    clock.move(days=-31)
    assert look_up("key", shown).kind == "key"
    Membership(accounts).end_key(prefix_of(shown))
    assert look_up("key", shown).refusal == "key-ended"


def test_what_was_ended_is_shut_at_once_whatever_memory_says(
    accounts: Accounts, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "FRESH_SECONDS", 3600.0)
    shown = key(accounts)
    assert accounts.recognition.quick("key", shown) is None
    assert accounts.recognition.look_up("key", shown).kind == "key"
    known = accounts.recognition.quick("key", shown)
    assert known
    assert known.kind == "key"
    Membership(accounts).end_key(prefix_of(shown))
    assert accounts.recognition.quick("key", shown) is None
    assert accounts.recognition.look_up("key", shown).refusal == "key-ended"


def test_the_keys_and_sessions_of_a_member_that_ended_open_nothing(accounts: Accounts, ada: SignedIn) -> None:
    added = Membership(accounts).add_member("Operator", "sector_member", "TZ")
    shown = Membership(accounts).add_key("Operator", "feed", [Scope.JUDGE])["secret"]
    person = Membership(accounts).add_person(str(added.id), "Bo", BO, [PersonRole.ANALYST])
    bo = SignIn(accounts).use_invitation(person["invitation"], OTHER, "")
    Membership(accounts).end_member("operator")
    assert accounts.recognition.look_up("key", shown).refusal == "key-ended"
    assert accounts.recognition.look_up("session", bo.word).refusal == "session-ended"
    with pytest.raises(Rejected) as why:
        SignIn(accounts).sign_in(BO, OTHER)
    assert code(why) == "wrong-password"


def test_no_secret_is_kept(accounts: Accounts, ada: SignedIn, tmp_path: Path) -> None:
    shown = key(accounts)
    word = Membership(accounts).invite(ADA)["invitation"]
    factor = SignIn(accounts).offer_second_factor()
    now = pyotp.TOTP(factor).at(accounts.clock())
    codes = SignIn(accounts).set_second_factor(1, factor, now, ada.session.id)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite*"))
    for secret in (shown, shown[-43:], word, ada.word, PASSWORD, factor, *codes):
        assert secret.encode() not in kept


def test_set_up_is_done_once(accounts: Accounts, ada: SignedIn) -> None:
    assert accounts.is_set_up()
    with pytest.raises(Rejected) as why:
        SignIn(accounts).set_up(FirstPerson("Other", MemberKind.STATE, "", "Eve", "eve@x.example", PASSWORD), "")
    assert code(why) == "set-up-before"
    assert len(Membership(accounts).members()) == 1


def test_a_session_ends_by_time_by_silence_and_by_hand(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    look_up = accounts.recognition.look_up
    assert look_up("session", ada.word).who == "administrator 1"
    assert look_up("session", ada.word[:-1]).refusal == "session-ended"
    for _ in range(7):
        clock.move(minutes=100)
        assert look_up("session", ada.word).kind == "person"
    clock.move(minutes=100)
    assert look_up("session", ada.word).refusal == "session-ended", "twelve hours are over"
    again = SignIn(accounts).sign_in(ADA, PASSWORD)
    clock.move(minutes=121)
    assert look_up("session", again.word).refusal == "session-ended", "nothing was done for two hours"
    third = SignIn(accounts).sign_in(ADA, PASSWORD)
    SignIn(accounts).sign_out(third.session.id, 1)
    assert look_up("session", third.word).refusal == "session-ended"


def test_nobody_ends_anothers_session(accounts: Accounts, ada: SignedIn) -> None:
    bo = invited(accounts, BO)
    with pytest.raises(Rejected) as why:
        SignIn(accounts).sign_out(ada.session.id, bo.person.id)
    assert code(why) == "no-such-account"
    assert accounts.recognition.look_up("session", ada.word).kind == "person"


@pytest.mark.parametrize(
    ("address", "password"), [(ADA, OTHER), ("eve@x.example", PASSWORD), (ADA, ""), ("", PASSWORD)]
)
def test_address_and_password_must_belong_together(
    accounts: Accounts, ada: SignedIn, address: str, password: str
) -> None:
    with pytest.raises(Rejected) as why:
        SignIn(accounts).sign_in(address, password)
    assert code(why) == "wrong-password"


def test_an_address_that_nobody_has_is_hashed_for_as_well(
    accounts: Accounts, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = secrets_of_accounts._HASHER

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            hashed.append(kept)
            return real.verify(kept, password)

        hash = real.hash

    monkeypatch.setattr(secrets_of_accounts, "_HASHER", Counting())
    for address in (ADA, "nobody@x.example"):
        with pytest.raises(Rejected):
            SignIn(accounts).sign_in(address, "not the password")
    assert len(hashed) == 2
    assert len({kept.rsplit("$", 2)[0] for kept in hashed}) == 1, "with the same parameters"


def test_a_code_is_asked_for_and_taken_once(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    sign = SignIn(accounts)
    secret = sign.offer_second_factor()
    with pytest.raises(Rejected) as why:
        wrong = "000000" if pyotp.TOTP(secret).at(clock.now) != "000000" else "111111"
        sign.set_second_factor(1, secret, wrong, ada.session.id)
    assert code(why) == "wrong-code"
    for forged in ("", "1", "not base 32!", "ä" * 40):
        with pytest.raises(Rejected) as why:
            sign.set_second_factor(1, forged, "000000", ada.session.id)
        assert code(why) == "wrong-code"
    sign.set_second_factor(1, secret, pyotp.TOTP(secret).at(clock.now), ada.session.id)
    with pytest.raises(Rejected) as why:
        sign.sign_in(ADA, PASSWORD)
    assert code(why) == "code-wanted"
    with pytest.raises(Rejected) as why:
        sign.sign_in(ADA, PASSWORD, pyotp.TOTP(secret).at(clock.now))
    assert code(why) == "wrong-code", "the code that set it up was taken"
    clock.move(seconds=30)
    shown = pyotp.TOTP(secret).at(clock.now)
    assert sign.sign_in(ADA, PASSWORD, f"{shown[:3]} {shown[3:]}").person.id == 1
    with pytest.raises(Rejected) as why:
        sign.sign_in(ADA, PASSWORD, shown)
    assert code(why) == "wrong-code", "replayed"
    clock.move(hours=-1)
    with pytest.raises(Rejected):
        sign.sign_in(ADA, PASSWORD, pyotp.TOTP(secret).at(clock.now))
    clock.move(hours=1)
    sign.prove(1, ada.session.id, PASSWORD)
    sign.drop_second_factor(1, ada.session.id)
    assert sign.sign_in(ADA, PASSWORD).person.id == 1


@given(st.text(max_size=12))
def test_any_text_is_a_code_of_now_or_none(shown: str) -> None:
    now, secret = datetime(2026, 11, 26, tzinfo=UTC), "JBSWY3DPEHPK3PXP" * 2
    near = {pyotp.TOTP(secret).at(now + timedelta(seconds=each)) for each in (-30, 0, 30)}
    assert bool(matching_step(secret, shown, now)) == ("".join(shown.split()) in near)


def test_an_invitation_is_used_once_in_time_and_only_the_newest(
    accounts: Accounts, ada: SignedIn, clock: Clock
) -> None:
    membership, sign = Membership(accounts), SignIn(accounts)
    first = membership.add_person("1", "Bo", BO, ["analyst"])["invitation"]
    second = membership.invite(BO)["invitation"]
    for word in (first, "forged", ""):
        with pytest.raises(Rejected) as why:
            sign.use_invitation(word, OTHER, "")
        assert code(why) == "no-such-invitation"
    clock.move(days=8)
    with pytest.raises(Rejected):
        sign.use_invitation(second, OTHER, "")
    clock.move(days=-8)
    assert sign.use_invitation(second, OTHER, "").person.address == BO
    with pytest.raises(Rejected):
        sign.use_invitation(second, PASSWORD, "")


def test_a_new_password_by_invitation_ends_what_was_before(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    sign = SignIn(accounts)
    secret = sign.offer_second_factor()
    sign.set_second_factor(1, secret, pyotp.TOTP(secret).at(clock.now), ada.session.id)
    sign.use_invitation(Membership(accounts).invite(ADA)["invitation"], OTHER, "")
    assert accounts.recognition.look_up("session", ada.word).refusal == "session-ended"
    with pytest.raises(Rejected):
        sign.sign_in(ADA, PASSWORD)
    assert not sign.sign_in(ADA, OTHER).person.has_second_factor


def test_a_changed_password_ends_the_other_sessions(accounts: Accounts, ada: SignedIn) -> None:
    sign = SignIn(accounts)
    here = sign.sign_in(ADA, PASSWORD)
    with pytest.raises(Rejected):
        sign.change_password(1, OTHER, OTHER, here.session.id)
    sign.change_password(1, PASSWORD, OTHER, here.session.id)
    assert accounts.recognition.look_up("session", ada.word).refusal == "session-ended"
    assert accounts.recognition.look_up("session", here.word).kind == "person"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "x" * 300,
        "aaaaaaaaaaaaaaa",
        "ada otieno ada otieno",
        "ada@example.org ada",
        "abababababab",
        "password1234",
        "P@ssw0rd12345",
        "qwertyuiop12",
        "iloveyou12345",
        "Liverpool2024!",
        "adaotieno1234",
        "aaaaaaaaaaab" * 20,
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(Rejected) as why:
        hash_password(password, "Ada Otieno", ADA)
    assert code(why) == "weak-password"


@pytest.mark.parametrize(
    "password", ["four plain words go", "пароль из четырёх слов", "四个普通的词语组成密码了", "x7#Kq9vL2m!w"]
)
def test_a_password_may_be_made_of_anything(password: str) -> None:
    assert is_password(password, hash_password(password, "Ada Otieno", ADA))


def test_a_password_is_kept_by_argon2id() -> None:
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD, "")
    assert not is_password(PASSWORD, "not a hash")


def test_the_last_administrator_stays_one(accounts: Accounts, ada: SignedIn) -> None:
    membership = Membership(accounts)
    membership.add_person("1", "Bo", BO, ["administrator"])  # who never set a password is nobody to fall back on
    for act in (
        lambda: membership.end_person(ADA), lambda: membership.set_roles(ADA, ["analyst"]),
        lambda: membership.end_member("1"),
    ):  # fmt: skip
        with pytest.raises(Rejected) as why:
            act()
        assert code(why) == "last-administrator"
    assert membership.person(ADA).ended_at is None
    SignIn(accounts).use_invitation(membership.invite(BO)["invitation"], OTHER, "")
    assert membership.end_person(ADA).ended_at is not None
    with pytest.raises(Rejected):
        membership.end_person(BO)


WRONG: list[tuple[Any, str]] = [
    (lambda each: each.add_member("X", "kingdom"), "unknown-word"),
    (lambda each: each.add_person("1", "X", "x@x.example", ["king"]), "unknown-word"),
    (lambda each: each.add_key("1", "X", ["reports:fly"]), "unknown-word"),
    (lambda each: each.add_key("1", "X", []), "nothing-granted"),
    (lambda each: each.add_key("1", "X", ["judge"], 0), "bad-days"),
    (lambda each: each.add_key("9", "X", ["judge"]), "no-such-account"),
    (lambda each: each.end_session("9"), "no-such-account"),
    (lambda each: each.end_session("x"), "no-such-account"),
    (lambda each: each.person("9"), "no-such-account"),
]


def test_what_is_asked_wrongly_is_refused_and_not_noted(accounts: Accounts, ada: SignedIn) -> None:
    before = len(accounts.trail.newest())
    for act, expected in WRONG:
        with pytest.raises(Rejected) as why:
            act(Membership(accounts))
        assert code(why) == expected
    assert len(accounts.trail.newest()) == before


def test_every_change_is_noted_with_who_and_what(accounts: Accounts, ada: SignedIn) -> None:
    membership = Membership(accounts)
    membership.add_person("1", "Bo", BO, ["analyst"], who="administrator 1")
    membership.end_person(BO)
    with pytest.raises(Rejected):
        SignIn(accounts).sign_in(ADA, OTHER)
    told = [f"{each.who}, {each.what}, {each.about}" for each in reversed(accounts.trail.newest())]
    assert told == [
        "token, set-up, person 1",
        "token, signed-in, session 1",
        "administrator 1, person-added, person 2",
        "command, person-ended, person 2",
        "person 1, sign-in-refused, person 1",
    ]
    assert all(word not in str(told) for word in (ADA, BO, "Otieno"))


def test_a_line_that_was_touched_shows(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    for number in range(5):
        clock.move(days=-1)  # a clock that jumps back breaks nothing
        accounts.trail.note("key 1", "read", f"/api/v1/reports/{number}")
    whole = accounts.trail.verified()
    assert (whole["holds"], whole["entries"]) == (True, 7)
    assert accounts.trail.verified(whole["head"])["holds"]
    with accounts.records.change() as change:
        change.execute(text("UPDATE audit SET line = replace(line, 'reports/2', 'reports/3') WHERE number = 5"))
    broken = accounts.trail.verified()
    assert (broken["holds"], broken["entries"]) == (False, 5)
    with accounts.records.change() as change:
        change.execute(text("UPDATE audit SET line = replace(line, 'reports/3', 'reports/2') WHERE number = 5"))
        change.execute(text("DELETE FROM audit WHERE number = 7"))
    assert accounts.trail.verified()["holds"], "what was cut off at the end shows only to who noted the head down"
    assert not accounts.trail.verified(whole["head"])["holds"]
