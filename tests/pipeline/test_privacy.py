"""Holds, people's requests and what is left of a person, on a node that runs."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.pipeline.filing import mail

from spamatlas import intake
from spamatlas.model import MemberKind, PersonRole, Rejected, Submission, submission_id
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.privacy import Privacy
from spamatlas.pipeline.retention import digest_of
from spamatlas.pipeline.upkeep import Upkeep
from spamatlas.settings import Settings
from spamatlas.store.records import deletions, members, people

SENDER, VICTIM, REPORTER, MARK = "a@sender.example", "b@example.org", "ann@example.org", "zebrafinch"


def report(node: Node, text: str = MARK, reporter: str = REPORTER, caller: str = "ticket of ann") -> Submission:
    body = mail(f"Parcel {text}, call +1 202 555 0143 or see https://prize.example/{text}".encode())
    who = intake.pseudonym(node.pseudonym_keys.now(), reporter)
    return Submission(
        id=submission_id(who, caller, body), media_type="message/rfc822", body=body, received_at=datetime.now(UTC),
        reporter=who, caller_id=caller,
    )  # fmt: skip


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[tuple[Node, Answers, Privacy]]:
    with Node(Settings(data=folder, workers=1, read_meaning=False, **settings)) as node:
        answers = Answers(node)
        yield node, answers, Privacy(node)


def reported(node: Node) -> int:
    return int(
        node.store.query("SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'day'")[0]["n"]
    )


def everything(node: Node) -> str:
    """Every row of every table of the store, and of every SQLite file, and what they name in the log."""
    columns = node.store.query(
        "SELECT table, groupArray(concat('`', name, '`')) AS names FROM system.columns "
        "WHERE database = currentDatabase() AND NOT startsWith(type, 'AggregateFunction') AND table IN "
        "(SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%Tree') GROUP BY table"
    )
    rows: list[Any] = [node.store.query(f"SELECT {', '.join(each['names'])} FROM {each['table']}") for each in columns]
    import sqlite3

    for path in node.folder.root.rglob("*.sqlite"):
        with sqlite3.connect(path) as base:
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                rows += [repr(each) for each in base.execute(f"SELECT * FROM {name}")]
    return repr(rows)


def test_a_hold_refuses_every_way_of_deleting_until_it_is_released(tmp_path: Path) -> None:
    with running(tmp_path, evidence_days=30) as (node, answers, privacy):
        mine, other = report(node), report(node, "other", "bob@example.org", "")
        node.accept([mine, other])
        node.drain()
        counted = reported(node)
        held = privacy.hold("report", mine.id[:12], "proceedings 12/26", who="administrator 1")
        assert (held.about, held.reports) == (mine.id, 1)

        asked = privacy.ask_erasure(VICTIM, "asked by letter", who="administrator 1")
        assert set(asked.reports) == {mine.id, other.id}
        for delete in (
            lambda: privacy.erase(asked.id, "administrator 1"),
            lambda: answers.withdraw(answers.receipt(mine.id)),
            lambda: answers.erase([mine.id]),
            lambda: answers.workbench.erase([mine.id], "analyst 2"),
        ):
            with pytest.raises(Rejected, match=r"^held:"):
                delete()
        later = datetime.now(UTC) + timedelta(days=31)
        Upkeep(node).forget(later)
        assert node.vault.get(mine.id) == mine.body
        before = everything(node)
        assert all(trace in before for trace in (SENDER, "ticket of ann", "2025550143"))
        with pytest.raises(Rejected, match="evidence-erased"):
            node.vault.get(other.id)

        assert [each.id for each in answers.report(mine.id)["holds"]] == [held.id]
        assert [each.kind for each in answers.workbench.history(mine.id)].count("refused") == 4
        refusals = [each for each in answers.accounts.trail.newest() if each.what == "refused"]
        assert {each.who for each in refusals} == {"administrator 1", "reporter", "operator", "analyst 2"}
        assert all(each.why == "held" and mine.id in each.about for each in refusals)

        privacy.release(held.id, "proceedings are over", "administrator 1")
        done = privacy.erase(asked.id, "administrator 1")
        assert (done.outcome, done.handled_by) == ("erased", "administrator 1")
        with pytest.raises(Rejected, match="evidence-erased"):
            node.vault.get(mine.id)
        assert reported(node) == counted
        proof = privacy.deletions()[0]
        assert (proof.rule, proof.count, proof.digest) == (f"request {asked.id}", 2, digest_of(asked.reports))
        assert answers.accounts.trail.verified()["holds"]
        node.sealing.catch_up()
        left = everything(node)
        for trace in (MARK, SENDER, VICTIM, REPORTER, "ticket of ann", "2025550143"):
            assert trace not in left, trace


def test_a_withdrawal_takes_out_everything_but_the_counts(tmp_path: Path) -> None:
    """Of a report that was analysed and of one in quarantine, by their receipts alone."""
    with running(tmp_path) as (node, answers, privacy):
        mine = report(node)
        broken = msgspec.structs.replace(mine, id="0" * 32, body=f"{MARK} {SENDER}".encode(), media_type="no/such")
        node.accept([mine, broken])
        node.drain()
        assert [each.entry.id for each in node.log.held()] == [broken.id]
        counted, held = reported(node), node.log.held_counts()
        before = everything(node)
        assert all(trace in before for trace in (SENDER, "ticket of ann", "2025550143"))
        for each in (mine, broken):
            assert answers.withdraw(answers.receipt(each.id))
            with pytest.raises(Rejected, match="evidence-erased"):
                node.vault.get(each.id)
            assert node.vault.deletions(each.id)[0][1] == "asked"
        left = everything(node)
        for trace in (MARK, SENDER, VICTIM, "ticket of ann", "2025550143"):
            assert trace not in left, trace
        assert (reported(node), node.log.held_counts()) == (counted, held)
        for person in (SENDER, VICTIM, REPORTER, "+12025550143"):
            assert privacy.find(person).reports == ()
        assert answers.reports({"q": "sender.example"}) == []


def test_a_campaign_that_is_held_holds_what_joins_it_later(tmp_path: Path) -> None:
    with running(tmp_path) as (node, answers, privacy):
        first = report(node)
        node.accept([first])
        node.drain()
        campaign = answers.report(first.id)["report"]["campaign"]
        held = privacy.hold("campaign", campaign, "proceedings")
        second = report(node, reporter="bob@example.org")
        node.accept([second])
        node.drain()
        assert answers.report(second.id)["report"]["campaign"] == campaign
        with pytest.raises(Rejected, match=r"^held:"):
            answers.erase([second.id])
        third = report(node, reporter="eve@example.org")
        node.accept([third])
        node.drain()
        node.holds.keep_up(datetime.now(UTC))
        assert privacy.holds()[0].reports == 3
        privacy.release(held.id, "over")
        answers.erase([first.id, second.id, third.id])


def test_a_hold_ends_by_itself_and_wants_a_reason(tmp_path: Path) -> None:
    with running(tmp_path) as (node, answers, privacy):
        mine = report(node)
        node.accept([mine])
        node.drain()
        with pytest.raises(Rejected, match="bad-hold"):
            privacy.hold("report", mine.id, " ")
        with pytest.raises(Rejected, match="no-such-campaign"):
            privacy.hold("campaign", "C-0000000000000001", "why")
        privacy.hold("report", mine.id, "for a day", days=1)
        node.holds.keep_up(datetime.now(UTC) + timedelta(days=2))
        assert privacy.holds()[0].release_reason == "its time was over"
        answers.erase([mine.id])


def test_what_there_is_about_somebody_is_found_and_given(tmp_path: Path) -> None:
    with running(tmp_path) as (node, answers, privacy):
        mine, other = report(node), report(node, "other", "bob@example.org", "")
        node.accept([mine, other])
        node.drain()
        assert {each.id: each.roles for each in privacy.find(REPORTER).reports} == {mine.id: ("reporter",)}
        assert {each.roles for each in privacy.find(SENDER).reports} == {("sender",)}
        assert {each.roles for each in privacy.find(VICTIM).reports} == {("recipient",)}
        assert {each.roles for each in privacy.find("+12025550143").reports} == {("named",)}
        assert privacy.find("nobody@example.org").reports == ()
        with pytest.raises(Rejected, match="bad-person"):
            privacy.find("  ")
        given = privacy.access(REPORTER, "asked by letter", "administrator 1")
        with zipfile.ZipFile(given["path"]) as archive:
            told = msgspec.json.decode(archive.read("what-there-is.json"))
            assert [each["id"] for each in told["reports"]] == [mine.id]
            assert any(each["column"] == "sender" for each in told["purposes"])
            assert archive.read(f"filed/{mine.id}") == mine.body
        (request,) = privacy.requests()
        assert (request.outcome, request.handled_by) == ("given", "administrator 1")
        assert request.due_at - request.at == timedelta(days=30)
        kept = repr(answers.accounts.trail.newest()) + repr(privacy.requests())
        assert REPORTER not in kept


def test_an_erasure_takes_two_where_there_are_two(tmp_path: Path) -> None:
    with running(tmp_path) as (node, answers, privacy):
        node.accept([report(node)])
        node.drain()
        with answers.accounts.records.change() as change:
            member = members.add(change, "Regulator", MemberKind.STATE, "KE", datetime.now(UTC)).id
            for name in ("ada", "ben"):
                wanted = people.NewPerson(name, f"{name}@example.org", (PersonRole.ADMINISTRATOR,))
                added = people.add(change, member, wanted, datetime.now(UTC))
                row = people.with_address(change, added.address)
                assert row is not None
                row.password = "set"
        asked = privacy.ask_erasure(VICTIM, "asked by letter", who="administrator 1")
        assert privacy.erase(asked.id, "administrator 1").outcome == "approved"
        with pytest.raises(Rejected, match="another-wanted"):
            privacy.erase(asked.id, "administrator 1")
        assert node.vault.get(asked.reports[0])
        assert privacy.erase(asked.id, "administrator 2").outcome == "erased"
        with pytest.raises(Rejected, match="no-such-request"):
            privacy.erase(asked.id, "administrator 2")


def test_what_ended_is_deleted_class_by_class_with_a_proof(tmp_path: Path) -> None:
    with running(tmp_path, evidence_days=30, pseudonym_days=10) as (node, answers, privacy):
        now = datetime.now(UTC)
        node.accept([report(node)])
        node.accept(
            [msgspec.structs.replace(report(node, "broken"), id="0" * 32, body=b"\xff" * 9, media_type="no/such")]
        )
        node.drain()
        node.log.answer("k", b"r", b"a")
        node.folder.packages.mkdir()
        (node.folder.packages / "old.zip").write_bytes(b"PK")
        old = node.pseudonym_keys.kept()[0]
        node.pseudonym_keys.now(now + timedelta(days=11))
        with answers.accounts.records.change() as change:
            member = members.add(change, "Regulator", MemberKind.STATE, "KE", now).id
            people.add(change, member, people.NewPerson("Ada", "ada@example.org", (PersonRole.ANALYST,)), now)
            people.end(change, people.every(change)[0].id, now)
        Upkeep(node).forget(now + timedelta(days=400))
        proofs = {each.retention: each for each in privacy.deletions()}
        assert set(proofs) == {
            "evidence", "people", "quarantine", "pseudonym_keys", "answers", "packages", "accounts",
        }  # fmt: skip
        assert proofs["evidence"].count == 2
        assert proofs["people"].count == 1
        assert not old.path.exists()
        assert node.pseudonym_keys.borders()
        assert not node.log.held()
        with answers.accounts.records.read() as moment:
            assert people.every(moment)[0].address == ""
            assert deletions.newest(moment)
        assert not (node.folder.packages / "old.zip").exists()
        deeds = [each for each in answers.accounts.trail.newest() if each.what == "deleted"]
        assert any(proofs["evidence"].digest in each.about for each in deeds)
        assert Upkeep(node).forget(now + timedelta(days=400)) == []


def test_pseudonyms_of_two_periods_are_two_and_of_one_are_one(tmp_path: Path) -> None:
    with running(tmp_path, pseudonym_days=10) as (node, _, privacy):
        now = datetime.now(UTC)
        first, same = node.pseudonym_keys.now(now), node.pseudonym_keys.now(now + timedelta(days=9))
        second = node.pseudonym_keys.now(now + timedelta(days=10))
        assert first == same != second
        assert intake.pseudonym(first, REPORTER) != intake.pseudonym(second, REPORTER)
        assert [each["number"] for each in privacy.pseudonyms()] == [1, 2]
        (border,) = node.pseudonym_keys.borders()
        assert border.date() == (now + timedelta(days=10)).date()
        assert node.pseudonym_keys.destroy(border - timedelta(days=1)) == []
        ((gone, _),) = node.pseudonym_keys.destroy(border + timedelta(days=1))
        assert gone.number == 1
        assert first not in b"".join(path.read_bytes() for path in node.folder.pseudonyms.iterdir())
        assert node.pseudonym_keys.borders() == (border,)
