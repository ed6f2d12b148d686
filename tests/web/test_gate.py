from typing import Any

import pytest
from litestar.testing import TestClient

from spamatlas.web import create_app
from spamatlas.web.gate import HEADERS, POLICY

REPORT = {"id": "1", "channel": "sms", "text": "hello"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.nip.test:8052"])
def test_a_foreign_name_is_not_answered(client: Any, host: str) -> None:
    for path in ("/", "/console", "/api/v1/reports"):
        answer = client.get(path, headers={"host": host})
        assert (answer.status_code, answer.json()["code"]) == (421, "foreign-host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8052", "[::1]:8052", "192.0.2.7"])
def test_our_names_are(client: Any, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8052"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/api/v1/reports", "/report", "/api/v1/judge", "/console/actions", "/console/undo", "/console/views"]
)
def test_another_sites_page_changes_nothing(
    client: Any, node: Any, key: dict[str, str], path: str, headers: Any
) -> None:
    answer = client.post(path, json=REPORT, headers=key | headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert not node.accepted


def test_our_own_page_may(client: Any, node: Any) -> None:
    headers = {"origin": "http://127.0.0.1:8052", "sec-fetch-site": "same-origin"}
    answer = client.post(
        "/report", data={"text": "hello", "channel": "sms"}, files={"file": ("", b"")}, headers=headers
    )
    assert answer.status_code == 200
    assert len(node.accepted) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/report",
        "/check",
        "/receipts",
        "/receipts/nothing",
        "/schema/problems",
        "/schema",
        "/schema/openapi.json",
        "/nowhere",
        "/api/v1/reports/nothing",
        "/healthz",
        "/metrics",
        "/static/style.css",
        "/static/citizen.css",
    ],
)
def test_every_answer_is_protected(client: Any, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()


def test_answers_to_forms_are_protected_too(client: Any) -> None:
    for path in ("/check", "/report"):
        for text in ("hello", " "):
            answer = client.post(path, data={"text": text, "channel": "sms"}, files={"file": ("", b"")})
            assert answer.headers["content-security-policy"] == POLICY


def test_the_policy_lets_nothing_run_that_is_written_in_a_page() -> None:
    said = dict(each.strip().split(" ", 1) for each in POLICY.split(";"))
    assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == "'none'"
    for what in ("script-src", "style-src", "connect-src", "form-action"):
        assert said[what] == "'self'", "no inline, no eval, no other host"
    assert set(said["img-src"].split()) <= {"'self'", "data:"}


def test_a_change_wants_the_token_on_loopback_too(client: Any, node: Any, key: dict[str, str]) -> None:
    answer = client.post("/api/v1/reports", json=REPORT)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-wanted")
    assert client.post("/api/v1/reports", json=REPORT, headers={"authorization": "Bearer no"}).status_code == 401
    assert not node.accepted
    assert client.post("/api/v1/reports", json=REPORT, headers=key).status_code == 202


OPERATORS = [
    "/console",
    "/console/campaigns",
    "/console/quarantine",
    "/console/history",
    "/console/model",
    "/api/v1/reports",
    "/api/v1/campaigns",
    "/metrics",
]


@pytest.mark.parametrize("path", OPERATORS)
def test_reports_are_for_the_operator(fake: Any, path: str) -> None:
    for node, headers in (
        (fake.FakeNode(host="0.0.0.0"), {}),
        (fake.FakeNode(), {"x-forwarded-for": "192.0.2.1"}),
        (fake.FakeNode(), {"forwarded": "for=192.0.2.1"}),
    ):
        with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert fake.ID not in answer.text
            headers |= {"authorization": f"Bearer {node.token}"}
            assert client.get(path, headers=headers).status_code == 200


def test_the_token_in_the_address_becomes_a_cookie_that_does_not_tell_it(fake: Any) -> None:
    node = fake.FakeNode(host="192.0.2.1")
    with TestClient(create_app(node), base_url="http://192.0.2.1:8052") as client:
        assert client.get("/console?token=wrong").status_code == 403
        answer = client.get(f"/console?token={node.token}", follow_redirects=False)
        assert node.token not in str(answer.headers)
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert "SameSite=strict" in answer.headers["set-cookie"].replace("Strict", "strict")
        assert client.get("/console").status_code == 200


def test_only_the_operator_sees_small_cells(fake: Any) -> None:
    for host, is_public in (("127.0.0.1", False), ("192.0.2.1", True)):
        node = fake.FakeNode(host=host)
        with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
            client.get("/")
            client.get("/api/v1/statistics/volume")
        assert {public for _, public in node.asked} == {is_public}
