"""What an identity provider says over the wire: of itself, in error, too late, without end."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import pytest
from tests.pipeline.provider.coming import BACK, JSON, come
from tests.pipeline.provider_server import CLIENT, ProviderServer
from tests.refusing import refused

from spamatlas.pipeline import outgoing
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.provider_sign_in import Providers, ProviderSignIn
from spamatlas.settings import Provider

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
