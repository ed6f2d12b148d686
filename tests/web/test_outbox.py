"""The pages of the outbox, of webhooks and of unsubscribing, with real records; and the feed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from tests.web import fake_node

from spamatlas.model import DispatchState, Principal, Scope
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.posting import Posting
from spamatlas.pipeline.watching import Watching
from spamatlas.web import create_app

PAGE = {"accept": "text/html"}
PASSWORD = "four plain words go"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    made = fake_node.FakeNode(host="0.0.0.0")
    made.settings = msgspec.structs.replace(
        made.settings, smtp_host="127.0.0.1", mail_from="reports@node.example", public_address="https://node.example"
    )
    made.accounts = Accounts(Folder(tmp_path_factory.mktemp("accounts")), settings=made.settings)
    membership = Membership(made.accounts)
    membership.add_member("Regulator", "state", "KE")
    membership.add_member("Operator", "sector_member", "KE")
    yield made
    made.accounts.close()


def browser(node: Any) -> TestClient[Any]:
    client = TestClient(create_app(node), base_url="http://127.0.0.1:8052")
    client.headers.update(PAGE)
    return client


def signed_in(node: Any, member: str, address: str, role: str) -> TestClient[Any]:
    word = Membership(node.accounts).add_person(member, "Ada <b>", address, [role])["invitation"]
    client = browser(node)
    client.post("/console/invitation", data={"word": word, "password": PASSWORD, "again": PASSWORD})
    return client


@pytest.fixture(scope="module")
def boss(node: Any) -> TestClient[Any]:
    return signed_in(node, "1", "boss@example.org", "administrator")


@pytest.fixture(scope="module")
def analyst(node: Any) -> TestClient[Any]:
    return signed_in(node, "2", "ana@example.org", "analyst")


def newest(node: Any) -> Any:
    return Posting(node.accounts).listed(1)["rows"][0]


def test_an_administrator_sees_takes_back_and_tries(node: Any, boss: TestClient[Any]) -> None:
    asked = {"action": "add-person", "name": "Bo", "address": "bo@example.org", "granted": "analyst"}
    told = boss.post("/console/people/1", data=asked).text
    assert "by mail as well" in told
    waiting = newest(node)
    page = boss.get("/console/outbox", params={"state": "waiting"}).text
    assert "bo@example.org" in page
    assert "An invitation to set a password" in page
    boss.post("/console/outbox", data={"action": "cancel", "number": waiting.id})
    assert newest(node).state is DispatchState.CANCELLED
    refused = boss.post("/console/outbox", data={"action": "cancel", "number": waiting.id})
    assert (refused.status_code, "does not wait" in refused.text) == (422, True)
    boss.post("/console/outbox", data={"action": "trial", "address": "bo@example.org"})
    assert newest(node).kind == "trial"
    bad = boss.post("/console/outbox", data={"action": "trial", "address": "bo@x.example\r\nBcc: y@z.example"})
    assert bad.status_code == 422
    assert boss.post("/console/outbox", data={"action": "fly"}).status_code == 422


def test_an_analyst_does_not_see_the_outbox(analyst: TestClient[Any]) -> None:
    assert analyst.get("/console/outbox").status_code == 403
    assert analyst.post("/console/outbox", data={"action": "trial", "address": "a@b.example"}).status_code == 403


def test_a_members_webhooks_are_its_own(
    node: Any, boss: TestClient[Any], analyst: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("1.1.1.1", 443))])
    form = {"action": "add", "address": "https://hook.example/x", "events": ["campaign.new", "campaign.grew"]}
    told = analyst.post("/console/webhooks", data=form)
    assert (told.status_code, told.headers["cache-control"]) == (200, "no-store")
    assert "whsec_" in told.text
    again = analyst.get("/console/webhooks").text
    assert "hook.example" in again
    assert "whsec_" not in again
    assert "hook.example" in boss.get("/console/webhooks").text
    other = signed_in(node, "1", "cy@example.org", "researcher")
    assert "hook.example" not in other.get("/console/webhooks").text
    assert other.post("/console/webhooks", data={"action": "end", "number": 1}).status_code == 422
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("169.254.169.254", 443))])
    inside = analyst.post("/console/webhooks", data=form)
    assert (inside.status_code, "no public network" in inside.text) == (422, True)
    analyst.post("/console/webhooks", data={"action": "end", "number": 1})
    assert "ended" in analyst.get("/console/webhooks").text


def test_with_the_token_nobody_can_add_one(node: Any) -> None:
    with browser(node) as client:
        client.headers["authorization"] = f"Bearer {node.token}"
        form = {"action": "add", "address": "https://hook.example/x", "events": ["campaign.new"]}
        assert "belongs to a member" in client.post("/console/webhooks", data=form).text


def test_a_look_unsubscribes_nobody_and_one_press_does(node: Any) -> None:
    posting = Posting(node.accounts)
    digest = posting.digest_of("ana@example.org")
    word = posting.proof.no_more("alert", digest)
    with browser(node) as anybody:
        assert "News of a saved view" in anybody.get(f"/unsubscribe/{word}").text
        with node.accounts.records.change() as change:
            waiting = posting.put(change, "alert", "ana@example.org", {"views": []})
        assert posting.shown(waiting or 0).state is DispatchState.WAITING
        done = anybody.post(f"/unsubscribe/{word}", data={"List-Unsubscribe": "One-Click"})
        assert (done.status_code, "no more letters of this kind" in done.text) == (200, True)
        with node.accounts.records.change() as change:
            muted = posting.put(change, "alert", "Ana@example.org", {"views": []})
        assert posting.shown(muted or 0).state is DispatchState.UNWANTED
        for forged in (word.replace("alert", "trial"), word[:-1], "x", "alert.." + "0" * 40):
            assert anybody.get(f"/unsubscribe/{forged}").status_code == 404
            assert anybody.post(f"/unsubscribe/{forged}").status_code == 404


def test_somebody_asks_to_be_told_of_a_view_and_no_more(node: Any, analyst: TestClient[Any], boss: Any) -> None:
    person = Membership(node.accounts).person("ana@example.org")
    analyst.post("/console/views", data={"name": "parcels", "view": "q=lure:parcel", "next": "/console"})
    who = f"analyst {person.id}"
    (view,) = node.workbench.views.of(who)
    analyst.post(f"/console/views/{view.number}", data={"action": "tell-hour", "next": "/console"})
    assert Watching(node.accounts).of(person.id) == {view.number: "hour"}
    page = LexborHTMLParser(analyst.get("/console/webhooks").text)
    pressed = page.css_first('.views button[aria-pressed="true"]')
    assert pressed is not None
    assert pressed.attributes["value"] == "tell-hour"
    assert boss.post(f"/console/views/{view.number}", data={"action": "tell-hour"}).status_code == 422
    analyst.post(f"/console/views/{view.number}", data={"action": "tell-never", "next": "/console"})
    assert Watching(node.accounts).of(person.id) == {}


def test_a_reporter_gets_the_receipt_by_mail_once(node: Any) -> None:
    number = node.receipt(fake_node.ID)
    with browser(node) as reporter:
        assert 'name="address"' in reporter.get(f"/receipts/{number}").text
        sent = reporter.post(f"/receipts/{number}/mail", data={"address": "rep@example.org"})
        assert "on its way" in sent.text
        assert newest(node).kind == "receipt"
        again = reporter.post(f"/receipts/{number}/mail", data={"address": "other@example.org"})
        assert "sent before" in again.text
        assert "rep@example.org" not in sent.text + again.text
        bad = reporter.post(f"/receipts/{number}/mail", data={"address": "no address"})
        assert "Nothing was kept" in bad.text
        assert reporter.post("/receipts/none/mail", data={"address": "rep@example.org"}).status_code == 404


def test_the_feed_is_atom_in_the_readers_language_and_stays_the_same(node: Any, tmp_path: Path) -> None:
    with browser(node) as reader:
        answer = reader.get("/feeds/campaigns.atom", params={"lang": "fr"})
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = etree.fromstring(answer.content)
        assert feed.tag == f"{ATOM}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
        for name in ("id", "title", "updated", "author", "link"):
            assert feed.find(f"{ATOM}{name}") is not None, name
        (entry,) = feed.findall(f"{ATOM}entry")
        assert {each.tag.removeprefix(ATOM) for each in entry} == {
            "id", "title", "updated", "published", "summary", "link",
        }  # fmt: skip
        assert fake_node.CAMPAIGN in str(entry.findtext(f"{ATOM}summary"))
        tag = {"if-none-match": answer.headers["etag"]}
        assert reader.get("/feeds/campaigns.atom", params={"lang": "fr"}, headers=tag).status_code == 304


def test_a_key_without_the_right_sees_no_webhooks(node: Any) -> None:
    made = Membership(node.accounts).add_key("1", "feed", [Scope.REPORTS_WRITE])
    with browser(node) as client:
        client.headers["authorization"] = f"Bearer {made['secret']}"
        assert client.get("/console/webhooks").status_code == 403
    assert not Principal().may(Scope.CAMPAIGNS_READ)
