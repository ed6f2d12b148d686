"""A changed model judges beside the present one, and counts for nothing until it is promoted."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest

from spamatlas.judge import Learned, take, wilson
from spamatlas.judge.weights import read, write
from spamatlas.model import Channel, Message, Rejected, Submission, submission_id
from spamatlas.pipeline import shadow
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Failure, Item, Outcomes
from spamatlas.settings import Settings

TEXTS = ["See you at seven, I bring the bread", "Win cash now, claim your prize, call today", "The notes are attached"]


def filed(text: str) -> Submission:
    body = f"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n{text}\r\n".encode()
    name = submission_id("r", "", body)
    return Submission(id=name, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter="r")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with Node(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as node:
        yield Answers(node)


@pytest.fixture
def harsh(tmp_path: Path) -> Path:
    """Weights that find everything to be spam."""
    weights = read()
    write(msgspec.structs.replace(weights, fusion=weights.fusion + np.float32(40) * np.eye(1, 4, dtype=np.float32)),
          tmp_path / "harsh.npz")  # fmt: skip
    return tmp_path / "harsh.npz"


def compared(answers: Answers, number: int) -> shadow.Trial:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        found = answers.shadow()
        if found and found.differ.number >= number:
            return found
        time.sleep(0.05)
    raise AssertionError("nothing was compared")


def test_both_judge_and_only_the_present_counts_until_the_other_is_promoted(answers: Answers, harsh: Path) -> None:
    assert answers.shadow() is None
    submissions = [filed(each) for each in TEXTS]
    answers.accept(submissions)
    answers.drain()
    ham = submissions[0].id
    before = answers.report(ham)["verdict"]
    answers.workbench.feedback("ham", [ham])
    shadow.begin(answers.node.folder, harsh, "harsh")
    found = compared(answers, 3)
    assert (found.tried.name, found.tried.kind) == ("harsh", "weights")
    assert found.differ.hits >= 2, "reports filed before it was tried are compared too"
    assert [(each.hits, each.number) for each in found.ham_lost] == [(0, 1), (1, 1)]
    assert (found.ham_newly_lost.hits, found.ham_newly_lost.number) == (1, 1)
    assert {each[0] for each in found.examples} <= {each.id for each in submissions}
    late = filed("Dinner is at eight")
    answers.accept([late])
    answers.drain()
    assert answers.report(late.id)["verdict"]["ruling"] == "ham"
    assert compared(answers, 4).examples[0][0] == late.id
    assert before["ruling"] == "ham"
    shadow.promote(answers.node.folder)
    assert answers.shadow() is None
    later = filed("Lunch is at noon")
    answers.accept([later])
    answers.drain()
    assert answers.report(later.id)["verdict"]["spam"] > 0.99
    answers.node.folder.model.unlink()


def test_lessons_of_another_place_are_tried_and_taken_in(tmp_path: Path) -> None:
    theirs, folder = Learned(), Folder(tmp_path / "data")
    for text, is_spam in ((TEXTS[1], True), (TEXTS[0], False)):
        theirs.learn(take([Message(submission_id="x", channel=Channel.SMS, text=text)])[0], is_spam)
    theirs.write(tmp_path / "theirs.npz")
    assert shadow.begin(folder, tmp_path / "theirs.npz", "operator-b").kind == "lessons"
    shadow.promote(folder)
    assert Learned.read(folder.weights).texts == [1, 1]
    with pytest.raises(Rejected, match="no-shadow"):
        shadow.promote(folder)


def test_another_file_is_refused_and_a_dropped_shadow_leaves_nothing(tmp_path: Path, harsh: Path) -> None:
    folder = Folder(tmp_path / "data")
    (tmp_path / "other.npz").write_bytes(b"PK nothing")
    with pytest.raises(ValueError, match=r"other\.npz"):
        shadow.begin(folder, tmp_path / "other.npz", "x")
    shadow.begin(folder, harsh, "harsh")
    shadow.drop(folder)
    assert shadow.present(folder) is None
    assert not list(folder.shadow.parent.iterdir())


def test_what_is_dropped_while_it_is_compared_breaks_nothing(answers: Answers, tmp_path: Path, harsh: Path) -> None:
    answers.accept([filed("One more")])
    answers.drain()
    folder = Folder(tmp_path / "elsewhere")
    shadow.begin(folder, harsh, "harsh")

    def dropped(items: Sequence[Item]) -> Outcomes:
        shadow.drop(folder)
        return Outcomes([Failure("crashed", "")] * len(items))

    assert shadow.Shadow(folder, answers.node.log, dropped).take_up() == 0
    assert shadow.present(folder) is None


def test_wilsons_interval() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
    for hits, number, ends in ((81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611)),
                               (1, 29, (0.0061, 0.1718))):  # fmt: skip
        assert wilson(hits, number) == pytest.approx(ends, abs=5e-5)
