"""The careful judge: what is counted in, what stays, and that the weights still add up."""

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spamatlas.judge import Judge, Profile, conclude, told
from spamatlas.judge.careful import (
    DIMENSIONS,
    Careful,
    aligned,
    judged_again,
    meanings,
    named_anew,
    read,
    reconsidered,
    surely,
    write,
)
from spamatlas.judge.layers import Layers
from spamatlas.model import (
    CallToAction,
    Category,
    Channel,
    Lure,
    Meaning,
    Message,
    Opinion,
    Origin,
    Reason,
    Ruling,
    Verdict,
)

NEUTRAL = Profile.load("neutral")
VECTOR = np.full((1, DIMENSIONS), 0.05, np.float32)
PARCEL = Message(
    submission_id="", channel=Channel.SMS, text="Your parcel waits, pay the customs fee at https://parcel.example/pay"
)


def meaning(log_odds: float = 2.0, believed: float = 1.0, category: Category = Category.FRAUD) -> Meaning:
    return Meaning(Channel.SMS, log_odds, believed, category, Lure.JOB, CallToAction.REPLY)


def opinion(message: Message = PARCEL) -> Opinion:
    return Judge.load().weigh([message], [Origin()])[0]


def verdict(spam: float = 0.995) -> Verdict:
    told_of = Opinion(
        spam=spam,
        category=Category.PHISHING,
        lure=Lure.PARCEL,
        reasons=(Reason("wording", log(spam / (1 - spam)), ""),),
    )
    return conclude(told_of, None, NEUTRAL)


def test_what_is_unknown_changes_nothing() -> None:
    assert reconsidered(opinion(), None) == opinion()


@given(st.floats(-6, 6), st.floats(0.05, 1.2))
def test_weights_still_add_up(log_odds: float, believed: float) -> None:
    again = reconsidered(opinion(), meaning(log_odds, believed))
    total = max(-12.0, min(12.0, sum(each.weight for each in again.reasons)))
    assert again.spam == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-5)


def test_it_says_the_kind_and_why() -> None:
    again = reconsidered(opinion(), meaning(5.0))
    assert (again.category, again.lure, again.call_to_action) == (Category.FRAUD, Lure.JOB, CallToAction.REPLY)
    (reason,) = (each for each in again.reasons if each.code == "meaning")
    assert reason.text == "Its meaning is close to that of fraud."
    assert reason.weight == 5.0


def test_what_means_something_wanted_says_so() -> None:
    (reason,) = (each for each in reconsidered(opinion(), meaning(-1.0)).reasons if each.code == "meaning")
    assert reason.text == "Its meaning is close to that of wanted messages."


def test_what_is_hardly_spam_is_of_no_kind() -> None:
    again = reconsidered(opinion(), meaning(-12.0))
    assert again.category is Category.NOT_SPAM


def test_once_is_enough() -> None:
    again = reconsidered(opinion(), meaning())
    assert reconsidered(again, meaning(3.0)) is again


def test_what_people_taught_counts_in_full() -> None:
    known = Opinion(spam=0.5, reasons=(Reason("learned", 2.0, ""), Reason("wording", -2.0, "")))
    weights = {each.code: each.weight for each in reconsidered(known, meaning(1.0, 0.5)).reasons}
    assert weights == {"learned": 2.0, "wording": -1.0, "meaning": 1.0}


def test_a_dear_number_stays_what_it_is_about() -> None:
    known = replace(opinion(), call_to_action=CallToAction.PREMIUM_CALL_BACK)
    again = reconsidered(known, meaning(9.0, category=Category.NUISANCE))
    assert (again.category, again.call_to_action) == (Category.PREMIUM, CallToAction.PREMIUM_CALL_BACK)


@pytest.mark.parametrize("label", ["spam", "ham"])
def test_peoples_word_stands(label: str) -> None:
    said = told(verdict(), label)
    assert judged_again(said, None, meaning(-9.0), NEUTRAL) is said


def test_another_profile_is_not_touched() -> None:
    other = replace(verdict(), profile="zz/1")
    assert judged_again(other, None, meaning(), NEUTRAL) is other


def test_a_verdict_is_ruled_anew() -> None:
    again = judged_again(verdict(0.5), None, meaning(9.0), NEUTRAL)
    assert (again.ruling, again.category) == (Ruling.SPAM, Category.FRAUD)
    assert judged_again(again, None, meaning(9.0), NEUTRAL) is again


def test_what_was_inherited_keeps_its_ruling_and_gets_its_kind() -> None:
    inherited = replace(verdict(), inherited=True)
    again = judged_again(inherited, None, meaning(-9.0), NEUTRAL)
    assert (again.ruling, again.spam, again.category) == (Ruling.SPAM, inherited.spam, Category.FRAUD)
    assert again.reasons[-1].weight == 0


def test_ham_is_of_no_kind() -> None:
    ham = verdict(0.001)
    assert named_anew(ham, meaning()) is ham


def test_too_little_said_means_nothing() -> None:
    vectors = np.zeros((2, DIMENSIONS), np.float32)
    vectors[1, 0] = 1
    found = meanings(Judge.load().weights, [PARCEL, PARCEL], vectors)
    assert found[0] is None
    assert isinstance(found[1], Meaning)


def test_a_label_that_words_do_not_know_is_the_least_likely() -> None:
    scores = aligned(np.array([[1.0, -2.0]], np.float32), ("category:fraud", "category:loan"), ("category:adult",))
    assert scores.tolist() == [[-2.0]]


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=8))
def test_log_probabilities_are_of_one_true_label(scores: list[float]) -> None:
    assert np.exp(surely(np.array([scores], np.float32))).sum() == pytest.approx(1, abs=1e-4)


def test_weights_come_back_from_their_file(tmp_path: Path) -> None:
    write(read(), tmp_path / "again.npz")
    again = read(tmp_path / "again.npz")
    assert again.labels == read().labels
    assert np.array_equal(again.layers.hidden, read().layers.hidden)
    assert np.array_equal(again.layers.answers(VECTOR), read().layers.answers(VECTOR))


def test_another_file_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", table=np.zeros((3, 3)))
    with pytest.raises(ValueError, match="no weights of meaning"):
        read(tmp_path / "other.npz")


def test_fused_by_both() -> None:
    """Each of two judges alone is unsure; what both hold likely is named."""
    labels = ("category:fraud", "category:loan", "category:phishing", "lure:job", "call_to_action:reply")
    careful = Careful(
        name="",
        layers=Layers(
            np.zeros((DIMENSIONS, 2), np.float32),
            np.zeros(2, np.float32),
            np.zeros((2, 1 + len(labels)), np.float32),
            np.array([1.5, 2.0, 1.9, 0, 0, 0], np.float32),
        ),
        labels=labels,
        spam_fusion=np.array([[0.5, 1, 2], [0.25, 1, 1]], np.float32),
        topic_fusion=np.array([[1, 0.1], [1, 1], [1, 1]], np.float32),
    )
    vectors = np.ones((1, DIMENSIONS), np.float32)
    (found,) = meanings(Judge.load().weights, [PARCEL], vectors, careful)
    assert found is not None
    assert found.category is Category.PHISHING
    assert found.log_odds == pytest.approx(1.75)
