import csv
import io
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from spamatlas.model import Reason
from spamatlas.pipeline.checking import Pasted
from spamatlas.web import create_app
from spamatlas.web.app import BURST

LINE = '{"id": "%s", "channel": "sms", "text": "hello %s"}'
JSON = {"content-type": "application/json"}
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nhello\r\n"


def post(client: Any, key: dict[str, str], body: bytes | str, media_type: str, **more: str) -> Any:
    return client.post("/api/v1/reports", content=body, headers={**key, "content-type": media_type, **more})


@pytest.mark.parametrize(
    ("body", "media_type", "accepted"),
    [
        (LINE % (1, 1), "application/json", 1),
        (f"[{LINE % (1, 1)}, {LINE % (2, 2)}]", "application/json; charset=utf-8", 2),
        ('{"reports": [' + LINE % (1, 1) + "]}", "application/json", 1),
        (f"{LINE % (1, 1)}\n{LINE % (2, 2)}\n", "application/x-ndjson", 2),
        (MAIL, "message/rfc822", 1),
    ],
)
def test_every_form_is_taken(client: Any, node: Any, key: Any, body: Any, media_type: str, accepted: int) -> None:
    answer = post(client, key, body, media_type)
    assert answer.status_code == 202
    assert answer.json() == {
        "accepted": accepted, "duplicates": 0, "quarantined": None, "rejected": [], "ids": list(node.accepted),
        "receipts": [node.receipt(each) for each in node.accepted],
    }  # fmt: skip
    again = post(client, key, body, media_type).json()
    assert (again["accepted"], again["duplicates"]) == (0, accepted)
    assert len(node.accepted) == accepted


def test_files_in_a_form(client: Any, node: Any, key: dict[str, str]) -> None:
    files = [("file", ("a.eml", MAIL, "message/rfc822")), ("file", ("b.jsonl", LINE % (1, 1), "application/x-ndjson"))]
    answer = client.post("/api/v1/reports", files=files, data={"text": "pasted", "channel": "im"}, headers=key)
    assert (answer.status_code, answer.json()["accepted"]) == (202, 3)
    assert {each.channel for each in node.accepted.values()} >= {"im"}


def test_what_is_bad_is_named_and_the_rest_goes_on(client: Any, key: dict[str, str]) -> None:
    answer = post(client, key, f"{LINE % (1, 1)}\nnot json\n{LINE % (2, 2)}\n", "application/x-ndjson")
    assert answer.status_code == 207
    found = answer.json()
    assert (found["accepted"], len(found["rejected"])) == (2, 1)
    assert "2" in found["rejected"][0]["path"]
    assert "not json" not in answer.text


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        ("not json", "application/json", 422, "ill-formed"),
        ("[" * 100_000, "application/json", 422, "ill-formed"),
        ('{"reports": 3}', "application/json", 422, "ill-formed"),
        ("", "application/json", 422, "empty"),
        ("x\ny", "application/x-ndjson", 422, "nothing-accepted"),
        ("x", "application/x-unheard-of", 415, "media-type-not-supported"),
    ],
)
def test_a_bad_body_is_a_problem(
    client: Any, node: Any, key: Any, body: str, media_type: str, status: int, code: str
) -> None:
    answer = post(client, key, body, media_type)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not node.accepted


def test_too_large_a_body(fake: Any) -> None:
    node = fake.FakeNode(max_report_bytes=1000)
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        answer = post(client, {"authorization": f"Bearer {node.token}"}, b"x" * 1_100_000, "message/rfc822")
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert not node.accepted


def test_a_full_disk_says_so_and_may_be_tried_again(client: Any, node: Any, key: dict[str, str]) -> None:
    node.full = True
    answer = post(client, key | {"idempotency-key": "k"}, LINE % (1, 1), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    node.full = False
    assert post(client, key | {"idempotency-key": "k"}, LINE % (1, 1), "application/json").json()["accepted"] == 1


def test_who_waits_is_told_how_many_cannot_be_analysed(client: Any, node: Any, key: dict[str, str]) -> None:
    answer = client.post("/api/v1/reports?wait=5", content=LINE % (1, 1), headers=key | JSON).json()
    assert (answer["accepted"], answer["quarantined"]) == (1, 1)
    node.is_analysing = False
    answer = client.post("/api/v1/reports?wait=0.1", content=LINE % (2, 2), headers=key | JSON)
    assert (answer.status_code, answer.json()["quarantined"]) == (202, None)
    for wait in ("11", "-1", "soon", "nan"):
        refused = client.post(f"/api/v1/reports?wait={wait}", content=LINE % (3, 3), headers=key | JSON)
        assert (refused.status_code, refused.json()["where"]) == (400, "?wait")
    assert len(node.accepted) == 2


def test_an_idempotency_key_gives_the_first_answer_again(client: Any, node: Any, key: dict[str, str]) -> None:
    first = post(client, key, LINE % (1, 1), "application/json", **{"idempotency-key": "k"})
    again = post(client, key, LINE % (1, 1), "application/json", **{"idempotency-key": "k"})
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.json()["accepted"] == 1
    other = post(client, key, LINE % (2, 2), "application/json", **{"idempotency-key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    long = post(client, key, LINE % (2, 2), "application/json", **{"idempotency-key": "k" * 201})
    assert (long.status_code, long.json()["code"]) == (422, "bad-idempotency-key")
    assert len(node.accepted) == 1


def test_judging_stores_nothing_and_has_its_allowance(client: Any, node: Any, key: dict[str, str]) -> None:
    answers = [client.post("/api/v1/judge", json={"id": "1", "channel": "sms", "text": "x"}) for _ in range(BURST + 1)]
    assert [each.status_code for each in answers] == [200] * BURST + [429]
    assert answers[0].json() == [{"id": "1", "spam": 0.5}]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert client.post("/api/v1/judge", json={"id": "1", "channel": "sms", "text": "x"}, headers=key).status_code == 200
    assert not node.accepted


@pytest.mark.parametrize(
    ("wished", "code"),
    [("fr-CH, en;q=0.5", "fr"), ("ar", "ar"), ("xx, zh-Hans;q=0.4", "zh"), ("xx", "en"), ("", "en"), ("ru;q=x", "en")],
)
def test_reasons_are_said_in_the_language_that_is_wished_for(client: Any, node: Any, wished: str, code: str) -> None:
    headers = {"accept-language": wished}
    answer = client.post("/api/v1/judge", json={"id": "1", "channel": "sms", "text": "x"}, headers=headers)
    assert node.manner.language.code == code
    checked = client.post("/api/v1/check", json={"text": "x"}, headers=headers)
    for each in (answer, checked):
        assert each.headers["content-language"] == code
        assert {"accept-language", "cookie"} <= {name.strip() for name in each.headers["vary"].lower().split(",")}


def test_a_check_says_its_reasons_in_english_and_in_the_readers_language(client: Any, node: Any) -> None:
    found = Reason("cheap-suffix", 0.8, "A link is under .{suffix}, where abuse is common.", {"suffix": "top"})
    checked = node.check(Pasted(text="x"))
    judged = msgspec.structs.replace(checked.verdict, reasons=(found,))
    node.check = lambda *_: msgspec.structs.replace(checked, verdict=judged)

    def reason(wished: str) -> Any:
        return client.post("/api/v1/check", json={"text": "x"}, headers={"accept-language": wished}).json()["reasons"][
            0
        ]

    english = {"code": "cheap-suffix", "weight": 0.8, "text": "A link is under .top, where abuse is common."}
    assert reason("en") == english
    assert reason("fr") == {**english, "translation": "Un lien relève de .top, où les abus sont fréquents."}


def test_statistics(client: Any) -> None:
    names = {each["name"] for each in client.get("/api/v1/statistics").json()}
    assert {"volume", "routes"} <= names
    table = client.get("/api/v1/statistics/volume").json()
    assert (table["reports"], table["reporters"]) == (12, 4)
    assert client.get("/api/v1/statistics/nonsense").json()["code"] == "no-such-statistic"


def test_a_table_for_a_spreadsheet_runs_nothing(client: Any) -> None:
    for answer in (
        client.get("/api/v1/statistics/reports?format=csv"),
        client.get("/api/v1/statistics/reports", headers={"accept": "text/csv"}),
    ):
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert rows == [{"channel": "'=HYPERLINK(1)", "reports": "9", "reporters": "4"}]


def test_health(client: Any, node: Any) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").status_code == 200
    text = client.get("/metrics").text
    assert "spamatlas_accepted 3.0" in text
    assert 'spamatlas_stage_seconds{of="parse"} 0.5' in text
    node.broken = "why"
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (503, 503)


def test_one_report_and_one_campaign(client: Any, fake: Any) -> None:
    assert client.get(f"/api/v1/reports/{fake.ID}").json()["verdict"]["ruling"] == "spam"
    assert client.get("/api/v1/reports/nothing").json()["code"] == "no-such-report"
    assert client.get(f"/api/v1/campaigns/{fake.CAMPAIGN}").json()["size"] == 9
    assert client.get("/api/v1/campaigns/nothing").json()["code"] == "no-such-campaign"


def test_the_schema_names_every_path(client: Any) -> None:
    paths = client.get("/schema/openapi.json").json()["paths"]
    assert {"/api/v1/reports", "/api/v1/judge", "/api/v1/statistics/{name}", "/api/v1/events", "/healthz"} <= set(paths)


def test_a_countermeasure_is_noted(client: Any, node: Any, key: dict[str, str], fake: Any) -> None:
    address = f"/api/v1/campaigns/{fake.CAMPAIGN}/countermeasures"
    measure = {"kind": "host_down", "target": "pay.example", "taken_on": "2026-11-20"}
    assert client.post(address, json=measure).status_code == 401
    assert client.post(address, json=measure, headers=key).json()["action"] == 1
    assert node.workbench.done == [("counter", (fake.CAMPAIGN, "host_down", "pay.example", "2026-11-20"))]
    for wrong in (
        {"kind": "revenge"},
        {},
        {"kind": "notice", "taken_on": "yesterday"},
        {"kind": "notice", "who": "Ann"},
    ):
        assert client.post(address, json=wrong, headers=key).status_code in {400, 422}
    told = client.get(f"/api/v1/campaigns/{fake.CAMPAIGN}", headers=key).json()["countermeasures"]
    assert [each["effect"] and each["effect"]["kind"] for each in told] == ["few", "fell", "alone", None]
