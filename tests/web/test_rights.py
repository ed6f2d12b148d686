"""Every route with every scope, and no scope at all: nothing opens that should not, and nothing open is shut."""

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.web import fake_node

from spamatlas.model import PersonRole, Principal, Scope
from spamatlas.model.rights import RIGHTS, rights_of
from spamatlas.web import create_app
from spamatlas.web.rights import Route, table

FOLDER = Path(__file__).parent
LISTED = (FOLDER / "routes.tsv").read_text("utf-8")
KEY = "spamatlas_0123abcd_" + "x" * 43
ABSENT = {"str": "0" * 32, "int": "1", "path": "x"}


def routes(fake: Any) -> list[Route]:
    return table(create_app(fake.FakeNode()))


def row(each: Route) -> str:
    return "\t".join([each.path, each.method, str(each.scope) or "open", "noted" if each.noted else ""]).rstrip()


def test_the_routes_and_what_they_need_are_those_that_were_looked_at(fake: Any) -> None:
    """A route that is new, or needs something else, shows here: put it into the file once it is meant so."""
    assert "\n".join(map(row, routes(fake))) + "\n" == LISTED


def test_what_is_open_is_public_or_lets_people_in() -> None:
    opened = [line.split("\t")[0] for line in LISTED.splitlines() if line.split("\t")[2] == "open"]
    inside = {path for path in opened if path.startswith("/console")}
    assert inside == {
        "/console", "/console/sign-in", "/console/sign-out", "/console/account", "/console/invitation",
        "/console/actions", "/console/passkeys", "/console/passkeys/options", "/console/confirm",
        "/console/sign-in/passkey", "/console/sign-in/with/{name:str}", "/console/sign-in/with/{name:str}/back",
    }  # fmt: skip


SEALED = [line.split("\t")[:3] for line in LISTED.splitlines() if line.split("\t")[2] != "open"]


@pytest.fixture(scope="module")
def far(fake: Any) -> Any:
    """A node that is not its reader's own, and who has one scope each."""
    node = fake.FakeNode(host="0.0.0.0")
    for scope in Scope:
        asker = Principal(kind="key", scopes=frozenset({scope}), who="key 1", member=1)
        node.accounts.keys[f"{KEY}{scope}"] = asker
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def fake() -> Any:
    return fake_node


@pytest.mark.parametrize(("path", "method", "scope"), SEALED)
def test_each_scope_opens_its_own_and_nothing_else(far: Any, path: str, method: str, scope: str) -> None:
    address = re.sub(r"\{\w+:(\w+)\}", lambda found: ABSENT[found[1]], path)
    stranger = far.request(method, address, follow_redirects=False)
    assert (stranger.status_code, stranger.json()["code"]) == (401, "token-wanted")
    for held in Scope:
        headers = {"authorization": f"Bearer {KEY}{held}"}
        answer = far.request(method, address, headers=headers, follow_redirects=False)
        refused = answer.status_code == 403 and answer.json()["code"] == "not-allowed" and str(scope) in answer.text
        if held == scope:
            assert answer.status_code != 401, (held, answer.text)
            assert not refused, (held, answer.text)
        else:
            assert refused, (held, answer.status_code, answer.text)


@pytest.mark.parametrize(
    ("kind", "extra", "held"),
    [("spam", {}, {Scope.REPORTS_READ}), ("forget", {}, {Scope.REPORTS_READ}),
     ("erase", {"confirm": "1"}, {Scope.REPORTS_READ, Scope.REPORTS_TEACH})],
)  # fmt: skip
def test_an_action_needs_its_own_right_too(fake: Any, kind: str, extra: Any, held: set[Scope]) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    node.accounts.keys[KEY] = Principal(kind="key", scopes=frozenset(held), who="key 1")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        form = {"action": kind, "ids": fake.ID, **extra}
        answer = client.post("/console/actions", data=form, headers={"authorization": f"Bearer {KEY}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert not node.workbench.done


def test_dropping_from_quarantine_needs_the_right_to_destroy(fake: Any) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    node.accounts.keys[KEY] = Principal(kind="key", scopes=frozenset({Scope.REPORTS_TEACH}), who="key 1")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        form = {"action": "drop", "ids": fake.ID, "confirm": "1"}
        answer = client.post("/console/quarantine", data=form, headers={"authorization": f"Bearer {KEY}"})
    assert answer.json()["code"] == "not-allowed"
    assert not node.dropped


def test_every_role_has_its_rights_and_the_administrator_all() -> None:
    assert set(RIGHTS) == set(PersonRole)
    assert RIGHTS[PersonRole.ADMINISTRATOR] == set(Scope)
    assert all(Scope.ADMIN not in RIGHTS[role] for role in PersonRole if role is not PersonRole.ADMINISTRATOR)
    assert all(Scope.REPORTS_ERASE not in RIGHTS[role] for role in PersonRole if role is not PersonRole.ADMINISTRATOR)
    both = rights_of([PersonRole.CITIZEN, PersonRole.RESEARCHER])
    assert both == RIGHTS[PersonRole.CITIZEN] | RIGHTS[PersonRole.RESEARCHER]
    assert rights_of([]) == frozenset()


def test_what_was_done_is_noted_under_who_did_it(fake: Any) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    asker = Principal(kind="key", scopes=frozenset(Scope), who="key 7", member=3)
    node.accounts.keys[KEY] = asker
    headers = {"authorization": f"Bearer {KEY}"}
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        client.get(f"/api/v1/reports/{fake.ID}", headers=headers)
        client.get("/api/v1/reports", headers=headers)
        client.post("/console/actions", data={"action": "spam", "ids": fake.ID}, headers=headers)
        client.post("/console/actions", data={"action": "fly", "ids": fake.ID}, headers=headers)
    assert node.accounts.noted == [
        ("key 7", "read", f"/api/v1/reports/{fake.ID}"), ("key 7", "changed", "/console/actions"),
    ]  # fmt: skip
    assert node.workbench.actions.newest()[0].who == "key 7"


def test_two_members_reporters_and_requests_are_two(fake: Any) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    for number in (1, 2):
        asker = Principal(kind="key", scopes=frozenset({Scope.REPORTS_WRITE}), who=f"key {number}", member=number)
        node.accounts.keys[f"{KEY}{number}"] = asker
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        for number in (1, 2):
            headers = {"authorization": f"Bearer {KEY}{number}", "idempotency-key": "same"}
            line = {"id": "1", "channel": "sms", "text": f"hello {number}"}
            assert client.post("/api/v1/reports", json=line, headers=headers).status_code == 202
    assert len({each.reporter for each in node.accepted.values()}) == 2


def test_once_somebody_can_sign_in_sitting_near_is_not_enough(fake: Any) -> None:
    node = fake.FakeNode()
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        assert client.get("/api/v1/campaigns").status_code == 200
        node.accounts.people = True
        assert client.get("/api/v1/campaigns").status_code == 401
        assert client.get("/api/v1/campaigns", headers={"authorization": f"Bearer {node.token}"}).status_code == 200
