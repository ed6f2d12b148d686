"""The OpenAPI document is complete, and its examples work: each is sent to a real node, each answer fits its schema."""

import asyncio
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from litestar.testing import TestClient

from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings
from spamatlas.web import create_app

METHODS = ("post", "get", "put", "delete")
"""In this order: what is filed first is then looked at, and in the end withdrawn."""
FIRST, LAST = "/api/v1/reports", "/api/v1/campaigns/undo"
"""Among those of one method: there must be something before it can be changed, and undone."""
SECRET = bytes(32)
"""Receipts and campaigns follow from the node's secret, so that the examples can name real ones."""

DAMAGED: dict[str, Any] = {"content": b"\0" * 99, "headers": {"content-type": "message/rfc822"}}

ADDRESS = re.compile(r"(GET|POST|PUT|DELETE) (/[\w/{}]+)")
PLACE = re.compile(r"\{\w+\}|\b[A-Z]{2,}\b")
"""What stands for a name in an address; the pages call it otherwise than the document."""

Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Any]]:
    data = tmp_path_factory.mktemp("node")
    Folder(data).make()
    (data / "pseudonym.key").write_bytes(SECRET)
    (data / "pseudonyms").mkdir()
    (data / "pseudonyms" / f"0001-{datetime.now(UTC).date()}.key").write_bytes(SECRET)
    closing = asyncio.Event()
    closing.set()  # so that the stream of events ends after its greeting
    with (
        opened(Settings(data=data, workers=1)) as node,
        TestClient(create_app(node, closing), base_url="http://127.0.0.1:8052") as client,
    ):
        client.headers["authorization"] = f"Bearer {node.token}"
        client.post("/api/v1/reports?wait=10", **DAMAGED)
        yield client


@pytest.fixture(scope="module")
def document(live: TestClient[Any]) -> dict[str, Any]:
    found: dict[str, Any] = live.get("/schema/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for method in METHODS:
        for path, item in sorted(document["paths"].items(), key=lambda each: (each[0] != FIRST, each[0] == LAST)):
            if method in item:
                yield method, path, item[method]


def requests(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every example as the arguments of a request: each body once; without one, one request."""
    parameters = operation.get("parameters", [])
    shown = {
        where: {each["name"]: example(each) for each in parameters if each["in"] == where and example(each) is not None}
        for where in ("path", "query", "header")
    }
    sent = {"path": shown["path"], "params": shown["query"], "headers": shown["header"]}
    bodies = operation.get("requestBody", {}).get("content", {})
    for media_type, content in bodies.items():
        for each in content["examples"].values():
            value = each["value"]
            body = {"json": value} if media_type == "application/json" else {"content": value.encode()}
            yield {
                **sent,
                **body,
                "headers": sent["headers"] | {"content-type": media_type},
                "schema": content["schema"],
            }
    if not bodies:
        yield sent


def example(parameter: dict[str, Any]) -> Any:
    return next((each["value"] for each in (parameter.get("examples") or {}).values()), None)


def exact(schema: Any) -> Any:
    """The schema, in which an object has no properties but those that are described."""
    if isinstance(schema, list):
        return [exact(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: exact(value) for key, value in schema.items()}
    if schema.get("type") == "object" and schema.get("properties") and "additionalProperties" not in schema:
        made["additionalProperties"] = False
    return made


def fits(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    whole = exact({**deepcopy(schema), "components": document["components"]})
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
    return [f"{each.json_path}: {each.message}"[:400] for each in found]


def test_every_example_gets_the_answer_that_is_described(live: TestClient[Any], document: dict[str, Any]) -> None:
    answered = 0
    for method, path, operation in operations(document):
        for sent in requests(operation):
            schema = sent.pop("schema", None)
            if "json" in sent:
                assert fits(sent["json"], schema, document) == [], (method, path)
            address = path.format(**sent.pop("path"))
            answer = live.request(method, address, **sent)
            assert answer.is_success, (method, address, answer.text)
            described = operation["responses"][str(answer.status_code)]
            (media_type, content), *_ = described["content"].items()
            assert answer.headers["content-type"].partition(";")[0] == media_type, (method, path)
            value = answer.json() if media_type == "application/json" else answer.text
            assert value, (method, path)
            assert fits(value, content["schema"], document) == [], (method, path)
            answered += 1
    assert answered >= 20


def test_the_answers_were_about_something(live: TestClient[Any], document: dict[str, Any]) -> None:
    """Lists that are empty fit any schema: what the examples filed must be in them."""
    rows = live.get("/api/v1/reports", params={"q": "line-1"}).json()
    assert [row["channel"] for row in rows] == ["sms"]
    assert live.get("/api/v1/campaigns").json()
    assert live.post("/api/v1/reports?wait=10", **DAMAGED).json()["quarantined"] == 1
    (row,) = live.get("/api/v1/quarantine").json()
    described = document["paths"]["/api/v1/quarantine"]["get"]["responses"]["200"]["content"]["application/json"]
    assert fits([row], described["schema"], document) == []
    assert live.get("/api/v1/quarantine", params={"code": "no-such-code"}).json() == []


def test_everything_is_described(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        for each in operation.get("parameters", []):
            assert each.get("description"), (path, each["name"])
            assert each["in"] != "path" or example(each), (path, each["name"])
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)
            assert int(status) < 400 or status == "503" or [*response["content"]] == ["application/problem+json"], path
            assert "content" in response, (path, status)
        if method in {"post", "put"}:
            assert operation["requestBody"]["content"], path


def test_examples_are_real_ones_and_the_same_at_every_start(live: TestClient[Any], document: dict[str, Any]) -> None:
    """A framework that makes up values makes other ones for each application."""
    again = TestClient(create_app(live.app.state["office"].node), base_url="http://127.0.0.1:8052")
    assert again.get("/schema/openapi.json").json() == document
    answers = [answer for _, _, operation in operations(document) for answer in operation["responses"].values()]
    assert made_up({"answers": answers, **document["components"]}) == []


def made_up(schema: Any, path: str = "") -> list[str]:
    """Where examples stand in schemas of answers: none is written there by us."""
    if isinstance(schema, list):
        return [found for place, each in enumerate(schema) for found in made_up(each, f"{path}/{place}")]
    if not isinstance(schema, dict):
        return []
    here = [f"{path}: {schema['examples']}"] if isinstance(schema.get("examples"), list) else []
    return here + [found for name, each in schema.items() for found in made_up(each, f"{path}/{name}")]


def test_every_resource_can_be_read(document: dict[str, Any]) -> None:
    resources = {path for _, path, _ in operations(document)}
    assert {
        "/api/v1/statistics", "/api/v1/statistics/{name}", "/api/v1/campaigns", "/api/v1/campaigns/{name}",
        "/api/v1/reports", "/api/v1/reports/{identifier}", "/api/v1/quarantine", "/api/v1/receipts/{number}",
        "/api/v1/judge", "/api/v1/check", "/api/v1/events", "/healthz", "/readyz", "/metrics",
    } <= resources  # fmt: skip


def test_what_the_pages_name_is_described(document: dict[str, Any]) -> None:
    root = Path(__file__).parents[2]
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    told = {(method, path) for page in pages for method, path in ADDRESS.findall(page.read_text("utf-8"))}
    there = {(method, PLACE.sub("*", path)) for method, path, _ in operations(document)}
    assert len(told) >= 10
    assert {(method.lower(), PLACE.sub("*", path)) for method, path in told} <= there


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/reports/nothing", 404),
        ("get", "/api/v1/campaigns/nothing", 404),
        ("get", "/api/v1/statistics/nothing", 404),
        ("get", "/api/v1/receipts/nothing", 404),
        ("delete", "/api/v1/receipts/nothing", 404),
        ("get", "/api/v1/reports?limit=0", 400),
        ("get", "/api/v1/reports?limit=501", 400),
        ("get", "/api/v1/reports?before=x", 400),
        ("get", "/api/v1/reports?before=0", 400),
        ("get", f"/api/v1/reports?before={2**63}", 400),
        ("get", f"/api/v1/reports?q={'x' * 201}", 400),
        ("get", "/api/v1/reports?channel=pigeon", 400),
        ("get", "/api/v1/reports?country=KEN", 400),
        ("get", "/api/v1/campaigns?campaign=C-zz", 400),
        ("get", "/api/v1/statistics/volume?by=channel", 400),
        ("get", "/api/v1/statistics/reports?where=channel", 400),
        ("get", "/api/v1/statistics/volume?format=xml", 400),
        ("get", "/healthz?verbose=1", 400),
        ("post", "/api/v1/reports?wait=11", 400),
        ("post", "/api/v1/judge?channel=pigeon", 400),
        ("post", "/api/v1/check", 422),
    ],
)
def test_what_is_wrong_is_said_as_described_and_located(
    live: TestClient[Any], document: dict[str, Any], method: str, address: str, status: int
) -> None:
    answer = live.request(method, address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"/schema/problems#{problem['code']}"
    if status == 400:
        assert problem["where"] == "?" + address.partition("?")[2].partition("=")[0]


@pytest.mark.parametrize("path", ["/api/v1/reports", "/api/v1/campaigns", "/api/v1/statistics", "/readyz", "/metrics"])
def test_a_parameter_that_there_is_not_is_refused(live: TestClient[Any], path: str) -> None:
    answer = live.get(path, params={"chanel": "sms"})
    assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (400, "unknown-parameter", "?chanel")
