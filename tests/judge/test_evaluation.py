import numpy as np
import pytest

from spamatlas.judge.evaluation import figures, one_minus_roca, run
from spamatlas.model import Channel, Message


def read(path: str) -> Message | None:
    kind, _, number = path.partition("/")
    if kind == "broken":
        return None
    words = "cheap pills for sale, order now" if kind == "s" else "notes of the meeting on monday"
    return Message(submission_id=path, channel=Channel.EMAIL, subject=f"{words} {number}", text=f"{words} {number}")


INDEX = [line for number in range(40) for line in (f"spam s/{number}", f"ham h/{number}")]


def test_area_counts_pairs_and_halves_ties() -> None:
    scores, spam = np.array([3.0, 1.0, 1.0, 0.0]), np.array([True, True, False, False])
    assert one_minus_roca(scores, spam) == 12.5
    assert one_minus_roca(-scores, spam) == 87.5
    assert one_minus_roca(scores[:2], spam[:2]) is None


def test_misclassification_and_logistic_average() -> None:
    outcome = figures(np.array([1.0, -1.0, 1.0, -1.0]), np.array([True, True, False, False]))
    assert (outcome.ham_misclassified_percent, outcome.spam_misclassified_percent, outcome.lam_percent) == (50, 50, 50)


def test_immediate_feedback_teaches_delayed_less_and_none_nothing() -> None:
    at_once, later, never = (run(INDEX, read, how) for how in ("immediate", "delayed", "none"))
    assert at_once.one_minus_roca_percent < 5
    assert at_once.one_minus_roca_percent <= later.one_minus_roca_percent < never.one_minus_roca_percent == 50
    assert at_once.curve[-1] == (80, at_once.one_minus_roca_percent)


def test_a_message_is_judged_before_its_label_is_known() -> None:
    assert run(["spam s/1", "ham h/1"], read).one_minus_roca_percent == 50


def test_what_cant_be_read_is_counted_and_a_bad_line_is_named() -> None:
    assert run([*INDEX, "spam broken/1"], read).unread == 1
    with pytest.raises(ValueError, match="line 2"):
        run(["spam s/1", "eggs s/2"], read)
