"""What holds for every route, asked of every route there is: another site's page, protecting fields, sizes, cookies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.web import fake_node

from spamatlas.web import create_app
from spamatlas.web.console.session import FORM_BYTES
from spamatlas.web.gate import HEADERS, SAFE

ROUTES = [line.split("\t")[:3] for line in (Path(__file__).parent / "routes.tsv").read_text("utf-8").splitlines()]
ABSENT = {"str": "0" * 32, "int": "1", "path": "x"}
WAYS_IN = (
    "/console/sign-in", "/console/sign-in/passkey", "/console/invitation", "/console/set-up",
    "/console/account", "/console/passkeys", "/console/confirm",
)  # fmt: skip
OF_PEOPLE = {"/console/account", "/console/passkeys", "/console/confirm"}
ENDLESS = {"/api/v1/events"}
"""An answer that does not end; its fields are looked at in ``test_events``."""


def address(path: str) -> str:
    return re.sub(r"\{\w+:(\w+)\}", lambda found: ABSENT[found[1]], path)


@pytest.fixture(scope="module")
def near() -> Iterator[tuple[Any, Any]]:
    """The node of who sits at it, and a client that has its token as well: nothing but the gate refuses them."""
    node = fake_node.FakeNode()
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052", raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {node.token}"
        yield node, client


CHANGING = [(path, method) for path, method, _ in ROUTES if method not in SAFE]
FOREIGN: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "http://127.0.0.1:8052.evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


def test_there_are_changing_routes_to_ask() -> None:
    assert len(CHANGING) > 25


@pytest.mark.parametrize(("path", "method"), CHANGING)
def test_another_sites_page_changes_nothing_anywhere(near: Any, path: str, method: str) -> None:
    _, client = near
    for headers in FOREIGN:
        answer = client.request(method, address(path), headers=headers, follow_redirects=False)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin"), headers
    answer = client.request(method, address(path), headers={"host": "evil.example"}, follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (421, "foreign-host")


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in ROUTES if path not in ENDLESS])
def test_every_answer_of_every_route_is_protected(near: Any, path: str, method: str) -> None:
    _, client = near
    for headers in ({}, {"accept": "text/html"}, {"authorization": "Bearer no"}, {"origin": "https://evil.example"}):
        answer = client.request(method, address(path), headers=headers, follow_redirects=False)
        for name, value in HEADERS:
            assert answer.headers.get(name.decode()) == value.decode(), (answer.status_code, headers)


@pytest.mark.parametrize("path", WAYS_IN)
def test_a_form_with_which_somebody_comes_in_is_short(path: str) -> None:
    """Where the token is no person the form is not even read; everywhere else its length is what is refused."""
    node = fake_node.FakeNode()
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052", raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {node.token}"
        for content, kind in (
            (b"password=" + b"x" * FORM_BYTES, "application/x-www-form-urlencoded"),
            (b'--a\r\ncontent-disposition: form-data; name="word"\r\n\r\n' + b"x" * FORM_BYTES + b"\r\n--a--\r\n",
             "multipart/form-data; boundary=a"),
        ):  # fmt: skip
            answer = client.post(path, content=content, headers={"content-type": kind}, follow_redirects=False)
            assert answer.status_code == (401 if path in OF_PEOPLE else 413), path


GUESSED = {
    "/console/sign-in": {"address": "ada@example.org", "password": "guess"},
    "/console/sign-in/passkey": {"credential": "{}"},
    "/console/invitation": {"word": "guess", "password": "four plain words", "again": "four plain words"},
}


@pytest.mark.parametrize("path", GUESSED)
def test_every_way_in_slows_guessing_down(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.web.app.TRIES_PER_MINUTE", 0.01)  # however slow the machine is, none comes back
    from spamatlas.pipeline.accounts import Accounts
    from spamatlas.pipeline.folder import Folder

    node = fake_node.FakeNode(host="0.0.0.0", host_names=("atlas.example",))
    node.accounts = Accounts(Folder(tmp_path))
    with TestClient(create_app(node), base_url="http://atlas.example") as client:
        statuses = [client.post(path, data=GUESSED[path]).status_code for _ in range(12)]
    node.accounts.close()
    assert set(statuses[:10]) <= {401, 422}
    assert statuses[-1] == 429


@pytest.mark.parametrize(("headers", "is_secure"), [({}, False), ({"x-forwarded-proto": "https"}, True)])
def test_the_sessions_cookie_is_for_our_own_pages_alone(headers: dict[str, str], is_secure: bool) -> None:
    node = fake_node.FakeNode(host="0.0.0.0")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        form = {"token": node.token}
        answer = client.post("/console/sign-in", data=form, headers=headers, follow_redirects=False)
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert ("secure" in parts) is is_secure
    assert not any(part.startswith("domain") for part in parts)
