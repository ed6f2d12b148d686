"""What is asked of an identity provider, and whose answer it is: one browser's, once."""

from typing import Any

import httpx
import pytest
from tests.pipeline.provider.coming import BACK, come
from tests.pipeline.provider_server import ProviderServer
from tests.refusing import refused

from spamatlas.pipeline.provider_sign_in import Answer, ProviderSignIn


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
