"""Signing in by an identity provider: who comes in, and as whom."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.pipeline.provider.coming import BO, come
from tests.pipeline.provider_server import CLIENT, SECRET, ProviderServer
from tests.refusing import refused

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.new_session import is_proved
from spamatlas.pipeline.provider_sign_in import Answer, Providers, ProviderSignIn
from spamatlas.settings import Provider


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
