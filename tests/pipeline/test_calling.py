"""Webhooks from the event to the call, and what is told to people: once, and no more than may be known."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from spamatlas.model import DispatchState, PersonRole, Rejected
from spamatlas.outbox.call import signature
from spamatlas.outbox.event import Seen
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.calling import Calling
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.hooks import Hooks
from spamatlas.pipeline.lookout import Lookout
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.posting import Posting
from spamatlas.pipeline.watching import Asked, Watching
from spamatlas.settings import Settings

BEGIN = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Place:
    """Accounts with a clock set by hand, a program that is called, and a node that looks as the test says."""

    def __init__(self, folder: Path) -> None:
        self.now, self.status = BEGIN, 204
        self.got: list[tuple[dict[str, str], bytes]] = []
        place = self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                place.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(place.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        settings = Settings(
            data=folder, webhook_networks=("127.0.0.0/8",), smtp_host="127.0.0.1", mail_from="reports@node.example"
        )
        self.accounts = Accounts(Folder(folder), clock=lambda: self.now, settings=settings)
        self.hooks, self.calling = Hooks(self.accounts), Calling(self.accounts)
        self.posting, self.watching = Posting(self.accounts), Watching(self.accounts)
        self.seen, self.matches, self.reached = Seen(), {"parcel": 0}, 0
        self.lookout = Lookout(
            self.accounts, lambda: self.seen, lambda _, terms, *__: self.matches[terms[0][1]], lambda: self.reached
        )
        membership = Membership(self.accounts)
        membership.add_member("Regulator", "state", "KE")
        membership.add_member("Operator", "sector_member", "KE")
        self.person = membership.add_person("1", "Ada", "ada@example.org", ["analyst"])["person"].id
        self.membership = membership

    def rows(self, kind: str) -> list[Any]:
        return [each for each in self.posting.listed()["rows"] if each.kind == kind]

    def close(self) -> None:
        self.calling.close()
        self.accounts.close()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


def test_an_event_is_called_once_signed_and_says_no_more_than_everybody_may_know(place: Place) -> None:
    added = place.hooks.add_webhook("1", place.address, ["campaign.new", "reports.accepted"], place.person)
    place.lookout.look(place.now)
    assert place.calling.calls() == 0, "what was there before is no event"
    place.seen = Seen(accepted=7, quarantined=3, campaigns={"C-1": 4})
    place.now += timedelta(minutes=2)
    place.lookout.look(place.now)
    place.lookout.look(place.now + timedelta(minutes=2))
    assert place.calling.calls() == 2
    bodies = [json.loads(body) for _, body in place.got]
    assert sorted(each["type"] for each in bodies) == ["campaign.new", "reports.accepted"]
    assert {"campaign": "C-1", "reports": 4} in [each["data"] for each in bodies]
    for fields, body in place.got:
        expected = signature(added["secret"], fields["webhook-id"], int(fields["webhook-timestamp"]), body)
        assert fields["webhook-signature"] == expected
    assert added["secret"] not in str(place.hooks.webhooks())
    assert {each.state for each in place.hooks.calls()} == {DispatchState.SENT}


def test_who_asks_later_is_told_of_what_happens_from_then_on(place: Place) -> None:
    first = place.hooks.add_webhook("1", place.address, ["reports.accepted"])["webhook"]
    place.lookout.look(place.now)
    place.hooks.end_webhook(first.id)
    place.seen, place.now = Seen(accepted=5), place.now + timedelta(minutes=2)
    place.lookout.look(place.now)
    place.hooks.add_webhook("1", place.address, ["reports.accepted"])
    place.seen, place.now = Seen(accepted=6), place.now + timedelta(minutes=2)
    place.lookout.look(place.now)
    assert place.calling.calls() == 0
    place.seen, place.now = Seen(accepted=8), place.now + timedelta(minutes=2)
    place.lookout.look(place.now)
    assert place.calling.calls() == 1
    assert json.loads(place.got[0][1])["data"] == {"accepted": 2, "total": 8}


def test_who_takes_nothing_for_days_is_called_no_more_and_told(place: Place) -> None:
    added = place.hooks.add_webhook("1", place.address, ["reports.accepted"], place.person)["webhook"]
    place.lookout.look(place.now)
    place.status = 500
    for n in range(1, 60):
        place.seen = Seen(accepted=n)
        place.now += timedelta(hours=2)
        place.lookout.look(place.now)
        place.calling.calls()
    (found,) = place.hooks.webhooks()
    assert (found.ended_why, found.id) == ("500", added.id)
    assert timedelta(days=3) < found.ended_at - BEGIN < timedelta(days=4)
    (told,) = place.rows("webhook-ended")
    assert (told.address, told.state) == ("ada@example.org", DispatchState.WAITING)
    many = len(place.got)
    place.seen, place.now = Seen(accepted=99), place.now + timedelta(hours=5)
    place.lookout.look(place.now)
    place.calling.calls()
    assert len(place.got) == many


def test_gone_is_gone_and_a_call_is_made_again_by_its_member_alone(place: Place) -> None:
    place.hooks.add_webhook("1", place.address, ["reports.accepted"], place.person)
    place.lookout.look(place.now)
    place.seen, place.now = Seen(accepted=1), place.now + timedelta(minutes=2)
    place.lookout.look(place.now)
    place.calling.calls()
    (made,) = place.hooks.calls(1)
    assert place.hooks.calls(2) == []
    with pytest.raises(Rejected) as why:
        place.hooks.call_again(made.id, 2)
    assert why.value.code == "no-such-dispatch"
    with pytest.raises(Rejected) as why:
        place.hooks.end_webhook(1, 2)
    assert why.value.code == "no-such-webhook"
    place.status = 410
    place.hooks.call_again(made.id, 1)
    place.calling.calls()
    assert [fields["webhook-id"] for fields, _ in place.got] == [f"msg_{made.id}"] * 2
    assert place.hooks.webhooks()[0].ended_why == "410"


@pytest.mark.parametrize(
    ("address", "wanted", "code"),
    [
        ("https://10.0.0.1/", ["campaign.new"], "address-out-of-reach"),
        ("https://1.1.1.1/", [], "unknown-word"),
        ("https://1.1.1.1/", ["campaign.new", "made.up"], "unknown-word"),
        ("javascript:alert(1)", ["campaign.new"], "bad-webhook"),
    ],
)
def test_what_is_no_webhook_is_refused(place: Place, address: str, wanted: list[str], code: str) -> None:
    with pytest.raises(Rejected) as why:
        place.hooks.add_webhook("1", address, wanted)
    assert why.value.code == code
    assert place.hooks.webhooks() == []


def ask(place: Place, view: int, how_often: str, word: str = "parcel") -> None:
    asked = Asked(place.person, view, f"view {view}", (("text", word),), "es")
    place.watching.tell(asked, how_often, place.reached)


def test_somebody_is_told_of_a_view_at_most_once_an_hour_in_one_letter(place: Place) -> None:
    ask(place, 1, "hour")
    ask(place, 2, "hour")
    ask(place, 3, "day", "bank")
    assert place.watching.of(place.person) == {1: "hour", 2: "hour", 3: "day"}
    place.matches |= {"bank": 0}
    place.lookout.look(place.now)
    assert place.rows("alert") == [], "nothing came in"
    place.matches["parcel"], place.reached = 4, 10
    for minutes in (2, 30, 50):
        place.lookout.look(BEGIN + timedelta(minutes=minutes))
    assert len(place.rows("alert")) == 1
    place.reached, place.now = 20, BEGIN + timedelta(minutes=63)
    place.lookout.look(place.now)
    letters = place.rows("alert")
    assert len(letters) == 2
    assert {(each.address, each.language) for each in letters} == {("ada@example.org", "es")}
    ask(place, 1, "never")
    assert place.watching.of(place.person) == {2: "hour", 3: "day"}


def test_who_may_not_read_reports_any_more_is_told_nothing(place: Place) -> None:
    ask(place, 1, "hour")
    place.matches["parcel"], place.reached = 4, 10
    place.membership.set_roles(str(place.person), [PersonRole.RESEARCHER])
    place.lookout.look(place.now)
    assert place.rows("alert") == []
    place.membership.set_roles(str(place.person), [PersonRole.ANALYST])
    place.membership.end_person(str(place.person))
    place.lookout.look(place.now + timedelta(minutes=5))
    assert place.rows("alert") == []


def test_who_unsubscribed_and_asks_again_is_told_again(place: Place) -> None:
    place.posting.refuse(place.posting.proof.no_more("alert", place.posting.digest_of("ada@example.org")))
    place.matches["parcel"], place.reached = 4, 10
    ask(place, 1, "hour")
    place.reached = 11
    place.lookout.look(place.now)
    assert [each.state for each in place.rows("alert")] == [DispatchState.WAITING]
