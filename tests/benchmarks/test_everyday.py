import json

import numpy as np
import pytest
from benchmarks.quality.study import Measured
from benchmarks.quality.tables.everyday import EXAM, TITLES, is_english, row
from training.examples import HERE, lines

from spamatlas.judge import Profile


@pytest.mark.parametrize("name", TITLES)
def test_an_exam_can_be_read_and_has_both_kinds(name: str) -> None:
    found = list(lines(EXAM / f"{name}.jsonl", name))
    assert len({each.family for each in found}) == len({each.message.text for each in found}) == len(found)
    assert 0.3 < np.mean([each.is_spam for each in found]) < 0.7
    assert len(is_english(name)) == len(found)


def test_no_message_of_an_exam_trains() -> None:
    asked = {each.message.text.casefold() for name in TITLES for each in lines(EXAM / f"{name}.jsonl", name)}
    trained = {
        json.loads(line)["text"].casefold()
        for folder in ("texts", "mails")
        for path in (HERE / folder).glob("*.jsonl")
        for line in filter(str.strip, path.read_text("utf-8").splitlines())
    }
    assert len(trained) > 10_000
    assert not asked & trained


def test_a_row_counts_each_message_once() -> None:
    class Shown:
        bars = Profile.load("neutral").thresholds.suspect, Profile.load("neutral").thresholds.spam

    odds, spam = np.array([0.1, 0.7, 0.95, 0.2, 0.65, 0.99]), np.array([False, False, False, True, True, True])
    found = row(Shown(), "some", Measured([], [], odds, spam), np.ones(6, bool))  # type: ignore[arg-type]
    assert found == ["some", "3", "1", "1", "79.2", "3", "1", "1", "1"]
