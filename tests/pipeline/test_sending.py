"""The outbox, emptied into a real mail server: in order, once, signed; what fails, comes back or is not wanted."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dkim as dkimpy
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from spamatlas.model import DispatchState, Rejected
from spamatlas.outbox.patience import LONGEST
from spamatlas.pipeline import sending
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.posting import Posting
from spamatlas.pipeline.sending import Sending
from spamatlas.settings import Settings
from spamatlas.store.records import dispatches

BEGIN = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Receiving:
    """A mail server that answers a recipient as it is told, and keeps what it took."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.got: list[tuple[str, str, bytes]] = []
        self.lock = threading.Lock()

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        with self.lock:
            self.got.append((str(envelope.mail_from), envelope.rcpt_tos[0], bytes(envelope.content or b"")))
        return "250 2.0.0 taken"


class Office:
    """Accounts whose clock is set by hand, a mail server, and who sends."""

    def __init__(self, folder: Path, dsn: str = "", **settings: Any) -> None:
        self.server = Receiving()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.controller = Controller(self.server, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        self.now = BEGIN
        known = {"smtp_host": "127.0.0.1", "smtp_port": self.port, "mail_from": "reports@node.example"}
        self.accounts = Accounts(
            Folder(folder), Settings(data=folder, records_dsn=dsn, **{**known, **settings}), lambda: self.now
        )
        self.posting, self.sending = Posting(self.accounts), Sending(self.accounts)

    def put(self, address: str, kind: str = "trial", **more: Any) -> int:
        with self.accounts.records.change() as change:
            facts = {"views": [{"name": "v", "reports": 1}], "number": "2-3", "name": "A", "word": "w"}
            return self.posting.put(change, kind, address, facts, **more) or 0

    def state(self, number: int) -> tuple[DispatchState, str]:
        found = self.posting.shown(number)
        return found.state, found.code

    def close(self) -> None:
        self.sending.close()
        self.accounts.close()
        with suppress(AssertionError):  # it was stopped by the test
            self.controller.stop()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


def test_who_is_invited_gets_a_signed_letter_with_which_they_can_sign_in(office: Office) -> None:
    membership = Membership(office.accounts, "fr")
    membership.add_member("Regulator", "state", "KE")
    invited = membership.add_person("1", "Ada\r\nBcc: x@y.example", "ada@example.org", ["analyst"])
    assert invited["mailed"]
    assert office.sending.letters() == 1
    ((return_path, recipient, mail),) = office.server.got
    assert recipient == "ada@example.org"
    assert office.posting.proof.number_in(return_path) == 1
    assert invited["invitation"].encode() in mail.replace(b"=\r\n", b"")
    assert b"Content-Language: fr" in mail
    records = {each["selector"].encode(): each["record"].encode() for each in office.posting.dkim()}
    read = dkimpy.DKIM(mail)
    assert [read.verify(n, dnsfunc=lambda name, **_: records[name.partition(b"._d")[0]]) for n in (0, 1)] == [
        True,
        True,
    ]
    assert office.state(1) == (DispatchState.SENT, "250 2.0.0")
    assert office.sending.letters() == 0


def test_without_a_mail_server_nothing_is_put_in(tmp_path: Path) -> None:
    accounts = Accounts(Folder(tmp_path))
    membership = Membership(accounts)
    membership.add_member("Regulator", "state", "KE")
    assert not membership.add_person("1", "Ada", "ada@example.org", ["analyst"])["mailed"]
    with pytest.raises(Rejected) as why:
        Posting(accounts).trial("ada@example.org")
    assert why.value.code == "no-mail"
    assert Posting(accounts).listed()["rows"] == []
    accounts.close()


def test_what_is_deferred_is_tried_less_and_less_often_and_ends(office: Office) -> None:
    office.server.answers["ada@example.org"] = "451 4.7.1 later"
    number, waits = office.put("ada@example.org", "invitation"), []
    while office.state(number)[0] is DispatchState.WAITING and len(waits) < 200:
        office.now = max(office.now, office.posting.shown(number).due_at)
        assert office.sending.letters() == 1
        assert office.sending.letters() == 0, "not before it is due"
        waits.append(office.posting.shown(number).due_at - office.now)
    assert office.state(number) == (DispatchState.FAILED, "451 4.7.1")
    assert office.now - BEGIN > timedelta(days=6)
    assert timedelta(seconds=45) <= waits[0] <= timedelta(seconds=75)
    assert max(waits[:-1]) <= LONGEST * 1.25
    assert 30 < len(waits) < 80


def test_who_refuses_for_good_is_asked_once_and_an_address_that_is_none_gets_no_more(office: Office) -> None:
    office.server.answers = {
        "gone@example.org": "550 5.1.1 no such user",
        "strict@example.org": "550 5.7.1 not from you",
    }
    first = [office.put(each) for each in office.server.answers]
    office.sending.letters()
    assert [office.state(each) for each in first] == [
        (DispatchState.FAILED, "550 5.1.1"), (DispatchState.FAILED, "550 5.7.1"),
    ]  # fmt: skip
    gone, strict = office.put("Gone@example.org"), office.put("strict@example.org")
    assert office.state(gone) == (DispatchState.UNWANTED, "")
    Membership(office.accounts).add_member("Regulator", "state", "KE")
    assert not Membership(office.accounts).add_person("1", "Gone", "gone@example.org", ["analyst"])["mailed"]
    assert office.state(strict)[0] is DispatchState.WAITING
    assert office.posting.lift("gone@example.org") == {"lifted": 1}
    assert office.state(office.put("gone@example.org"))[0] is DispatchState.WAITING


def test_a_server_that_is_away_costs_no_letter_its_turn(office: Office) -> None:
    numbers = [office.put(f"a{n}@example.org") for n in range(12)]
    office.controller.stop()
    office.sending.letters()
    assert {office.state(each)[0] for each in numbers} == {DispatchState.WAITING}
    assert sum(office.posting.shown(each).attempts for each in numbers) <= sending.LINES
    assert office.sending.letters() == 0, "it is left alone for a while"
    again = Controller(office.server, hostname="127.0.0.1", port=office.port)
    again.start()
    office.sending._rest_until, office.now = 0.0, BEGIN + timedelta(minutes=3)
    office.sending.letters()
    again.stop()
    assert {office.state(each)[0] for each in numbers} == {DispatchState.SENT}
    assert len(office.server.got) == 12


def test_a_node_that_is_killed_before_it_notes_sends_the_same_once_more(tmp_path: Path) -> None:
    office = Office(tmp_path)
    number = office.put("ada@example.org")
    noted, office.sending._note = office.sending._note, lambda *_: None  # type: ignore[method-assign]
    office.sending.letters()
    assert len(office.server.got) == 1
    office.sending._note = noted  # type: ignore[method-assign]
    assert office.sending.letters() == 0, "somebody may still be at it"
    office.now += sending.LEASE + timedelta(seconds=1)
    assert office.sending.letters() == 1
    office.now += timedelta(days=1)
    assert office.sending.letters() == 0
    assert office.server.got[0] == office.server.got[1], "the same in every byte, the Message-ID among them"
    assert office.state(number)[0] is DispatchState.SENT
    office.close()


def test_two_nodes_on_one_outbox_send_each_letter_once(tmp_path: Path) -> None:
    office = Office(tmp_path)
    other = Sending(office.accounts)
    for n in range(60):
        office.put(f"a{n}@d{n % 7}.example")
    threads = [threading.Thread(target=each.letters) for each in (office.sending, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each[1] for each in office.server.got) == sorted(f"a{n}@d{n % 7}.example" for n in range(60))
    other.close()
    office.close()


def test_one_domain_gets_so_many_a_minute_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    office = Office(tmp_path, mail_per_minute=5)
    many = [office.put(f"a{n}@many.example") for n in range(20)]
    office.put("one@other.example")
    office.sending.letters()
    assert sum(each[1].endswith("@many.example") for each in office.server.got) == 5
    assert sum(each[1].endswith("@other.example") for each in office.server.got) == 1
    assert all(office.posting.shown(each).attempts <= 1 for each in many)
    office.close()


def test_a_letter_that_cant_be_written_holds_up_no_other(office: Office) -> None:
    broken, whole = office.put("ada@example.org"), office.put("bo@example.org")
    with office.accounts.records.change() as change:
        change.get_one(dispatches.DispatchRow, broken).facts = b"forged"
    office.sending.letters()
    assert office.state(broken) == (DispatchState.FAILED, "sealed-otherwise")
    assert office.state(whole)[0] is DispatchState.SENT


def report(status: str, action: str = "failed") -> bytes:
    part = f"Final-Recipient: rfc822; x@x.example\nAction: {action}\nStatus: {status}\n"
    return (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{part}\n--b--\n"
    ).encode()


def test_what_comes_back_for_good_ends_and_what_may_come_through_is_sent_again(office: Office) -> None:
    hard, soft, policy = (office.put(f"{each}@example.org", "invitation") for each in ("hard", "soft", "policy"))
    office.sending.letters()
    paths = [office.posting.proof.return_path(each) for each in (hard, soft, policy)]
    assert office.posting.bounced(report("4.4.7", "delayed"), paths[1])["did"] == "nothing"
    assert office.posting.bounced(report("5.1.1"), paths[0])["did"] == "ended"
    assert office.posting.bounced(report("4.2.2"), paths[1])["did"] == "postponed"
    assert office.posting.bounced(report("5.7.1"), paths[2])["did"] == "ended"
    assert office.state(hard) == (DispatchState.BOUNCED, "5.1.1")
    assert office.state(office.put("hard@example.org"))[0] is DispatchState.UNWANTED
    assert office.state(office.put("policy@example.org"))[0] is DispatchState.WAITING
    office.now += timedelta(minutes=10)
    office.server.got = []
    office.sending.letters()
    assert [each[1] for each in office.server.got].count("soft@example.org") == 1
    assert office.state(soft)[0] is DispatchState.SENT


def test_a_storm_of_forged_reports_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was sent to a return path that we did not make is not even looked up."""
    number = office.put("ada@example.org")
    office.sending.letters()
    proof = office.posting.proof
    asked: list[int] = []
    one = dispatches.one
    monkeypatch.setattr(dispatches, "one", lambda moment, which: asked.append(which) or one(moment, which))
    real = proof.return_path(number)
    for n in range(2_000):
        forged = real.replace(f"+{number}-", f"+{n + 2}-")
        assert office.posting.bounced(report("5.1.1"), forged)["did"] == "nothing"
    assert asked == []
    missing = office.posting.bounced(report("5.1.1"), proof.return_path(999))
    assert missing == {"dispatch": 999, "status": "5.1.1", "did": "nothing"}
    assert office.posting.bounced(report("5.1.1"), real)["did"] == "ended"
    assert [office.posting.bounced(report("5.1.1"), real)["did"] for _ in range(50)] == ["nothing"] * 50
    assert office.posting.listed()["counts"] == {"bounced": 1}


def test_a_storm_of_true_reports_ends_or_sends_again_each_letter_once(office: Office) -> None:
    """All of a campaign of letters comes back at once, each several times, in any order, by several processes."""
    letters = {office.put(f"a{n}@d{n % 9}.example", "invitation"): "5.1.1" if n % 2 else "4.2.2" for n in range(60)}
    assert office.sending.letters() == 60
    storm = [(number, status) for number, status in letters.items() for _ in range(5)]
    random.Random(6).shuffle(storm)
    did: list[tuple[int, str]] = []

    def hand_in(part: list[tuple[int, str]]) -> None:
        for number, status in part:
            found = office.posting.bounced(report(status), office.posting.proof.return_path(number))
            did.append((number, found["did"]))

    threads = [threading.Thread(target=hand_in, args=(storm[place::6],)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    once = {number: "ended" if status == "5.1.1" else "postponed" for number, status in letters.items()}
    assert sorted(each for each in did if each[1] != "nothing") == sorted(once.items())
    assert len(did) == len(storm)
    assert office.posting.listed()["counts"] == {"bounced": 30, "waiting": 30}
    office.server.got = []
    assert office.sending.letters() == 0, "nothing is sent again at once"
    office.now += timedelta(minutes=10)
    office.sending.letters()
    assert sorted(each[1] for each in office.server.got) == sorted(f"a{n}@d{n % 9}.example" for n in range(0, 60, 2))
    assert office.state(office.put("a1@d1.example"))[0] is DispatchState.UNWANTED


def test_who_unsubscribed_gets_none_of_that_kind_and_all_others(office: Office) -> None:
    office.put("ada@example.org", "alert")
    office.sending.letters()
    mail = office.server.got[0][2].replace(b"\r\n ", b"")
    link = mail.partition(b"List-Unsubscribe: <")[2].partition(b">")[0].decode()
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    waiting = office.put("ada@example.org", "alert")
    word = link.rpartition("/")[2]
    assert office.posting.refuse(word)
    assert not office.posting.refuse(word[:-1])
    office.sending.letters()
    assert office.state(waiting)[0] is DispatchState.UNWANTED
    assert office.posting.shown(waiting).address == ""
    assert office.state(office.put("ADA@example.org", "alert"))[0] is DispatchState.UNWANTED
    assert office.state(office.put("ada@example.org", "invitation"))[0] is DispatchState.WAITING
    assert len(office.server.got) == 1


def test_nothing_personal_is_kept_longer_than_it_is_needed(office: Office) -> None:
    kept = office.put("ada@example.org", "invitation")
    with office.accounts.records.change() as change:
        office.posting.put(change, "receipt", "bo@example.org", {"number": "2-3"})
    cancelled = office.put("cy@example.org", "invitation")
    office.posting.cancel(cancelled)
    office.sending.letters()
    with office.accounts.records.read() as moment:
        rows = {each: dispatches.one(moment, each) for each in (kept, kept + 1, cancelled)}
    assert (rows[kept].dispatch.address, bool(rows[kept].facts)) == ("ada@example.org", True)
    assert b"word" not in rows[kept].facts
    for each in (kept + 1, cancelled):
        assert (rows[each].dispatch.address, rows[each].facts) == ("", b"")
    with office.accounts.records.change() as change:
        assert len(dispatches.forget(change, office.now + timedelta(seconds=1))) == 3
    assert office.posting.listed()["rows"] == []


def test_a_receipt_goes_out_once(office: Office) -> None:
    assert office.posting.put_receipt("2345", "ada@example.org", "en")
    assert not office.posting.put_receipt("2345", "bo@example.org", "en")
    assert office.posting.put_receipt("6789", "bo@example.org", "en")


def test_what_may_be_done_is_done_and_noted(office: Office) -> None:
    office.server.answers["ada@example.org"] = "550 5.7.1 no"
    number = office.put("ada@example.org")
    office.sending.letters()
    office.server.answers.clear()
    office.posting.retry(number, "administrator 1")
    office.sending.letters()
    assert office.state(number)[0] is DispatchState.SENT
    with pytest.raises(Rejected) as why:
        office.posting.cancel(number)
    assert why.value.code == "is-over"
    with pytest.raises(Rejected):
        office.posting.retry(99)
    office.now += timedelta(hours=2)
    with pytest.raises(Rejected) as why:
        office.posting.retry(number)
    assert why.value.code == "nothing-to-send"
    assert [each.what for each in office.accounts.trail.newest()] == ["dispatch-retried"]


def test_it_sends_by_itself_while_it_runs(office: Office) -> None:
    with Sending(office.accounts).running():
        office.put("ada@example.org")
        waited = threading.Event()
        for _ in range(600):
            if office.server.got:
                break
            waited.wait(0.1)
    assert len(office.server.got) == 1
