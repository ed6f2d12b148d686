"""Cookies and keys that were good once, shown again after what they opened was taken away: refused by name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import text
from tests.web import fake_node
from tests.web.console.test_sign_in import FIRST, browser, invited

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.store.records import sessions
from spamatlas.web.office import SESSION


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """A node with real accounts, and its first administrator's browser."""
    node = fake_node.FakeNode(host="0.0.0.0")
    node.accounts = Accounts(Folder(tmp_path_factory.mktemp("accounts")))
    with browser(node) as ada:
        ada.post("/console/sign-in", data={"token": node.token})
        ada.post("/console/set-up", data=FIRST)
        yield node, ada
    node.accounts.close()


def _replayed(node: Any, cookie: str, path: str = "/api/v1/reports") -> tuple[int, str]:
    """What somebody gets who shows a cookie that they took down before, from another browser."""
    with browser(node) as thief:
        answer = thief.get(path, headers={"cookie": f"{SESSION}={cookie}", "accept": "application/json"})
    return answer.status_code, answer.json().get("code", "") if answer.status_code >= 400 else ""


def _signs_out(node: Any, client: TestClient[Any], number: int) -> None:
    client.post("/console/sign-out")


def _is_ended_by_command(node: Any, client: TestClient[Any], number: int) -> None:
    with node.accounts.records.read() as moment:
        session = sessions.going_on(moment, node.accounts.clock(), number)[0]
    Membership(node.accounts).end_session(str(session.id))


def _is_taken_out(node: Any, client: TestClient[Any], number: int) -> None:
    Membership(node.accounts).end_person(str(number))


def _loses_the_role(node: Any, client: TestClient[Any], number: int) -> None:
    Membership(node.accounts).set_roles(str(number), ["citizen"])


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (_signs_out, (401, "session-ended")),
        (_is_ended_by_command, (401, "session-ended")),
        (_is_taken_out, (401, "session-ended")),
        (_loses_the_role, (403, "not-allowed")),
    ],
)
def test_a_cookie_that_is_replayed_opens_nothing_that_was_taken_away(place: Any, act: Any, refusal: Any) -> None:
    """Taken down while it was good; memory knows it when what it opened ends, and says so by name at once."""
    node, _ = place
    address = f"{act.__name__.strip('_').replace('_', '.')}@example.org"
    with invited(node, address, "analyst") as client:
        cookie = client.cookies[SESSION]
        number = Membership(node.accounts).person(address).id
        assert _replayed(node, cookie) == (200, "")
        act(node, client, number)
        assert _replayed(node, cookie) == refusal
        assert _replayed(node, cookie) == refusal


def test_a_cookie_that_is_replayed_after_the_clock_jumped_opens_nothing(place: Any, monkeypatch: Any) -> None:
    node, _ = place
    with invited(node, "traveller@example.org", "analyst") as client:
        cookie, now = client.cookies[SESSION], node.accounts.clock()
        for hours, code in ((13, "session-ended"), (-1, "session-ended"), (0, "")):
            for each in (node.accounts, node.accounts.recognition):
                name = "clock" if each is node.accounts else "_clock"
                monkeypatch.setattr(each, name, lambda hours=hours: now + timedelta(hours=hours))
            node.accounts.recognition.forget()
            assert _replayed(node, cookie)[1] == code, hours


def test_a_key_with_a_scope_that_there_is_no_more_is_refused_by_name_and_shown(place: Any) -> None:
    node, ada = place
    made = Membership(node.accounts).add_key("1", "old feed", ["reports:read"])
    headers = {"authorization": f"Bearer {made['secret']}", "accept": "application/json"}
    with browser(node) as program:
        assert program.get("/api/v1/reports", headers=headers).status_code == 200
        with node.accounts.changing("test") as (change, _note):
            change.execute(text(f"""UPDATE api_key SET scopes = '["reports:smell"]' WHERE id = {made["key"].id}"""))
        answer = program.get("/api/v1/reports", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert "<del" in (shown := ada.get("/console/people/1").text)
    assert "reports:smell" in shown
