"""The page of what is kept of people: what it shows, what it asks the node for, and what it never repeats."""

from typing import Any

import pytest
from litestar.testing import TestClient


def post(client: TestClient[Any], key: dict[str, str], **form: Any) -> Any:
    return client.post("/console/privacy", data=form, headers=key, follow_redirects=False)


def test_requests_holds_retention_and_proofs_are_shown(client: TestClient[Any], key: dict[str, str]) -> None:
    page = client.get("/console/privacy", headers=key)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for word in ("asked by letter", "efefefef", "1,234", "C-00000000000000a1", "as long as the node"):
        assert word in page.text
    assert "&lt;b&gt;12/26&lt;/b&gt;" in page.text


def test_every_column_is_in_the_data_map(client: TestClient[Any], key: dict[str, str]) -> None:
    page = client.get("/console/privacy/map", headers=key)
    assert page.status_code == 200
    for word in ("store.report", "records.person_request", "evidence/*.pack"):
        assert word in page.text


def test_somebody_is_found_and_the_address_is_not_repeated(
    client: TestClient[Any], node: Any, key: dict[str, str]
) -> None:
    page = post(client, key, action="find", address="ann@example.org")
    assert page.status_code == 200
    assert "1 report tells of this person." in page.text
    assert "robinson" in page.text
    assert "ann@example.org" not in page.text
    assert node.private[0] == ("find", {"address": "ann@example.org", "who": "operator"})


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ({"action": "release", "number": "3", "reason": "over"}, ("release", {"number": 3, "reason": "over"})),
        ({"action": "decline", "number": "7", "reason": "no"}, ("decline", {"number": 7, "reason": "no"})),
        (
            {"action": "hold", "kind": "report", "about": "4f", "reason": "why", "days": "9"},
            ("hold", {"kind": "report", "about": "4f", "reason": "why", "days": 9}),
        ),
        (
            {"action": "ask-erasure", "address": "a@b.example", "reason": "r", "role": ["sender", "boss"]},
            ("ask_erasure", {"address": "a@b.example", "reason": "r", "roles": ["sender"]}),
        ),
    ],
)
def test_a_form_asks_the_node(
    form: dict[str, Any], asked: tuple[str, Any], client: TestClient[Any], node: Any, key: dict[str, str]
) -> None:
    answer = post(client, key, **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/privacy")
    assert node.private[0] == (asked[0], {**asked[1], "who": "operator"})


def test_a_hold_refuses_an_erasure_in_words(client: TestClient[Any], key: dict[str, str]) -> None:
    page = post(client, key, action="erase", number="7")
    assert page.status_code == 422
    assert "a legal hold is on it" in page.text
    assert post(client, key, action="burn").status_code == 422
    assert client.get("/console/privacy").status_code == 401
