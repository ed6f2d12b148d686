"""Passkeys: what opens, and everything that must not, each refused by its rule."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.acting import ADA, BO, OTHER, PASSWORD, Clock
from tests.pipeline.authenticator import PRESENT, Authenticator
from tests.refusing import refused

from spamatlas.model import MemberKind
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.passkeys import Passkeys, Site
from spamatlas.pipeline.sign_in import FirstPerson, SignIn

HERE = Site("atlas.example", "https://atlas.example")
THERE = Site("evil.example", "https://evil.example")


def bo(accounts: Accounts) -> SignedIn:
    added = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])
    return SignIn(accounts).use_invitation(added["invitation"], OTHER, "")


def added(accounts: Accounts, who: SignedIn, counter: int = 1) -> Authenticator:
    """Somebody's device, with a passkey of theirs."""
    device, sign = Authenticator(counter), Passkeys(accounts)
    answer = device.make(sign.options_to_add(who.person, HERE), HERE.origin)
    sign.add(who.person.id, who.session.id, answer, "phone", HERE)
    device.counter += counter
    return device


def test_a_passkey_signs_in_without_an_address_and_stands_for_two_factors(accounts: Accounts, ada: SignedIn) -> None:
    device, sign = added(accounts, ada), Passkeys(accounts)
    options = sign.options_to_sign_in(HERE)
    assert not options.get("allowCredentials"), "nothing is told of who has one"
    assert (options["rpId"], options["userVerification"]) == (HERE.name, "required")
    done = sign.sign_in(device.sign(options, HERE.origin), HERE, "Chrome Android")
    assert (done.person.id, done.session.factors, done.session.agent) == (1, 2, "Chrome Android")
    assert accounts.recognition.look_up("session", done.word).who == "administrator 1"
    (kept,) = sign.of_person(1)
    assert (kept.name, kept.site, kept.used_at) == ("phone", HERE.name, accounts.clock())


def test_a_passkey_is_asked_for_that_finds_and_verifies_its_person(accounts: Accounts, ada: SignedIn) -> None:
    options = Passkeys(accounts).options_to_add(ada.person, HERE)
    wanted = options["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert ADA not in str(options["user"]["id"])
    added(accounts, ada)
    assert len(Passkeys(accounts).options_to_add(ada.person, HERE)["excludeCredentials"]) == 1
    assert not Passkeys(accounts).options_to_add(ada.person, THERE).get("excludeCredentials")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another page asked": ({"origin": THERE.origin}, "foreign-passkey"),
    "another port asked": ({"origin": "https://atlas.example:9000"}, "foreign-passkey"),
    "plain HTTP asked": ({"origin": "http://atlas.example"}, "foreign-passkey"),
    "a page in another page asked": ({"cross_origin": True}, "foreign-passkey"),
    "made for another host": ({"site": "evil.example"}, "foreign-passkey"),
    "made for the host above": ({"site": "example"}, "foreign-passkey"),
    "nobody was verified": ({"flags": PRESENT}, "passkey-unverified"),
    "nobody was there": ({"flags": 0}, "passkey-unverified"),
    "the other ceremony": ({"type": "webauthn.create"}, "bad-passkey"),
    "a challenge of its own": ({"challenge": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE"}, "challenge-unknown"),
    "no challenge": ({"challenge": ""}, "challenge-unknown"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_verify_signs_nobody_in(accounts: Accounts, ada: SignedIn, name: str) -> None:
    how, expected = WRONG[name]
    device, sign = added(accounts, ada), Passkeys(accounts)
    answer = device.sign(sign.options_to_sign_in(HERE), **{"origin": HERE.origin, **how})
    before = len(Membership(accounts).sessions())
    assert refused(lambda: sign.sign_in(answer, HERE, "")) == expected
    assert len(Membership(accounts).sessions()) == before
    assert sign.sign_in(device.sign(sign.options_to_sign_in(HERE), HERE.origin), HERE, "").person.id == 1


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_verify_adds_nothing(accounts: Accounts, ada: SignedIn, name: str) -> None:
    how, expected = WRONG[name]
    how = {"type": "webauthn.get"} if "type" in how else how
    sign = Passkeys(accounts)
    answer = Authenticator().make(sign.options_to_add(ada.person, HERE), **{"origin": HERE.origin, **how})
    assert refused(lambda: sign.add(1, ada.session.id, answer, "phone", HERE)) == expected
    assert not sign.of_person(1)


def test_an_answer_is_taken_once_soon_and_for_what_was_asked(accounts: Accounts, ada: SignedIn, clock: Clock) -> None:
    device, sign = added(accounts, ada, counter=0), Passkeys(accounts)
    answer = device.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert sign.sign_in(answer, HERE, "").person.id == 1
    assert refused(lambda: sign.sign_in(answer, HERE, "")) == "challenge-used", "replayed; its counter never moves"
    late = device.sign(sign.options_to_sign_in(HERE), HERE.origin)
    clock.move(minutes=11)
    assert refused(lambda: sign.sign_in(late, HERE, "")) == "challenge-expired"
    clock.move(minutes=-60)
    assert refused(lambda: sign.sign_in(late, HERE, "")) == "challenge-expired", "a clock that jumps opens nothing"
    proof = device.sign(sign.options_to_prove(ada.session.id, HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(proof, HERE, "")) == "challenge-unknown", "asked for something else"


def test_answers_for_another_person_or_session_are_refused(accounts: Accounts, ada: SignedIn) -> None:
    other, sign = bo(accounts), Passkeys(accounts)
    hers = Authenticator().make(sign.options_to_add(ada.person, HERE), HERE.origin)
    assert refused(lambda: sign.add(other.person.id, other.session.id, hers, "x", HERE)) == "challenge-unknown"
    device = added(accounts, ada)
    proof = device.sign(sign.options_to_prove(other.session.id, HERE), HERE.origin)
    assert refused(lambda: sign.prove(other.person.id, other.session.id, proof, HERE)) == "passkey-unknown"
    assert refused(lambda: sign.prove(1, ada.session.id, proof, HERE)) == "challenge-unknown"


def test_a_counter_that_goes_back_is_refused_and_noted(accounts: Accounts, ada: SignedIn) -> None:
    device, sign = added(accounts, ada, counter=5), Passkeys(accounts)
    device.counter = 9
    assert sign.sign_in(device.sign(sign.options_to_sign_in(HERE), HERE.origin), HERE, "").person.id == 1
    for copied in (9, 8, 0):
        device.counter = copied
        answer = device.sign(sign.options_to_sign_in(HERE), HERE.origin)
        assert refused(lambda answer=answer: sign.sign_in(answer, HERE, "")) == "passkey-went-back"
    newest = accounts.trail.newest()[0]
    assert (newest.what, newest.about, newest.why) == ("sign-in-refused", "passkey 1", "passkey-went-back")
    device.counter = 10
    assert sign.sign_in(device.sign(sign.options_to_sign_in(HERE), HERE.origin), HERE, "").person.id == 1


def test_another_devices_signature_is_refused(accounts: Accounts, ada: SignedIn) -> None:
    device, forger, sign = added(accounts, ada), Authenticator(9), Passkeys(accounts)
    forger.credential, forger.handle = device.credential, device.handle
    answer = forger.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(answer, HERE, "")) == "bad-passkey"
    forger.credential = b"nobody's" * 4
    unknown = forger.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(unknown, HERE, "")) == "passkey-unknown"
    device.handle = b"somebody else" * 2
    elses = device.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(elses, HERE, "")) == "passkey-unknown"


def test_a_passkey_of_another_name_of_ours_is_not_taken_here(accounts: Accounts, ada: SignedIn) -> None:
    device, sign = added(accounts, ada), Passkeys(accounts)
    other = Site("other.example", "https://other.example")
    answer = device.sign(sign.options_to_sign_in(other), other.origin)
    assert refused(lambda: sign.sign_in(answer, other, "")) == "passkey-unknown"


def test_a_passkey_that_ended_or_whose_person_did_opens_nothing(accounts: Accounts, ada: SignedIn) -> None:
    first, second, sign = added(accounts, ada), added(accounts, ada), Passkeys(accounts)
    sign.end(1, ada.session.id, 1)
    ended = first.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(ended, HERE, "")) == "passkey-unknown"
    assert sign.sign_in(second.sign(sign.options_to_sign_in(HERE), HERE.origin), HERE, "").person.id == 1
    theirs = added(accounts, bo(accounts))
    Membership(accounts).end_person(BO)
    gone = theirs.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(gone, HERE, "")) == "passkey-unknown"


def test_nobody_touches_anothers_passkey(accounts: Accounts, ada: SignedIn) -> None:
    added(accounts, ada)
    other, sign = bo(accounts), Passkeys(accounts)
    assert refused(lambda: sign.end(other.person.id, other.session.id, 1)) == "no-such-account"
    assert refused(lambda: sign.rename(other.person.id, 1, "mine")) == "no-such-account"
    assert refused(lambda: sign.end(other.person.id, ada.session.id, 1)) == "no-such-account"
    sign.rename(1, 1, "  key on   the ring ")
    assert sign.of_person(1)[0].name == "key on the ring"


def test_adding_and_ending_want_a_proof_of_the_last_ten_minutes(
    accounts: Accounts, ada: SignedIn, clock: Clock
) -> None:
    device, sign = added(accounts, ada), Passkeys(accounts)
    clock.move(minutes=9)
    another = Authenticator().make(sign.options_to_add(ada.person, HERE), HERE.origin)
    clock.move(minutes=2)
    assert refused(lambda: sign.add(1, ada.session.id, another, "x", HERE)) == "proof-wanted"
    assert refused(lambda: sign.end(1, ada.session.id, 1)) == "proof-wanted"
    sign.prove(1, ada.session.id, device.sign(sign.options_to_prove(ada.session.id, HERE), HERE.origin), HERE)
    sign.add(1, ada.session.id, another, "x", HERE)
    clock.move(minutes=-60)
    assert refused(lambda: sign.end(1, ada.session.id, 1)) == "proof-wanted", "a clock that goes back proves nothing"
    SignIn(accounts).prove(1, ada.session.id, PASSWORD)
    sign.end(1, ada.session.id, 1)


def test_a_stolen_password_sets_no_other_factor_where_there_is_a_passkey(accounts: Accounts, ada: SignedIn) -> None:
    device, keys, sign = added(accounts, ada), Passkeys(accounts), SignIn(accounts)
    thief = sign.sign_in(ADA, PASSWORD)
    own = Authenticator().make(keys.options_to_add(ada.person, HERE), HERE.origin)
    secret = sign.offer_second_factor()
    now = pyotp.TOTP(secret).at(accounts.clock())
    for act in (
        lambda: keys.add(1, thief.session.id, own, "x", HERE),
        lambda: keys.end(1, thief.session.id, 1),
        lambda: sign.set_second_factor(1, secret, now, thief.session.id),
    ):
        assert refused(act) == "proof-wanted"
    shown = device.sign(keys.options_to_prove(thief.session.id, HERE), HERE.origin)
    keys.prove(1, thief.session.id, shown, HERE)
    assert sign.set_second_factor(1, secret, now, thief.session.id), "who has the passkey as well is no thief"


def test_one_device_has_one_passkey_and_twenty_are_enough(accounts: Accounts, ada: SignedIn) -> None:
    device, sign = added(accounts, ada), Passkeys(accounts)
    again = device.make(sign.options_to_add(ada.person, HERE), HERE.origin)
    assert refused(lambda: sign.add(1, ada.session.id, again, "x", HERE)) == "known-passkey"
    for _ in range(19):
        added(accounts, ada)
    assert refused(lambda: added(accounts, ada)) == "too-many-passkeys"


def test_an_invitation_takes_the_passkeys_away(accounts: Accounts, ada: SignedIn) -> None:
    device, sign = added(accounts, ada), Passkeys(accounts)
    SignIn(accounts).use_invitation(Membership(accounts).invite(ADA)["invitation"], OTHER, "")
    answer = device.sign(sign.options_to_sign_in(HERE), HERE.origin)
    assert refused(lambda: sign.sign_in(answer, HERE, "")) == "passkey-unknown"


NAMES = ["id", "rawId", "type", "response", "clientExtensionResults", "clientDataJSON", "signature",
         "authenticatorData", "attestationObject", "userHandle"]  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    | st.binary(max_size=80).map(lambda each: urlsafe_b64encode(each).decode().rstrip("="))
)  # fmt: skip
VALUES = st.recursive(LEAVES, lambda each: st.dictionaries(st.sampled_from(NAMES), each, max_size=5), max_leaves=12)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Accounts, Authenticator]]:
    made = Accounts(Folder(tmp_path_factory.mktemp("one")))
    first = FirstPerson("Regulator", MemberKind.STATE, "KE", "Ada Otieno", ADA, PASSWORD)
    yield made, added(made, SignIn(made).set_up(first, ""))
    made.close()


@given(answer=VALUES.map(json.dumps) | st.text(max_size=200) | st.just("[" * 20_000) | st.just("x" * 30_000))
def test_any_answer_is_refused_by_a_rule(one: tuple[Accounts, Authenticator], answer: str) -> None:
    sign = Passkeys(one[0])
    for act in (lambda: sign.sign_in(answer, HERE, ""), lambda: sign.add(1, 1, answer, "x", HERE)):
        assert refused(act) in {"bad-passkey", "foreign-passkey", "passkey-unverified", "passkey-unknown"}


@settings(max_examples=50)  # each that names a passkey is noted in the audit trail, on the disk
@given(
    where=st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "userHandle"]), place=st.integers(0, 999)
)
def test_an_answer_with_one_letter_turned_is_refused(
    one: tuple[Accounts, Authenticator], where: str, place: int
) -> None:
    accounts, device = one
    sign = Passkeys(accounts)
    answer = json.loads(device.sign(sign.options_to_sign_in(HERE), HERE.origin))
    text = answer["response"][where]
    at = place % (len(text) - 1)  # the last letter's lowest bits may say nothing
    answer["response"][where] = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    refused(lambda: sign.sign_in(json.dumps(answer), HERE, ""))
