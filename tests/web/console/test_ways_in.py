"""Passkeys, recovery codes, proofs and providers through the pages; and no secret anywhere it should not be."""

import json
import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pyotp
import pytest
import structlog
from litestar.testing import TestClient
from tests.pipeline.authenticator import Authenticator
from tests.pipeline.provider_server import CLIENT, ProviderServer, running
from tests.web import fake_node

from spamatlas.model import PersonRole
from spamatlas.pipeline import new_session
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.settings import Provider
from spamatlas.web import create_app
from spamatlas.web.office import SESSION

PASSWORD, OTHER = "four plain words go", "quite another sentence"
HOST = "atlas.example"
ORIGIN = f"https://{HOST}"
FIRST = {
    "member": "Regulator", "kind": "state", "country": "KE", "name": "Ada Otieno", "address": "ada@example.org",
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with running() as started:
        yield started


@pytest.fixture
def node(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("SPAMATLAS_PROVIDER_STATE_SECRET", "the-nodes-own-secret")
    wanted = Provider(name="state", title="The <State>", issuer=provider.issuer, client_id=CLIENT)
    made = fake_node.FakeNode(host="0.0.0.0", host_names=(HOST,), providers=(wanted,))
    made.accounts = Accounts(Folder(tmp_path))
    yield made
    made.accounts.close()


def browser(node: Any) -> TestClient[Any]:
    client = TestClient(create_app(node), base_url=ORIGIN)
    client.headers.update({"accept": "text/html"})
    return client


@pytest.fixture
def ada(node: Any) -> Iterator[TestClient[Any]]:
    """The browser of the first administrator, who has just set up the node."""
    with browser(node) as client:
        client.post("/console/sign-in", data={"token": node.token})
        assert client.post("/console/set-up", data=FIRST).status_code == 200
        yield client


def options(client: TestClient[Any], purpose: str) -> Any:
    answer = client.get("/console/passkeys/options", params={"for": purpose})
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def with_passkey(client: TestClient[Any]) -> Authenticator:
    device = Authenticator()
    form = {"action": "add", "name": "phone", "credential": device.make(options(client, "add"), ORIGIN)}
    added = client.post("/console/passkeys", data=form)
    assert "phone" in added.text, added.text
    device.counter += 1
    return device


def test_a_passkey_is_added_signs_in_and_is_refused_for_another_host(node: Any, ada: Any) -> None:
    device = with_passkey(ada)
    with browser(node) as client:
        answer = device.sign(options(client, "sign-in"), ORIGIN)
        form = {"credential": answer, "next": "/console/campaigns"}
        done = client.post("/console/sign-in/passkey", data=form, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/console/campaigns")
        assert client.get("/console/people").status_code == 200
        again = client.post("/console/sign-in/passkey", data=form)
        assert (again.status_code, "answered before" in again.text) == (401, True)
        device.counter += 1
        foreign = device.sign(options(client, "sign-in"), "https://evil.example", site="evil.example")
        refused = client.post("/console/sign-in/passkey", data={"credential": foreign})
        assert (refused.status_code, "another site" in refused.text) == (401, True)
        assert client.post("/console/sign-in/passkey", data={"credential": "no"}).status_code == 401


def test_under_a_number_there_are_no_passkeys(node: Any) -> None:
    with browser(node) as client:
        answer = client.get("/console/passkeys/options?for=sign-in", headers={"host": "192.0.2.7", "accept": "*/*"})
        assert (answer.status_code, answer.json()["code"]) == (422, "no-passkeys-here")
        shown = client.get("/console/sign-in", headers={"host": "192.0.2.7"}).text
        assert "data-passkey" not in shown


def test_another_sites_page_gets_no_options(node: Any) -> None:
    with browser(node) as client:
        headers = {"sec-fetch-site": "cross-site", "accept": "*/*"}
        answer = client.get("/console/passkeys/options?for=sign-in", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
        strange = client.get("/console/passkeys/options?for=add", headers={"accept": "*/*"})
        assert (strange.status_code, strange.json()["code"]) == (422, "unknown-action")


def test_what_lets_in_is_changed_after_a_proof_alone(node: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    device = with_passkey(ada)
    monkeypatch.setattr(new_session, "PROOF", new_session.PROOF * 0)  # none is fresh any more
    asks = {"/console/passkeys": {"action": "end", "passkey": "1"}, "/console/account": {"action": "drop-factor"}}
    for path, form in asks.items():
        asked = ada.post(path, data=form, follow_redirects=False)
        assert asked.status_code == 303
        assert asked.headers["location"].startswith("/console/confirm?next=")
    asked = ada.get("/console/account?factor=1", follow_redirects=False)
    assert asked.headers["location"] == "/console/confirm?next=%2Fconsole%2Faccount%3Ffactor%3D1"
    assert "/console/confirm" in ada.get("/console/passkeys").text
    monkeypatch.undo()
    wrong = ada.post("/console/confirm", data={"password": OTHER, "next": "/console/passkeys"})
    assert (wrong.status_code, OTHER in wrong.text) == (422, False)
    form = {"credential": device.sign(options(ada, "confirm"), ORIGIN), "next": "/console/account?factor=1"}
    led = ada.post("/console/confirm", data=form, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/console/account?factor=1")
    away = ada.post("/console/confirm", data={"password": PASSWORD, "next": "https://evil.example"},
                    follow_redirects=False)  # fmt: skip
    assert away.headers["location"] == "/console"


def with_factor(client: TestClient[Any]) -> tuple[str, list[str]]:
    shown = client.get("/console/account?factor=1").text
    found = re.search(r'name="secret" value="(\w+)"', shown)
    assert found
    form = {"action": "set-factor", "secret": found[1], "code": pyotp.TOTP(found[1]).now()}
    done = client.post("/console/account", data=form)
    assert done.headers["cache-control"] == "no-store"
    return found[1], re.findall(r"<li>([0-9a-z]{5}-[0-9a-z]{5})</li>", done.text)


def test_recovery_codes_are_shown_once_and_let_in_once(node: Any, ada: Any) -> None:
    _, codes = with_factor(ada)
    assert len(codes) == 10
    assert codes[0] not in ada.get("/console/account").text
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": PASSWORD, "code": codes[0]}
        assert client.post("/console/sign-in", data=form, follow_redirects=False).status_code == 303
        assert client.post("/console/sign-in", data=form).status_code == 401
    assert "9 recovery codes" in ada.get("/console/account").text
    fresh = ada.post("/console/account", data={"action": "recovery-codes"}).text
    assert len(re.findall(r"<li>[0-9a-z]{5}-[0-9a-z]{5}</li>", fresh)) == 10


def test_a_role_that_wants_a_second_factor_is_led_to_set_one_up(node: Any, ada: Any) -> None:
    recognition = node.accounts.recognition
    recognition._second_factor_roles = frozenset({PersonRole.ADMINISTRATOR})
    recognition.forget()
    refused = ada.get("/console/people", headers={"accept": "*/*"})
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-wanted")
    led = ada.get("/console", follow_redirects=False)
    assert led.headers["location"] == "/console/account"
    assert "Your role needs a second factor" in ada.get("/console/account").text
    with_factor(ada)
    assert ada.get("/console/people").status_code == 200


def come(client: TestClient[Any], provider: ProviderServer, path: str = "") -> Any:
    went = client.get(f"/console/sign-in/with/state{path}", follow_redirects=False)
    assert went.status_code == 303
    return client.get("/console/sign-in/with/state/back", params=provider.signs_in(went.headers["location"]))


def test_a_provider_lets_in_who_was_invited(node: Any, ada: Any, provider: ProviderServer) -> None:
    Membership(node.accounts).add_person("1", "Bo", "bo@example.org", ["analyst"])
    with browser(node) as client:
        shown = client.get("/console/sign-in").text
        assert "Sign in with The &lt;State&gt;" in shown
        went = client.get("/console/sign-in/with/state?next=/console/campaigns", follow_redirects=False)
        kept = went.headers["set-cookie"].lower()
        for part in ("httponly", "samesite=lax", "path=/console/sign-in/with", "max-age=600", "secure"):
            assert part in kept
        came = client.get("/console/sign-in/with/state/back", params=provider.signs_in(went.headers["location"]))
        assert came.status_code == 200
        assert 'content="0; url=/console/campaigns"' in unescape(came.text)
        cookies = came.headers.get_list("set-cookie")
        assert any(each.lower().startswith(SESSION) and "samesite=strict" in each.lower() for each in cookies)
        assert client.get("/console/account").status_code == 200
        provider.person = {"sub": "eve", "email": "eve@example.org", "email_verified": True}
        refused = come(client, provider)
        assert (refused.status_code, "nobody was invited" in refused.text.lower()) == (401, True)


def test_who_was_not_invited_is_asked_for_another_account_the_next_time(
    node: Any, ada: Any, provider: ProviderServer
) -> None:
    with browser(node) as client:
        assert "other=1" not in client.get("/console/sign-in").text
        refused = come(client, provider)
        (link,) = re.findall(r'class="button" href="(/console/sign-in/with/state[^"]*)"', refused.text)
        went = client.get(unescape(link), follow_redirects=False)
        assert "prompt=select_account" in went.headers["location"]


def test_who_signs_out_learns_that_the_provider_goes_on_knowing_them(node: Any, ada: Any) -> None:
    said = ada.post("/console/sign-out", headers={"origin": ORIGIN}).text
    assert "At The &lt;State&gt; you may still be signed in" in said
    assert "you may still be" not in ada.get("/console/sign-in").text


def test_an_office_behind_one_address_comes_in_together_and_who_guesses_there_waits(
    node: Any, ada: Any, provider: ProviderServer
) -> None:
    Membership(node.accounts).add_person("1", "Bo", "bo@example.org", ["analyst"])
    with browser(node) as client:
        assert {come(client, provider).status_code for _ in range(25)} == {200}
        provider.person = {"sub": "eve", "email": "eve@example.org", "email_verified": True}
        refused = [come(client, provider).status_code for _ in range(12)]
        assert (refused[0], refused[-1]) == (401, 429)


def test_a_provider_leads_to_no_other_site(node: Any, ada: Any, provider: ProviderServer) -> None:
    Membership(node.accounts).add_person("1", "Bo", "bo@example.org", ["analyst"])
    with browser(node) as client:
        came = come(client, provider, "?next=https://evil.example/")
        assert 'content="0; url=/console"' in unescape(came.text)
        assert "evil.example" not in came.text


def test_a_browser_that_did_not_go_there_is_not_let_in(node: Any, ada: Any, provider: ProviderServer) -> None:
    Membership(node.accounts).add_person("1", "Bo", "bo@example.org", ["analyst"])
    with browser(node) as hers, browser(node) as theirs:
        went = hers.get("/console/sign-in/with/state", follow_redirects=False)
        came = provider.signs_in(went.headers["location"])
        stolen = theirs.get("/console/sign-in/with/state/back", params=came)
        assert (stolen.status_code, SESSION in theirs.cookies) == (401, False)
        assert theirs.get("/console/sign-in/with/other").status_code == 404


def test_a_provider_that_is_away_is_said_to_be_on_the_page(node: Any, ada: Any, provider: ProviderServer) -> None:
    provider.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    with browser(node) as client:
        answer = client.get("/console/sign-in/with/state")
        assert (answer.status_code, "can be used" in answer.text) == (503, True)


def test_no_secret_is_in_a_log_the_trail_or_another_answer(
    node: Any, provider: ProviderServer, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    """Every way in is gone, right and wrong; then all that was written down is read for what must not be there."""
    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    structlog.configure(processors=[lambda _, __, event: lines.append(json.dumps(event, default=repr)) or "x"])
    try:
        secrets = _every_way_in(node, provider)
    finally:
        structlog.reset_defaults()
    out, err = capfd.readouterr()
    # The tests' own client is written by httpx too, and notes what it asked for.
    noted = [each for each in caplog.text.splitlines() if f"HTTP Request: GET {ORIGIN}" not in each]
    written = "\n".join([*lines, *noted, out, err])
    written += "\n".join(map(str, node.accounts.trail.newest(1000)))
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite*"))
    assert len(secrets) > 20
    assert len(node.accounts.trail.newest(1000)) > 15
    for name, secret in secrets.items():
        assert secret not in written, name
        assert secret.encode() not in kept, name
    for personal in ("ada@example.org", "bo@example.org", "Otieno"):
        assert personal not in written


def _every_way_in(node: Any, provider: ProviderServer) -> dict[str, str]:
    found: dict[str, str] = {"password": PASSWORD, "other": OTHER, "provider": "the-nodes-own-secret"}
    with browser(node) as ada:
        ada.post("/console/sign-in", data={"token": node.token})
        ada.post("/console/sign-in", data={"token": "wrong-token-marker"})
        found |= {"token": node.token, "wrong token": "wrong-token-marker"}
        ada.post("/console/set-up", data=FIRST)
        device = with_passkey(ada)
        secret, codes = with_factor(ada)
        found |= {"factor": secret, "session": ada.cookies[SESSION]}
        found |= {f"recovery code {each}": code for each, code in enumerate(codes)}
        added = Membership(node.accounts).add_person("1", "Bo", "bo@example.org", ["analyst"])
        key = Membership(node.accounts).add_key("1", "feed", ["judge"])["secret"]
        found |= {"invitation": added["invitation"], "key": key, "half a key": key[-43:]}
        ada.get("/console/invitation", params={"word": added["invitation"]})
        ada.get("/api/v1/campaigns", headers={"authorization": f"Bearer {key}"})
        ada.get("/api/v1/campaigns", headers={"authorization": f"Bearer {key[:-1]}x"})
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": PASSWORD, "code": codes[0]}
        client.post("/console/sign-in", data=form)
        client.post("/console/sign-in", data={**form, "password": "wrong-password-marker"})
        found |= {"wrong password": "wrong-password-marker", "second session": client.cookies[SESSION]}
        answer = device.sign(options(client, "sign-in"), ORIGIN)
        found["signature"] = json.loads(answer)["response"]["signature"]
        client.post("/console/sign-in/passkey", data={"credential": answer})
        client.post("/console/sign-in/passkey", data={"credential": answer})
    with browser(node) as bo:
        went = bo.get("/console/sign-in/with/state", follow_redirects=False)
        came = provider.signs_in(went.headers["location"])
        found |= {"state": came["state"], "flow": bo.cookies["spamatlas-provider"].partition(".")[0]}
        bo.get("/console/sign-in/with/state/back", params=came)
        provider.claims = {"nonce": "wrong-nonce-marker"}
        come(bo, provider)
        found |= {"nonce": "wrong-nonce-marker", "verifier": provider.bears[0]["code_verifier"]}
    return found
