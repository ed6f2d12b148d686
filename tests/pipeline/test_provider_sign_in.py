"""Signing in by an identity provider: who comes in, and every answer that must not let anybody in, by its rule."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.pipeline.provider_server import CLIENT, SECRET, ProviderServer, running

from spamatlas.model import MemberKind, Rejected
from spamatlas.pipeline import outgoing, provider
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import SignedIn, is_proved
from spamatlas.pipeline.provider_sign_in import Answer, Providers, ProviderSignIn
from spamatlas.pipeline.sign_in import FirstPerson, SignIn
from spamatlas.settings import Provider

BACK = "https://atlas.example/console/sign-in/with/state/back"
BO = "bo@example.org"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    made = Accounts(Folder(tmp_path_factory.mktemp("accounts")))
    SignIn(made).set_up(FirstPerson("R", MemberKind.STATE, "", "Ada", "ada@example.org", "four plain words go"), "")
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with running() as started:
        yield started


@pytest.fixture
def sign(accounts: Accounts, server: ProviderServer, tmp_path: Path) -> ProviderSignIn:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    wanted = Provider(name="state", issuer=server.issuer, client_id=CLIENT, secret_file=str(tmp_path / "secret"))
    return ProviderSignIn(accounts, Providers([wanted]))


@pytest.fixture
def bo(accounts: Accounts) -> Iterator[Any]:
    """Somebody who was invited, and nothing else."""
    added = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["person"]
    yield added
    Membership(accounts).end_person(str(added.id))


def come(sign: ProviderSignIn, server: ProviderServer, **changes: str) -> SignedIn:
    address, word = sign.begin("state", BACK)
    came = {**server.signs_in(address), **changes}
    return sign.finish("state", BACK, word, Answer(**came), "Firefox Linux")


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Rejected) as why:
        act()
    return why.value.code


def test_who_was_invited_comes_in_and_is_the_same_one_whatever_their_address_becomes(
    sign: ProviderSignIn, server: ProviderServer, accounts: Accounts, bo: Any
) -> None:
    done = come(sign, server)
    assert (done.person.id, done.session.agent, done.session.factors) == (bo.id, "Firefox Linux", 1)
    assert accounts.recognition.look_up("session", done.word).who == f"analyst {bo.id}"
    server.person = {"sub": "subject-1", "email": "changed@example.org", "email_verified": False}
    assert come(sign, server).person.id == bo.id
    server.person = {"sub": "subject-2", "email": BO, "email_verified": True}
    assert refused(lambda: come(sign, server)) == "not-invited", "an address that was given to somebody else"
    assert server.bears[0]["basic"] == "spamatlas-node:s3cret%2Fof%20the%20node"
    told = [each.what for each in accounts.trail.newest(20)]
    assert {"provider-tied", "signed-in", "sign-in-refused"} <= set(told)


def test_what_is_asked_for_is_a_code_with_pkce_state_and_nonce(sign: ProviderSignIn, server: ProviderServer) -> None:
    address, word = sign.begin("state", BACK)
    asked = dict(httpx.URL(address).params)
    assert address.startswith(f"{server.issuer}/authorize?")
    assert (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]) == ("code", "S256", BACK)
    assert len(asked["code_challenge"]) == 43
    assert len({asked["state"], asked["nonce"], asked["code_challenge"], word}) == 4
    assert word not in address
    assert "max_age" not in asked
    again = dict(httpx.URL(sign.begin("state", BACK, "login")[0]).params)
    assert again["prompt"] == "login"
    assert int(again["max_age"]) > 0, "at 0 Canaille 0.3.6 asks for the password for ever: 0 seconds are always over"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, "select_account"),
        (["login", "select_account"], "select_account"),
        (["login", "consent"], "login"),
    ],
)
def test_another_account_is_asked_for_as_the_provider_can(
    sign: ProviderSignIn, server: ProviderServer, known: Any, expected: str
) -> None:
    server.document = {"prompt_values_supported": known}
    assert dict(httpx.URL(sign.begin("state", BACK, "select_account")[0]).params)["prompt"] == expected


def unsigned(header: dict[str, Any], told: dict[str, Any]) -> str:
    parts = [json.dumps(each).encode() for each in ({"alg": "none"}, told)]
    return ".".join(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts) + "."


def by_the_secret(header: dict[str, Any], told: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, told, OctKey.import_key(SECRET * 2), algorithms=["HS256"])


def by_another_key(header: dict[str, Any], told: dict[str, Any]) -> str:
    other = RSAKey.generate_key(2048, {"kid": "1"})
    return jwt.encode(header, told, other, algorithms=["RS256"])


NOW = int(time.time())
"""When the tests were collected, which may be half an hour before they run."""
WRONG: dict[str, tuple[dict[str, Any], Any, str]] = {
    "another issuer": ({"iss": "https://evil.example"}, None, "provider-wrong-issuer"),
    "no issuer": ({"iss": None}, None, "provider-wrong-issuer"),
    "for another client": ({"aud": "another-node"}, None, "provider-wrong-audience"),
    "for nobody": ({"aud": None}, None, "provider-wrong-audience"),
    "for two, by another": ({"aud": [CLIENT, "other"], "azp": "other"}, None, "provider-wrong-audience"),
    "for two, by nobody": ({"aud": [CLIENT, "other"]}, None, "provider-wrong-audience"),
    "expired": ({"exp": NOW - 120, "iat": NOW - 600}, None, "provider-token-expired"),
    "without an end": ({"exp": None}, None, "provider-token-expired"),
    "an end that is no number": ({"exp": "tomorrow"}, None, "provider-token-expired"),
    "another nonce": ({"nonce": "replayed"}, None, "provider-wrong-nonce"),
    "no nonce": ({"nonce": None}, None, "provider-wrong-nonce"),
    "of nobody": ({"sub": None}, None, "provider-bad-token"),
    "of a list": ({"sub": ["subject-1"]}, None, "provider-bad-token"),
    "not yet": ({"nbf": NOW + 86_400}, None, "provider-token-early"),
    "from the future": ({"iat": NOW + 86_400}, None, "provider-token-early"),
    "alg none": ({}, unsigned, "provider-wrong-algorithm"),
    "by the shared secret": ({}, by_the_secret, "provider-wrong-algorithm"),
    "by another key": ({}, by_another_key, "provider-bad-signature"),
    "no token": ({}, lambda header, told: "", "provider-bad-token"),
    "rubbish": ({}, lambda header, told: "a.b.c", "provider-bad-token"),
    "not verified": ({"email_verified": False, "sub": "new"}, None, "address-unverified"),
    "not verified in words": ({"email_verified": "false", "sub": "new"}, None, "address-unverified"),
    "verified by a number": ({"email_verified": 1, "sub": "new"}, None, "address-unverified"),
    "verified by a list": ({"email_verified": ["true"], "sub": "new"}, None, "address-unverified"),
    "nothing is said of it": ({"email_verified": None, "sub": "new"}, None, "address-unverified"),
    "nobody invited": ({"email": "eve@example.org", "sub": "new"}, None, "not-invited"),
    "no address": ({"email": "", "sub": "new"}, None, "not-invited"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    sign: ProviderSignIn, server: ProviderServer, accounts: Accounts, bo: Any, name: str
) -> None:
    claims, how, expected = WRONG[name]
    server.claims = claims
    server.sign = how or server.sign
    before = len(Membership(accounts).sessions())
    assert refused(lambda: come(sign, server)) == expected
    assert len(Membership(accounts).sessions()) == before
    newest = accounts.trail.newest(1)[0]
    assert (newest.what, newest.about, newest.why) == ("sign-in-refused", "provider state", expected)


def test_some_providers_say_in_a_word_that_an_address_is_verified(
    sign: ProviderSignIn, server: ProviderServer, bo: Any
) -> None:
    server.claims = {"email_verified": "true"}
    assert come(sign, server).person.id == bo.id


def test_one_that_says_nothing_of_addresses_may_vouch_for_them_and_for_none_that_it_says_is_not_verified(
    accounts: Accounts, server: ProviderServer, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Canaille 0.3.6 and Glewlwyd 2.7.5 say nothing as they come."""
    monkeypatch.setenv("SPAMATLAS_PROVIDER_STATE_SECRET", SECRET)
    wanted = Provider(name="state", issuer=server.issuer, client_id=CLIENT, vouches_for_addresses=True)
    sign = ProviderSignIn(accounts, Providers([wanted]))
    server.claims = {"email_verified": False}
    assert refused(lambda: come(sign, server)) == "address-unverified"
    server.claims = {"email_verified": None}
    assert come(sign, server).person.id == bo.id


def test_a_state_is_one_browsers_one_providers_and_taken_once(
    sign: ProviderSignIn, server: ProviderServer, bo: Any
) -> None:
    address, word = sign.begin("state", BACK)
    came = Answer(**server.signs_in(address))
    _, elses = sign.begin("state", BACK)
    assert refused(lambda: sign.finish("state", BACK, elses, came, "")) == "challenge-unknown", "login CSRF"
    assert refused(lambda: sign.finish("state", BACK, "", came, "")) == "challenge-unknown", "no cookie"
    for forged in ("", "x", "A" * 80, "ä" * 40):
        made = Answer(state=forged, code=came.code)
        assert refused(lambda made=made: sign.finish("state", BACK, word, made, "")) == "challenge-unknown"
    assert "/token" not in server.asked, "nothing was asked of the provider for any of them"
    assert sign.finish("state", BACK, word, came, "").person.id == bo.id
    assert refused(lambda: sign.finish("state", BACK, word, came, "")) == "challenge-used", "replayed"
    assert refused(lambda: sign.finish("other", BACK, word, came, "")) == "no-such-provider"


def test_a_code_that_was_taken_or_is_anothers_opens_nothing(
    sign: ProviderSignIn, server: ProviderServer, bo: Any
) -> None:
    hers, _ = sign.begin("state", BACK)
    stolen = server.signs_in(hers)["code"]
    assert refused(lambda: come(sign, server, code=stolen)) == "provider-answer", "PKCE: the code is another browser's"
    assert refused(lambda: come(sign, server, code="never-was")) == "provider-answer"
    assert refused(lambda: come(sign, server, error="access_denied")) == "provider-declined"
    assert refused(lambda: come(sign, server, code="")) == "provider-declined"
    assert refused(lambda: come(sign, server, issuer="https://evil.example")) == "provider-wrong-issuer", "RFC 9207"


DOCUMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "says it is another": ({"issuer": "https://evil.example"}, "provider-wrong-issuer"),
    "asks in the open": ({"authorization_endpoint": "http://evil.example/authorize"}, "provider-address"),
    "has no address to go to": ({"authorization_endpoint": None}, "provider-answer"),
    "asks by a script": ({"authorization_endpoint": "javascript:alert(1)"}, "provider-address"),
    "keeps its keys in the open": ({"jwks_uri": "http://192.0.2.1/keys"}, "provider-address"),
    "has no keys": ({"jwks_uri": None}, "provider-address"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_provider_says_of_itself_is_checked(sign: ProviderSignIn, server: ProviderServer, name: str) -> None:
    server.document, expected = DOCUMENTS[name]
    assert refused(lambda: sign.begin("state", BACK)) == expected


JSON = {"content-type": "application/json"}
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "an error": (500, {}, b"{}"),
    "elsewhere": (302, {"location": "http://169.254.169.254/"}, b""),
    "no JSON": (200, JSON, b"<html>"),
    "no object": (200, JSON, b"[1, 2]"),
    "deep": (200, JSON, b"[" * 100_000),
    "too long": (200, JSON, b'{"x": "' + b"x" * 1_100_000 + b'"}'),
    "packed": (200, {**JSON, "content-encoding": "gzip"}, b"{}"),
}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_cannot_be_used_is_refused(
    sign: ProviderSignIn, server: ProviderServer, bo: Any, path: str, name: str
) -> None:
    server.answers[path] = ANSWERS[name]
    assert refused(lambda: come(sign, server)) == "provider-answer"


REFUSALS: dict[str, tuple[int, bytes, str]] = {
    "a secret that changed": (401, b'{"error": "invalid_client"}', "provider-wrong-client"),
    "the same, as some say it": (
        400,
        b'{"error": "invalid_client", "hint": "no"}',
        "provider-wrong-client",
    ),
    "in no words": (401, b"", "provider-wrong-client"),
    "a code of long ago": (400, b'{"error": "invalid_grant"}', "provider-answer"),
    "a word of its own": (400, b'{"error": ["invalid_client"]}', "provider-answer"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_provider_that_does_not_know_the_node_is_told_from_one_that_answers_nothing(
    sign: ProviderSignIn, server: ProviderServer, bo: Any, name: str
) -> None:
    status, body, expected = REFUSALS[name]
    server.answers["/token"] = (status, JSON, body)
    assert refused(lambda: come(sign, server)) == expected


def test_a_provider_that_is_away_or_slow_is_said_to_be(
    accounts: Accounts, server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Provider(name="gone", issuer="http://127.0.0.1:9", client_id="x")
    assert refused(lambda: ProviderSignIn(accounts, Providers([gone])).begin("gone", BACK)) == "provider-away"
    monkeypatch.setattr(outgoing, "SECONDS", 0.2)
    real = server.answer

    def slow(*asked: Any) -> Any:
        time.sleep(1)
        return real(*asked)

    monkeypatch.setattr(server, "answer", slow)
    late = Provider(name="late", issuer=server.issuer, client_id="x")
    assert refused(lambda: ProviderSignIn(accounts, Providers([late])).begin("late", BACK)) == "provider-away"


def test_while_one_asks_whether_a_provider_is_back_nobody_else_waits(
    accounts: Accounts, server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each who waits holds one of the few threads that all pages share."""
    gate, hears = Event(), server.answer
    gone = Provider(name="state", issuer=server.issuer, client_id=CLIENT)
    sign = ProviderSignIn(accounts, Providers([gone]))
    with monkeypatch.context() as away:
        away.setattr(outgoing, "SECONDS", 0.2)
        away.setattr(server, "answer", lambda *_: gate.wait(5) and (500, {}, b""))
        assert refused(lambda: sign.begin("state", BACK)) == "provider-away"
    monkeypatch.setattr(server, "answer", lambda *asked: (gate.wait(5), hears(*asked))[1])
    with ThreadPoolExecutor() as people:
        asks = people.submit(sign.begin, "state", BACK)
        while not sign._providers.one("state")._asking.locked():
            time.sleep(0.01)
        began = time.monotonic()
        assert {refused(partial(sign.begin, "state", BACK)) for _ in range(5)} == {"provider-away"}
        assert time.monotonic() - began < 1
        gate.set()
        assert asks.result(5)[0].startswith(server.issuer)
    assert sign.begin("state", BACK)[0].startswith(server.issuer), "it is back"


def test_new_keys_are_looked_for_when_a_token_names_one_that_is_not_known(
    sign: ProviderSignIn, server: ProviderServer, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "ANEW_SECONDS", 0.0)
    assert come(sign, server).person.id == bo.id
    server.key = RSAKey.generate_key(2048, {"kid": "2", "use": "sig"})
    server.header = {"alg": "RS256", "kid": "2"}
    assert come(sign, server).person.id == bo.id
    assert server.asked.count("/keys") == 2


KINDS: dict[str, Any] = {
    "of a kind to come": {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA", "kid": "9"},
    "on an unknown curve": {"kty": "EC", "crv": "brainpoolP256r1", "x": "AAAA", "y": "AAAA", "kid": "9"},
    "cut short": {"kty": "OKP", "crv": "X25519", "x": "AAAA", "kid": "9"},
    "without its parts": {"kty": "RSA", "kid": "9"},
    "no object": "key",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_is_not_understood_spoils_no_other(
    sign: ProviderSignIn, server: ProviderServer, bo: Any, kind: str
) -> None:
    own = server.key.as_dict(private=False)
    server.answers["/keys"] = (200, JSON, json.dumps({"keys": [KINDS[kind], own]}).encode())
    assert come(sign, server).person.id == bo.id
    server.answers["/keys"] = (200, JSON, json.dumps({"keys": [KINDS[kind]]}).encode())
    alone = ProviderSignIn(sign._accounts, Providers([sign._providers.one("state").wanted]))
    assert refused(lambda: come(alone, server)) == "provider-bad-token"


def test_the_address_may_be_told_beside_the_token_of_the_same_person_alone(
    sign: ProviderSignIn, server: ProviderServer, bo: Any
) -> None:
    server.person, server.document = {"sub": "subject-9"}, {"userinfo_endpoint": f"{server.issuer}/userinfo"}
    server.userinfo = {"sub": "somebody else", "email": BO, "email_verified": True}
    assert refused(lambda: come(sign, server)) == "provider-bad-token"
    server.userinfo = {"sub": "subject-9", "email": BO, "email_verified": True}
    assert come(sign, server).person.id == bo.id


def test_who_ended_does_not_come_in_and_may_be_invited_anew_under_another_number(
    sign: ProviderSignIn, server: ProviderServer, accounts: Accounts
) -> None:
    membership = Membership(accounts)
    first = membership.add_person("1", "Bo", BO, ["analyst"])["person"]
    assert come(sign, server).person.id == first.id
    membership.end_person(str(first.id))
    assert refused(lambda: come(sign, server)) == "not-invited"
    second = membership.add_person("1", "Bo", BO, ["analyst"])["person"]
    assert come(sign, server).person.id == second.id
    membership.end_person(str(second.id))


def test_when_it_was_proved_and_with_how_much_is_the_providers_word(
    sign: ProviderSignIn, server: ProviderServer, bo: Any
) -> None:
    now = datetime.now(UTC)
    assert not is_proved(come(sign, server).session, now), "not said"
    server.claims = {"auth_time": int(now.timestamp()) - 3600}
    assert not is_proved(come(sign, server).session, now), "an hour ago"
    server.claims = {"auth_time": int(now.timestamp()) - 60, "amr": ["pwd", "mfa"]}
    done = come(sign, server)
    assert (is_proved(done.session, now), done.session.factors) == (True, 2)
    server.claims = {"auth_time": int(now.timestamp()) + 86_400}
    assert not is_proved(come(sign, server).session, now), "tomorrow proves nothing"


def test_somebody_elses_provider_server_does_the_same(accounts: Accounts, bo: Any, monkeypatch: Any) -> None:
    """A server that we did not write: oidc-provider-mock, by Authlib and Flask."""
    mock = pytest.importorskip("oidc_provider_mock")
    claims = {"email": BO, "email_verified": True}
    with mock.run_server_in_thread(user_claims=[mock.User(sub="subject-7", claims=claims)]) as started:
        issuer = f"http://localhost:{started.server_port}"
        monkeypatch.setenv("SPAMATLAS_PROVIDER_MOCK_SECRET", SECRET)
        wanted = Provider(name="mock", issuer=issuer, client_id="spamatlas-node")
        sign, back = ProviderSignIn(accounts, Providers([wanted])), "http://localhost:8052/back"
        address, word = sign.begin("mock", back)
        came = httpx.post(address, data={"sub": "subject-7"}, follow_redirects=False)
        assert came.status_code == 302, came.text
        asked = dict(httpx.URL(came.headers["location"]).params)
        done = sign.finish("mock", back, word, Answer(asked["state"], asked["code"]), "")
        assert done.person.id == bo.id
