"""The node as people and programs meet it: a real process, a real browser, real requests."""

import json
import re
from typing import Any

import httpx
import pytest
from tests.cli.calling import VERDICT
from tests.end_to_end.running import Running

HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>"
    "<style>@import url(//evil.example/x.css)</style><meta http-equiv=refresh content='0;url=//evil.example'>"
    "<form action=//evil.example><input name=q></form><a href=javascript:window.hacked=1>click</a>"
    "{{7*7}} \u202egnp.exe\u202c \u200bhidden \x00 http://evil.example/track.gif?u=me"
)


@pytest.mark.browser
def test_hostile_content_is_only_ever_text(node: Running, browser: Any) -> None:
    filed = node.post({"id": "hostile", "channel": "sms", "text": HOSTILE, "sender": HOSTILE[:60], "subject": HOSTILE})
    identifier, receipt = filed.json()["ids"][0], filed.json()["receipts"][0]
    assert node.settled(identifier)["verdict"]
    page = browser.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(node.address) else elsewhere.append(request.url))
    for path in (f"/receipts/{receipt}", "/"):
        page.goto(node.address + path)
        page.wait_for_timeout(200)
        assert page.evaluate("window.hacked") is None
        assert page.url.startswith(node.address + path.partition("?")[0])
        assert (
            page.locator("main script, main img, main style, main form[action*=evil], main a[href*=evil]").count() == 0
        )
        assert "\u202e" not in page.content()
    page.close()
    assert elsewhere == []


@pytest.mark.browser
def test_an_open_page_changes_when_a_report_comes_in(node: Running, browser: Any) -> None:
    node.post({"id": "live-0", "channel": "im", "text": "Earn 500 a day from home, write to the manager now"})
    page = browser.new_page()
    page.goto(node.address)
    page.wait_for_selector(".pulse.live")
    page.wait_for_timeout(1500)
    before = page.inner_text("#lead h1")
    node.post({"id": "live-1", "channel": "im", "text": "Earn 700 a day from home, write to the boss now"})
    page.wait_for_function(
        "before => document.querySelector('#lead h1').innerText !== before", arg=before, timeout=60_000
    )
    page.close()


@pytest.mark.browser
def test_a_person_files_a_message_without_script_and_gets_a_receipt(node: Running, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{node.address}/report")
    page.select_option("#channel", "sms")
    page.fill("#text", "Your parcel is held, pay the fee at hxxp://parcel-fee[.]example/pay")
    page.fill("#sender", "+447700900123")
    page.click("form.form button")
    assert "/receipts/" in page.url
    assert page.url.rsplit("/", 1)[1] in page.inner_text("main")
    context.close()


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(node: Running) -> None:
    first = node.post({"id": "key-1", "channel": "sms", "text": "one"}, **{"idempotency-key": "k"})
    again = node.post({"id": "key-1", "channel": "sms", "text": "one"}, **{"idempotency-key": "k"})
    other = node.post({"id": "key-2", "channel": "sms", "text": "two"}, **{"idempotency-key": "k"})
    assert first.json() == again.json()
    assert first.json()["accepted"] == 1
    assert other.status_code == 422
    assert other.headers["content-type"] == "application/problem+json"


def test_the_good_part_of_a_body_is_accepted_and_the_bad_part_named(node: Running) -> None:
    body = b'{"id": "p1", "channel": "sms", "text": "good"}\n{"channel": "sms"}\nnot json\n'
    headers = {"authorization": f"Bearer {node.token}", "content-type": "application/x-ndjson"}
    answer = httpx.post(f"{node.address}/api/v1/reports", content=body, headers=headers)
    assert answer.status_code == 207
    assert answer.json()["accepted"] == 1
    assert [each["path"].rpartition(":")[2] for each in answer.json()["rejected"]] == ["2", "3"]


def test_a_change_wants_the_token_our_name_and_our_origin(node: Running) -> None:
    address, report = f"{node.address}/api/v1/reports", {"id": "t", "channel": "sms", "text": "x"}
    known = {"authorization": f"Bearer {node.token}"}
    assert httpx.post(address, json=report).status_code == 401
    assert httpx.post(address, json=report, headers={"authorization": "Bearer 00"}).status_code == 401
    assert httpx.post(address, json=report, headers=known | {"host": "evil.example"}).status_code == 421
    assert httpx.post(address, json=report, headers=known | {"origin": "http://evil.example"}).status_code == 403


def test_a_mail_is_judged_without_being_stored(node: Running) -> None:
    mail = b"From: a@bank.example\nTo: b@example.org\nSubject: Verify it\n\nAt http://bank-login.example/ now\n"
    before = httpx.get(f"{node.address}/healthz").status_code
    answer = httpx.post(f"{node.address}/api/v1/judge", content=mail, headers={"content-type": "message/rfc822"}).json()
    assert before == 200
    one = answer[0] if isinstance(answer, list) else answer
    assert set(one) >= VERDICT


def test_statistics_are_served_with_what_they_count(node: Running) -> None:
    names = [each["name"] for each in httpx.get(f"{node.address}/api/v1/statistics").json()]
    for name in names:
        table = httpx.get(f"{node.address}/api/v1/statistics/{name}").json()
        assert {"title", "unit", "counts", "since", "until", "reports", "reporters", "suppressed"} <= set(table), name
    csv = httpx.get(f"{node.address}/api/v1/statistics/volume", headers={"accept": "text/csv"})
    assert csv.headers["content-type"].startswith("text/csv")
    assert "time,channel,reports" in csv.text
    assert httpx.get(f"{node.address}/api/v1/statistics/nothing").status_code == 404
    bad = httpx.get(f"{node.address}/api/v1/statistics/volume", params={"since": "yesterday-ish"})
    assert (bad.status_code, bad.json()["code"]) == (422, "bad-parameter")


def test_pages_hold_their_promises_to_browsers(node: Running) -> None:
    home = httpx.get(node.address, headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert home.status_code == 200
    policy = home.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script(?! type=\"module\" src=)|style=|onclick|javascript:", home.text)
    same = httpx.get(node.address, headers={"accept": "text/html"})
    weight = len(home.content) + sum(
        len(httpx.get(node.address + each).content)
        for each in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', home.text))
    )
    assert weight < 150_000
    assert same.headers["etag"]
    for path in ("/schema", "/healthz", "/readyz", "/metrics", "/schema/openapi.json"):
        assert httpx.get(node.address + path).status_code == 200, path
    assert "/api/v1/reports" in json.dumps(httpx.get(f"{node.address}/schema/openapi.json").json())
