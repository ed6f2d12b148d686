"""The token of an identity provider: every one that must let nobody in, by its rule, and the keys it is read by."""

import base64
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.pipeline.provider.coming import JSON, come
from tests.pipeline.provider_server import CLIENT, SECRET, ProviderServer
from tests.refusing import refused

from spamatlas.pipeline import provider
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.provider_sign_in import Providers, ProviderSignIn


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
