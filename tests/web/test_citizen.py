"""Check, file, receipt, withdraw: what a person without an account meets."""

import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser

from spamatlas.model import CallToAction, Category, Channel, Lure, Reason
from spamatlas.pipeline.checking import crowd
from spamatlas.statistics import Veil
from spamatlas.web import create_app
from spamatlas.web.api.advice import advised, advised_by
from spamatlas.web.public.entry import LONGEST_TEXT, MOST_CARRIED_BYTES, Entry, _carried, carried

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
NO_FILE = {"file": ("", b"")}
MAIL = b"From: a@sender.example\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nhello\r\n"
PASTED_MAIL = "Return-Path: <a@sender.example>\r\n" + MAIL.decode()


def post(client: Any, path: str, file: Any = ("", b""), **fields: str) -> Any:
    return client.post(path, data={"channel": "sms", **fields}, files={"file": file}, follow_redirects=False)


def page(answer: Any) -> LexborHTMLParser:
    return LexborHTMLParser(answer.text)


def test_checking_keeps_nothing_and_one_button_files_what_was_checked(client: Any, node: Any) -> None:
    answer = post(client, "/check", text="Pay at https://pay.example/x", sender="+447700900123", channel="im")
    assert answer.status_code == 200
    assert not node.accepted
    assert (node.checked[0].text, node.checked[0].channel) == ("Pay at https://pay.example/x", Channel.IM)
    form = page(answer).css_first("#next form")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.css("input")}
    filed = client.post(form.attributes["action"], data=fields, files=NO_FILE, follow_redirects=False)
    assert filed.status_code == 303
    (submission,) = node.accepted.values()
    line = msgspec.json.decode(submission.body)
    assert (line["text"], line["sender"], line["channel"]) == ("Pay at https://pay.example/x", "+447700900123", "im")
    assert filed.headers["location"] == f"/receipts/{node.receipt(submission.id)}"
    again = client.post(form.attributes["action"], data=fields, files=NO_FILE, follow_redirects=False)
    assert again.headers["location"] == filed.headers["location"], "pressed twice, filed once"
    assert len(node.accepted) == 1


def test_a_file_is_checked_and_then_filed_without_being_chosen_again(client: Any, node: Any) -> None:
    answer = post(client, "/check", ("a.eml", MAIL, "message/rfc822"))
    assert node.checked[0].file == MAIL
    value = page(answer).css_first('input[name="carried"]').attributes["value"]
    client.post("/report", data={"carried": value}, files=NO_FILE)
    assert [each.body for each in node.accepted.values()] == [MAIL]


def test_a_large_file_is_chosen_again_and_the_page_says_so(client: Any, node: Any) -> None:
    answer = post(client, "/check", ("a.eml", MAIL + b"x" * MOST_CARRIED_BYTES, "message/rfc822"))
    form = page(answer).css_first("#next form")
    assert form.css_first('input[type="file"][required]')
    assert not form.css('input[name="carried"]')
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("path", ["/check", "/report"])
def test_the_source_of_a_mail_that_was_pasted_is_read_as_a_mail(client: Any, node: Any, path: str) -> None:
    post(client, path, text=PASTED_MAIL)
    if path == "/check":
        assert node.checked[0].media_type == "message/rfc822"
    else:
        assert [each.media_type for each in node.accepted.values()] == ["message/rfc822"]
    assert not Entry(text="Note: a\nTo do: b\nAlso: c\n\nnothing").is_mail


@pytest.mark.parametrize("path", ["/check", "/report"])
@pytest.mark.parametrize(
    ("fields", "file", "field"),
    [
        ({"text": "  "}, ("", b""), "text"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, ("", b""), "text"),
        ({"text": "kept", "sender": "y" * 201}, ("", b""), "sender"),
        ({"text": "kept", "channel": "pigeon"}, ("", b""), "channel"),
        ({"text": "kept", "sender": "kept too"}, ("a.zip", b"PK\x03\x04 broken", "application/zip"), "file"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    client: Any, node: Any, path: str, fields: dict[str, str], file: Any, field: str
) -> None:
    answer = post(client, path, file, **fields)
    assert answer.status_code == 422
    found = page(answer)
    assert found.css_first(f'.faults a[href="#{field}"]')
    wrong = found.css_first(f"#{field}")
    assert wrong.attributes["aria-invalid"] == "true"
    assert found.css_first(f"#{field}-fault").text(strip=True)
    assert f"{field}-fault" in (wrong.attributes["aria-describedby"] or "")
    assert found.css_first("#text").text().removeprefix("\n") == fields["text"]
    assert found.css_first("#sender").attributes["value"] == fields.get("sender", "")
    assert found.css_first("title").text().strip().startswith("Error")
    assert not node.accepted


@given(st.binary(max_size=200), st.text(max_size=50))
def test_anything_in_the_hidden_field_is_an_entry_or_nothing(body: bytes, word: str) -> None:
    for each in (urlsafe_b64encode(body).decode(), word):
        assert _carried(each) is None or isinstance(_carried(each), Entry)
    entry = Entry(text=word, file=body, channel="sms", identifier="form-0123456789abcdef")
    assert _carried(carried(entry)) == entry
    assert _carried(carried(msgspec.structs.replace(entry, identifier=word))) is None, "nobody chooses an id"


def test_a_forged_hidden_field_is_found_fault_with_like_any_other(client: Any, node: Any) -> None:
    forged = carried(Entry(text="x", channel="pigeon", identifier="form-0123456789abcdef"))
    assert client.post("/report", data={"carried": forged}, files=NO_FILE).status_code == 422
    assert not node.accepted


def test_too_few_reporters_are_told_apart_from_nobody_by_nothing(client: Any, node: Any) -> None:
    texts, seen = [], {"first_seen": NOW, "last_seen": NOW}
    for reports, reporters in ((0, 0), (9, 1), (40, 2)):
        node.crowd = crowd(seen | {"reports": reports, "reporters": reporters}, "a thing", Veil(3, b"k"))
        texts.append(page(post(client, "/check", text="x")).css_first("#others").text())
        said = client.post("/api/v1/check", json={"text": "x"}).json()
        assert said["others"] == {
            "is_enough": False, "floor": 7, "reports": 0, "reporters": 0, "first_seen": "", "last_seen": ""
        }  # fmt: skip
        assert said["bulk"] == {"value": "unknown", "score": 0.5}
    assert len(set(texts)) == 1
    assert "Fewer than 7" in texts[0]
    node.crowd = crowd(seen | {"reports": 40, "reporters": 17}, "a thing", Veil(3, b"k"))
    assert "At least 20 reports" in page(post(client, "/check", text="x")).css_first("#others").text()


def test_a_receipt_is_not_the_reports_id_and_takes_careless_writing(client: Any, node: Any, fake: Any) -> None:
    number = node.receipt(fake.ID)
    for written in (number, number.lower(), number.replace("-", ""), number.replace("0", "O").replace("1", "l")):
        assert client.get(f"/receipts/{written}").status_code == 200
        assert client.get("/receipts", params={"number": written}).status_code == 200
    for guess in (fake.ID, fake.ID[:8], number[:-1], number[:-2] + "00", "0", "%25", "x" * 99):
        assert client.get(f"/receipts/{guess}").status_code == 404
        assert fake.ID not in client.get(f"/receipts/{number}").text
    assert client.get("/receipts", params={"number": "nothing"}).status_code == 404


def test_withdrawing_asks_first_erases_once_and_says_so(client: Any, node: Any, fake: Any) -> None:
    number = node.receipt(fake.ID)
    asked = client.get(f"/receipts/{number}/withdraw")
    assert asked.status_code == 200
    assert not node.withdrawn, "looking changes nothing"
    form = page(asked).css_first("main form")
    done = client.post(form.attributes["action"])
    assert list(node.withdrawn) == [fake.ID]
    assert "You withdrew this report" in done.text
    assert "93%" not in done.text
    at = dict(node.withdrawn)
    assert client.post(form.attributes["action"]).status_code == 200
    assert node.withdrawn == at
    assert client.get(f"/receipts/{number}/withdraw", follow_redirects=False).status_code == 303
    assert client.post("/receipts/nothing/withdraw").status_code == 404


def test_another_sites_page_withdraws_nothing(client: Any, node: Any, fake: Any) -> None:
    number = node.receipt(fake.ID)
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(f"/receipts/{number}/withdraw", headers=headers).status_code == 403
        assert client.delete(f"/api/v1/receipts/{number}", headers=headers).status_code == 403
    assert not node.withdrawn


def test_the_interface_withdraws_too(client: Any, node: Any, fake: Any) -> None:
    number = node.receipt(fake.ID)
    before = client.get(f"/api/v1/receipts/{number}").json()
    assert (before["state"], before["verdict"]["ruling"], before["number"]) == ("analysed", "spam", number)
    for _ in range(2):
        after = client.delete(f"/api/v1/receipts/{number}").json()
        assert (after["state"], after["verdict"], after["campaign"]) == ("withdrawn", None, None)
    assert client.delete("/api/v1/receipts/nothing").json()["code"] == "no-such-receipt"


def test_a_check_over_the_interface_stores_nothing_and_has_its_allowance(client: Any, node: Any) -> None:
    answer = client.post("/api/v1/check", json={"text": "Pay now", "channel": "sms"}).json()
    assert (answer["outcome"], answer["others"]["reporters"]) == ("spam", 5)
    assert answer["advice"]["now"][0]["code"] == "no-link"
    assert not node.accepted
    for body, code in (("{", "ill-formed"), ("", "empty"), ('{"text": " "}', "empty"), ('{"txt": "x"}', "ill-formed")):
        refused = client.post("/api/v1/check", content=body, headers={"content-type": "application/json"})
        assert (refused.status_code, refused.json()["code"]) == (422, code)


@pytest.mark.parametrize("lure", Lure)
@pytest.mark.parametrize("action", CallToAction)
def test_there_is_advice_for_everything(lure: Lure, action: CallToAction) -> None:
    for category in Category:
        for outcome in ("spam", "suspect", "ham", "reported", "costly", "unsaid"):
            found = advised(outcome, category, lure, action, Channel.SMS, "GB")  # type: ignore[arg-type]
            codes = [each.code for each in (*found.now, *found.already)]
            assert found.now
            assert len(codes) == len(set(codes)), "nothing is said twice"
            assert ("forward-7726" in codes) is (outcome in {"spam", "suspect"}), outcome


def test_who_paid_is_told_to_call_the_bank_at_once() -> None:
    found = advised("spam", Category.FRAUD, Lure.FAMILY, CallToAction.PAY, Channel.IM, "")
    assert "stop-payment" in [each.code for each in found.already]
    assert "forward-7726" not in [each.code for each in found.now]


@pytest.mark.parametrize("outcome", ["ham", "suspect", "spam"])
def test_who_was_sent_a_program_is_told_first_not_to_open_it(outcome: Any) -> None:
    plain = advised(outcome, Category.OTHER, Lure.OTHER, CallToAction.LINK, Channel.EMAIL, "")
    assert advised_by(plain, [Reason("wording", 2.0, "")]) == plain
    for code in ("dangerous-attachment", "program-in-archive", "acts-on-opening"):
        found = advised_by(plain, [Reason(code, 1.5, "")])
        assert [each.code for each in found.now] == ["no-file", *(each.code for each in plain.now)]
        assert found.already[0].code == "clean-device"
    wanted = advised("spam", Category.MALWARE, Lure.NONE, CallToAction.ATTACHMENT, Channel.EMAIL, "")
    again = advised_by(wanted, [Reason("dangerous-attachment", 1.5, "")])
    assert [each.code for each in again.now].count("no-file") == 1
    assert [each.code for each in again.already].count("clean-device") == 1


def test_no_page_needs_script_or_an_account(fake: Any) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        for path in ("/check", "/report", "/receipts", "/schema/problems"):
            answer = client.get(path, headers={"accept": "text/html"})
            assert answer.status_code == 200
            assert re.findall(r"<script[^>]*>", answer.text) == re.findall(
                r'<script type="module" src="/static/live\.js\?v=[0-9a-f]+">', answer.text
            )


def test_a_receipts_holder_says_what_it_was_and_takes_it_back(client: Any, node: Any, fake: Any) -> None:
    number = node.receipt(fake.ID)
    form = page(client.get(f"/receipts/{number}")).css_first("#say")
    assert [each.attributes["value"] for each in form.css("button")] == ["spam", "ham"]
    done = client.post(form.attributes["action"], data={"said": "ham"})
    assert node.told == {fake.ID: "ham"}
    assert "You said that it was not spam." in done.text
    assert [each.attributes["value"] for each in page(done).css("#say button")] == ["forget"]
    said = client.put(f"/api/v1/receipts/{number}/feedback", json={"said": "spam"})
    assert (said.status_code, said.json()["said"], node.told) == (200, "spam", {fake.ID: "spam"})
    assert client.put(f"/api/v1/receipts/{number}/feedback", json={"said": "perhaps"}).status_code in (400, 422)
    assert client.post(f"/receipts/{number}/feedback", data={"said": "perhaps"}).status_code == 422
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(f"/receipts/{number}/feedback", data={"said": "ham"}, headers=headers).status_code == 403
    assert client.put("/api/v1/receipts/nothing/feedback", json={"said": "spam"}).status_code == 404
    assert node.told == {fake.ID: "spam"}
