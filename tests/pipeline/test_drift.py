"""When what is reported moves away from what the judge was made for."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spamatlas.judge import Judge, unknown
from spamatlas.model import Channel, Message, Submission, submission_id
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.drift import Week, warnings
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings

TODAY = date(2026, 3, 4)
NEWEST = date(2026, 2, 23)


def run(before: dict[str, int], newest: dict[str, int], running: dict[str, int] | None = None) -> list[str]:
    found = [Week(start=NEWEST - timedelta(weeks=ago), **before) for ago in (3, 2, 1)]
    found += [Week(start=NEWEST, **newest), Week(start=NEWEST + timedelta(weeks=1), **(running or {}))]
    return [name for name, *_ in warnings(found, TODAY)]


@pytest.mark.parametrize(
    ("before", "newest", "expected"),
    [
        ({"reports": 500, "spam": 250}, {"reports": 500, "spam": 260}, []),
        ({"reports": 500, "spam": 250}, {"reports": 500, "spam": 350}, ["spam"]),
        ({"reports": 500, "spam": 250}, {"reports": 500, "spam": 150}, ["spam"]),
        ({"reports": 5, "spam": 2}, {"reports": 5, "spam": 4}, []),
        ({"reports": 50_000, "spam": 25_000}, {"reports": 50_000, "spam": 26_500}, []),
        ({"runs": 40_000, "unknown": 900}, {"runs": 40_000, "unknown": 4_000}, ["unknown"]),
        ({"runs": 40_000, "unknown": 900}, {"runs": 40_000, "unknown": 2_000}, []),
        ({"runs": 40_000, "unknown": 4_000}, {"runs": 40_000, "unknown": 900}, []),
        ({"runs": 40_000, "unknown": 900}, {"runs": 900, "unknown": 300}, []),
        ({"told": 40, "disagreed": 2}, {"told": 40, "disagreed": 20}, ["disagreed"]),
        ({"told": 40, "disagreed": 20}, {"told": 40, "disagreed": 2}, []),
    ],
)
def test_the_rule(before: dict[str, int], newest: dict[str, int], expected: list[str]) -> None:
    assert run(before, newest) == expected


def test_a_week_that_is_not_over_warns_of_nothing() -> None:
    steady = {"reports": 500, "spam": 250}
    assert run(steady, steady, {"reports": 500, "spam": 500}) == []
    assert warnings([], TODAY) == []
    assert warnings([Week(start=NEWEST, **steady)], TODAY) == []


def test_what_nobody_writes_is_unknown() -> None:
    texts = ["please call the bank about your account", "", "zxqv wkjh qqzx vvkw jjxq"]
    messages = [Message(submission_id="x", channel=Channel.SMS, text=text) for text in texts]
    nothing_known = unknown(Judge.empty().weights, messages)
    assert [some == every for some, every in nothing_known] == [True] * 3
    plain, empty, strange = unknown(Judge.load().weights, messages)
    assert [plain[1], empty[1], strange[1]] == [every for _, every in nothing_known]
    assert plain[0] / plain[1] < 0.1 < strange[0] / strange[1]
    assert empty[1] <= 1
    assert unknown(Judge.empty().weights, []) == []


def test_a_node_reads_again_and_counts_what_feedback_turned_round(tmp_path: Path) -> None:
    with Node(Settings(data=tmp_path, workers=1)) as node:
        answers = Answers(node)
        head = b"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n"
        body = head + b"See you at seven with the bread\r\n"
        identity = submission_id("r", "", body)
        answers.accept([
            Submission(id=identity, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter="r")
        ])  # fmt: skip
        answers.drain()
        answers.workbench.feedback("spam", [identity])
        until = time.monotonic() + 300
        while not (week := answers.workbench.drift()[0][-1]).runs and time.monotonic() < until:
            time.sleep(0.05)
    assert (week.reports, week.spam, week.told, week.disagreed) == (1, 1, 1, 1)
    assert week.runs > 0
    assert 0 <= week.unknown <= week.runs
