"""Signing in through the pages, with real records: what a browser gets, and what it must not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import text
from tests.web import fake_node

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.web import create_app
from spamatlas.web.office import SESSION

PASSWORD, OTHER = "four plain words go", "quite another sentence"
PAGE = {"accept": "text/html"}
FIRST = {
    "member": "Regulator", "kind": "state", "country": "KE", "name": "Ada <b>Otieno", "address": "ada@example.org",
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """A node with real accounts that was set up in a browser with its token, and that browser."""
    node = fake_node.FakeNode(host="0.0.0.0")
    node.accounts = Accounts(Folder(tmp_path_factory.mktemp("accounts")))
    with browser(node) as ada:
        assert ada.get("/console/set-up").status_code == 401
        ada.post("/console/sign-in", data={"token": node.token, "next": "/console/set-up"})
        assert "Organisation" in ada.get("/console/set-up").text
        refused = ada.post("/console/set-up", data={**FIRST, "again": OTHER})
        assert (refused.status_code, "passwords differ" in refused.text) == (422, True)
        assert PASSWORD not in refused.text
        done = ada.post("/console/set-up", data=FIRST, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/console/account")
        cookie = done.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert node.token not in cookie
        yield node, ada
    node.accounts.close()


def browser(node: Any) -> TestClient[Any]:
    client = TestClient(create_app(node), base_url="http://127.0.0.1:8052")
    client.headers.update(PAGE)
    return client


def invited(node: Any, address: str, *roles: str) -> TestClient[Any]:
    """The browser of somebody new."""
    word = Membership(node.accounts).add_person("1", "Bo", address, roles)["invitation"]
    client = browser(node)
    assert "Bo" in client.get("/console/invitation", params={"word": word}).text
    client.post("/console/invitation", data={"word": word, "password": OTHER, "again": OTHER})
    return client


def test_the_console_says_who_is_signed_in_and_nothing_of_it_runs(place: Any) -> None:
    _, ada = place
    for path in (
        "/console",
        "/console/account",
        "/console/people",
        "/console/people/1",
        "/console/rights",
        "/console/audit",
    ):
        answer = ada.get(path)
        assert answer.status_code == 200, path
        shown = LexborHTMLParser(answer.text).css_first(".signed-in")
        assert shown
        assert "Ada <b>Otieno" in shown.text(), path
        assert "Administrator" in shown.text()
        assert "<b>Otieno" not in answer.text


def test_set_up_is_over(place: Any) -> None:
    node, ada = place
    assert "Organisation" not in ada.get("/console/set-up").text
    assert ada.post("/console/set-up", data={**FIRST, "address": "eve@x.example"}).status_code == 422
    assert browser(node).post("/console/set-up", data=FIRST).status_code == 401


def test_who_is_not_signed_in_gets_the_form_and_then_what_was_asked_for(place: Any) -> None:
    node, _ = place
    with browser(node) as client:
        asked = client.get("/console/campaigns?order=last")
        assert asked.status_code == 401
        form = LexborHTMLParser(asked.text).css_first("form")
        assert form
        wanted = form.css_first("[name=next]")
        assert wanted
        assert wanted.attributes["value"] == "/console/campaigns?order=last"
        form_data = {"address": "ADA@example.org ", "password": PASSWORD, "next": "/console/campaigns?order=last"}
        done = client.post("/console/sign-in", data=form_data, follow_redirects=False)
        assert done.headers["location"] == "/console/campaigns?order=last"
        assert client.get("/console/campaigns").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(place: Any, wanted: str) -> None:
    node, _ = place
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": PASSWORD, "next": wanted}
        assert client.post("/console/sign-in", data=form, follow_redirects=False).headers["location"] == "/console"


def test_what_does_not_fit_is_said_and_a_password_never_given_back(place: Any) -> None:
    node, _ = place
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": "not the password"}
        answer = client.post("/console/sign-in", data=form)
        assert answer.status_code == 401
        assert "do not belong together" in answer.text
        assert "ada@example.org" in answer.text
        assert "not the password" not in answer.text
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_guessing_is_slowed_down(place: Any) -> None:
    node, _ = place
    with browser(node) as client:
        form = {"address": "guessed@x.example", "password": ""}
        answers = [client.post("/console/sign-in", data=form) for _ in range(12)]
        assert {each.status_code for each in answers[:10]} == {401}
        assert (answers[-1].status_code, int(answers[-1].headers["retry-after"]) > 0) == (429, True)
        assert "that was a lot at once; try again in a moment" in answers[-1].text


def test_who_comes_in_uses_up_nobody_elses_tries_and_still_their_own(place: Any) -> None:
    node, _ = place
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": PASSWORD}
        found = [client.post("/console/sign-in", data=form, follow_redirects=False).status_code for _ in range(12)]
        assert found[:10] == [303] * 10
        assert found[-1] == 429, "for one address"
        other = client.post("/console/sign-in", data={"address": "bo@x.example", "password": ""})
        assert other.status_code == 401


def test_a_session_is_new_at_each_sign_in_and_the_old_one_ends(place: Any) -> None:
    node, _ = place
    with browser(node) as client:
        form = {"address": "ada@example.org", "password": PASSWORD}
        client.post("/console/sign-in", data=form)
        first = client.cookies[SESSION]
        client.post("/console/sign-in", data=form)
        assert client.cookies[SESSION] != first
        assert node.accounts.recognition.look_up("session", first).refusal == "session-ended"
        client.post("/console/sign-out")
        assert client.get("/console").status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "a" * 48, "ä", "../../etc", "é" * 5000])
def test_a_forged_cookie_opens_nothing(place: Any, cookie: str) -> None:
    node, _ = place
    with browser(node) as client:
        answer = client.get("/console", headers={"cookie": f"{SESSION}={cookie}".encode()})
        assert answer.status_code == 401


def test_everybody_sees_what_their_role_may(place: Any) -> None:
    node, _ = place
    for number, (role, seen) in enumerate(
        {
            "analyst": {"/console": 200, "/console/campaigns": 200, "/console/people": 403, "/console/audit": 403},
            "researcher": {"/console": 303, "/console/history": 403, "/console/campaigns": 200, "/metrics": 403},
            "citizen": {"/console": 303, "/console/campaigns": 403, "/console/account": 200, "/console/set-up": 403},
        }.items()
    ):
        with invited(node, f"bo{number}@example.org", role) as client:
            for path, status in seen.items():
                assert client.get(path, follow_redirects=False).status_code == status, (role, path)


def test_what_somebody_does_stands_under_their_role_in_the_history(place: Any, fake: Any) -> None:
    node, ada = place
    with invited(node, "cy@example.org", "analyst") as client:
        client.post("/console/actions", data={"action": "spam", "ids": fake.ID})
        number = Membership(node.accounts).person("cy@example.org").id
        assert node.workbench.actions.newest()[0].who == f"analyst {number}"
    assert "Bo (Analyst)" in ada.get("/console/history").text
    told = [each.what for each in Membership(node.accounts).audit() if each.who == f"analyst {number}"]
    assert told == ["changed"]


def test_an_administrator_adds_and_ends(place: Any) -> None:
    node, ada = place
    added = ada.post("/console/people", data={"name": "Operator", "kind": "sector_member", "country": "TZ"})
    assert "Operator" in added.text
    where = str(added.url.path)
    granted = {"action": "add-key", "name": "feed", "days": "30", "granted": ["reports:write"]}
    shown = ada.post(where, data=granted)
    assert shown.headers["cache-control"] == "no-store"
    found = LexborHTMLParser(shown.text).css_first(".notice .code")
    assert found
    key = found.text()
    assert key not in ada.get(where).text
    line = {"id": "1", "channel": "sms", "text": "hello"}
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as program:
        program.headers["authorization"] = f"Bearer {key}"
        assert program.post("/api/v1/reports", json=line).status_code == 202
        assert program.get("/api/v1/reports").json()["code"] == "not-allowed"
        ada.post(where, data={"action": "end-key", "key": key.split("_")[1]})
        assert program.post("/api/v1/reports", json=line).json()["code"] == "key-ended"
    refused = ada.post("/console/people/1", data={"action": "end-member"})
    assert (refused.status_code, "last administrator" in refused.text) == (422, True)
    assert ada.get("/console/people/99").status_code == 404
    assert ada.post(where, data={"action": "fly"}).status_code == 422


def test_the_audit_trail_is_shown_and_verified(place: Any) -> None:
    _, ada = place
    shown = ada.get("/console/audit", params={"verify": "1"}).text
    assert "as they were written" in shown
    assert "set-up" in shown


def test_these_pages_are_in_every_language(place: Any) -> None:
    _, ada = place
    for code, word in {"ar": "الصلاحيات", "es": "Derechos", "fr": "Droits", "ru": "Права", "zh": "权限"}.items():
        page = LexborHTMLParser(ada.get("/console/rights", params={"lang": code}).text)
        heading = page.css_first("h1.small")
        assert heading
        assert heading.text() == word
    ada.cookies.delete("spamatlas-language")


def test_the_records_away_let_nobody_in(tmp_path: Path) -> None:
    node = fake_node.FakeNode(host="0.0.0.0")
    node.accounts = Accounts(Folder(tmp_path))
    with node.accounts.records.change() as change:
        change.execute(text("DROP TABLE invitation"))
        change.execute(text("DROP TABLE session"))
    with browser(node) as client:
        answer = client.get("/console", headers={"cookie": f"{SESSION}=x"})
        assert answer.status_code == 503
        answer = client.get("/console", headers={"authorization": f"Bearer {node.token}"})
        assert answer.status_code == 200, "the node's token needs no records"
    node.accounts.close()
