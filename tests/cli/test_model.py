"""Trying a changed model and having it count, as an operator calls it."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.calling import called

from spamatlas.judge.weights import SHIPPED
from spamatlas.model import Submission, submission_id
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.desk import Desk
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.promotion import LEAST_HAM
from spamatlas.settings import Settings


def filed(number: int) -> Submission:
    text = f"See you at {number} past seven, I bring the bread and {number} apples"
    body = f"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n{text}\r\n".encode()
    name = submission_id("r", "", body)
    return Submission(id=name, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter="r")


@pytest.fixture
def tried(tmp_path: Path) -> Iterator[Answers]:
    """A node that is up, with a model in shadow; that is the present one again."""
    assert called(tmp_path, "model", "try", SHIPPED, "--name", "retrained").returncode == 0
    with Node(Settings(data=tmp_path, workers=1)) as node:
        answers = Answers(node)
        desk = Desk(node.folder.socket, answers.questions())
        yield answers
        desk.close()


def deeds(data: Path) -> list[tuple[str, str]]:
    accounts = Accounts(Folder(data))
    found = [(each.about, each.why) for each in accounts.trail.newest() if each.about.startswith("model")]
    accounts.close()
    return found


def test_that_no_model_runs_in_shadow_is_said_in_words(tmp_path: Path) -> None:
    Folder(tmp_path)
    with Node(Settings(data=tmp_path, workers=1)):
        pass
    listed = called(tmp_path, "model", "list")
    assert (listed.returncode, listed.stdout) == (0, "no model runs in shadow\n")
    assert json.loads(called(tmp_path, "model", "list", "--json").stdout) is None
    dropped = called(tmp_path, "model", "drop")
    assert (dropped.returncode, "nothing to drop" in dropped.stderr) == (1, True)


def test_it_is_refused_until_compared_on_enough_reports_that_people_called_wanted(
    tried: Answers, tmp_path: Path
) -> None:
    refused = called(tmp_path, "model", "promote")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"has judged 0, and needs {LEAST_HAM}" in refused.stderr
    assert "--anyway" in refused.stderr
    assert Folder(tmp_path).shadow.is_file(), "it goes on"
    reports = [filed(number) for number in range(LEAST_HAM)]
    tried.accept(reports)
    tried.drain()
    tried.workbench.feedback("ham", [each.id for each in reports])
    until = time.monotonic() + 300
    while json.loads(called(tmp_path, "model", "list").stdout)["promotion"]["lacks"]:
        assert time.monotonic() < until
        time.sleep(0.2)
    done = called(tmp_path, "model", "promote")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "counts from the next report on: retrained\n"
    assert not Folder(tmp_path).shadow.is_file()
    assert deeds(tmp_path) == [("model promote retrained", "")]


def test_a_reason_has_it_count_at_once_and_stands_in_the_audit_trail(tmp_path: Path) -> None:
    assert called(tmp_path, "model", "try", SHIPPED, "--name", "retrained").returncode == 0
    assert called(tmp_path, "model", "promote", "--anyway", " ").returncode == 1
    assert not Folder(tmp_path).model.is_file()
    assert called(tmp_path, "model", "promote", "--anyway", "both analysts looked").returncode == 0
    assert Folder(tmp_path).model.read_bytes() == SHIPPED.read_bytes()
    assert deeds(tmp_path) == [("model promote retrained", "both analysts looked")]
