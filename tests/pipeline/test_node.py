"""A real node with real workers: what kills a reader costs a worker, never the node or a neighbour's report."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spamatlas.log import EmbeddedLog, Entry
from spamatlas.model import Submission, Unavailable, submission_id
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings

KILL = b"From: a@sender.example\r\nSubject: Deadly\r\n\r\nThis mail kills its reader"
GOOD = b"From: a@sender.example\r\nSubject: Fee %d\r\n\r\nPay the fee at https://pay.example/%d\r\n"


def deadly_worker(pipe, settings, place, rehearses) -> None:
    """A worker whose reader of mails crashes the process on some."""
    from spamatlas import parse
    from spamatlas.pipeline import worker

    whole = parse.arrived

    def parse_or_die(submission: Submission, *told):
        if KILL in submission.body:
            os.abort()
        return whole(submission, *told)

    parse.arrived = parse_or_die
    worker.work(pipe, settings, place, rehearses)


def submission(body: bytes, caller_id: str = "") -> Submission:
    return Submission(
        id=submission_id("r", caller_id, body),
        media_type="message/rfc822",
        body=body,
        received_at=datetime.now(UTC),
        reporter="r",
        caller_id=caller_id,
    )


def test_a_reader_that_crashes_takes_a_worker_with_it_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spamatlas.pipeline.crew.work", deadly_worker)
    # A worker imports what it runs by name, and tests are no package.
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(deadly_worker, "__module__", Path(__file__).stem)
    monkeypatch.setitem(sys.modules, Path(__file__).stem, sys.modules[__name__])
    mails = [submission(GOOD % (each, each)) for each in range(60)]
    mails[7] = submission(KILL)
    mails[8] = submission(KILL + b" twice")
    mails[59] = submission(KILL + b" at the end")
    with Node(Settings(data=tmp_path, workers=2, batch_reports=20)) as node:
        assert node.accept(mails).accepted == 60
        node.drain()
        assert node.log.held_counts() == {"crashed": 3}
        assert {held.entry.id for held in node.log.held()} == {mails[each].id for each in (7, 8, 59)}
        stored = node.store.query("SELECT sequence, toString(id) AS id FROM report")
        assert {row["sequence"]: row["id"] for row in stored} == {
            number: mail.id for number, mail in enumerate(mails, 1) if number - 1 not in (7, 8, 59)
        }
        assert node.vault.get(mails[7].id) == KILL
        assert not node.broken
        # And it goes on.
        node.accept([submission(GOOD % (100, 100))])
        node.drain()
        assert node.store.query("SELECT count() AS n FROM report")[0]["n"] == 58
    monkeypatch.undo()
    with Node(Settings(data=tmp_path, workers=1)) as node:
        written = node.replay([held.entry for held in node.log.held()])
        assert written.stored == 3
        assert not node.log.held_counts()
        assert (
            node.store.query("SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'day'")[0]["n"]
            == 61
        )


def test_a_second_node_on_a_folder_is_refused(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1)
    with Node(settings), pytest.raises(Unavailable, match="another process"):
        Node(settings).__enter__()


def test_who_waits_is_told_when_the_path_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.pipeline.writer.Writer.make", lambda *_: 1 / 0)
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    with Node(Settings(data=tmp_path, workers=1)) as node:
        node.accept([submission(GOOD % (1, 1))])
        with pytest.raises(Unavailable, match="kept"):
            node.drain()
    monkeypatch.undo()
    with Node(Settings(data=tmp_path, workers=1)) as node:
        node.drain()
        assert node.store.query("SELECT count() AS n FROM report")[0]["n"] == 1


def test_a_log_that_fails_for_a_moment_costs_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = EmbeddedLog.read
    calls = []

    def read_or_fail(log: EmbeddedLog, after: int, limit: int, body_bytes: int) -> list[Entry]:
        calls.append(after)
        if after >= 40 and after not in calls[:-1]:  # what was made of the first is on its way, or waits for more
            raise Unavailable("the disk is away for a moment")
        return whole(log, after, limit, body_bytes)

    monkeypatch.setattr(EmbeddedLog, "read", read_or_fail)
    mails = [submission(GOOD % (each, each)) for each in range(60)]
    with Node(Settings(data=tmp_path, workers=1, batch_reports=5)) as node:
        node.accept(mails)
        node.drain()
        assert max(calls) >= 40
        assert node.store.query("SELECT count() AS n FROM report")[0]["n"] == 60
        counted = "SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'day'"
        assert node.store.query(counted)[0]["n"] == 60
