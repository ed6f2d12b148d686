import numpy as np
import pytest
from benchmarks.quality.figures import (
    bar_at,
    brier,
    calibration_error,
    caught_at,
    chance_of,
    confusion,
    f1,
    family_interval,
    folds,
    interval,
    macro_f1,
    odds_of,
    one_minus_auc,
    over,
)


def scores(*values: float) -> np.ndarray:
    return np.array(values, float)


def test_area_by_hand() -> None:
    # Six pairs: ham 3 beats spam 2, ham 2 ties with it: 1.5 of 6.
    assert one_minus_auc(scores(1, 2, 3), scores(2, 4)) == pytest.approx(1.5 / 6)
    assert one_minus_auc(scores(1, 2), scores(3, 4)) == 0
    assert one_minus_auc(scores(3, 4), scores(1, 2)) == 1
    assert one_minus_auc(scores(5, 5), scores(5)) == 0.5


def test_a_budget_is_never_overspent() -> None:
    ham = np.arange(100.0)
    assert bar_at(ham, 0.01) == 98 and (ham > bar_at(ham, 0.01)).sum() == 1
    assert bar_at(ham, 0.001) == 99 and (ham > bar_at(ham, 0.001)).sum() == 0
    assert bar_at(ham[::-1], 0.1) == 89
    tied = scores(*[0] * 50, *[7] * 50)
    assert bar_at(tied, 0.1) == 7 and over(tied, bar_at(tied, 0.1)) == 0


def test_caught_at_a_budget() -> None:
    ham = np.arange(100.0)
    assert caught_at(ham, scores(97, 98, 98.5, 200), 0.01) == 0.5
    assert caught_at(ham, scores(97, 98, 98.5, 200), 0.001) == 0.25
    assert np.isnan(over(scores(), 0))


def test_interval_holds_the_figure_and_knows_certainty() -> None:
    assert interval(np.mean, np.ones(30)) == (1, 1)
    low, high = interval(np.mean, np.array([0.0, 1.0] * 50))
    # The mean of 100 fair draws: 0.5, and 1.96 standard errors of 0.05.
    assert low == pytest.approx(0.402, abs=0.02) and high == pytest.approx(0.598, abs=0.02)
    assert interval(np.mean, np.array([0.0, 1.0] * 50)) == (low, high)


def test_families_are_drawn_together() -> None:
    values = np.array([0.0] * 50 + [1.0] * 50)
    apart = family_interval(lambda at: float(values[at].mean()), list(range(100)))
    together = family_interval(lambda at: float(values[at].mean()), ["a"] * 50 + ["b"] * 50)
    assert together == (0, 1)
    assert 0.35 < apart[0] < 0.5 < apart[1] < 0.65


def test_calibration_error_by_hand() -> None:
    # Two bins of two: 0.1 and 0.3 state 0.2 where none is spam; 0.6 and 0.8 state 0.7 where half is.
    chances, is_spam = scores(0.8, 0.1, 0.6, 0.3), np.array([True, False, False, False])
    assert calibration_error(chances, is_spam, bins=2) == pytest.approx(0.5 * 0.2 + 0.5 * 0.2)
    # One bin: 0.45 stated, 0.25 found.
    assert calibration_error(chances, is_spam, bins=1) == pytest.approx(0.2)
    # More bins than texts: each text by itself.
    assert calibration_error(chances, is_spam) == pytest.approx((0.2 + 0.1 + 0.6 + 0.3) / 4)


def test_bins_are_of_equal_mass() -> None:
    # Bins of equal width would put nine of these into one bin; the tenth alone is wrong by 0.9.
    chances, is_spam = scores(*[0.01] * 9, 0.9), np.array([False] * 10)
    assert calibration_error(chances, is_spam, bins=10) == pytest.approx((9 * 0.01 + 0.9) / 10)


def test_brier_by_hand() -> None:
    assert brier(scores(0.8, 0.4), np.array([True, False])) == pytest.approx((0.04 + 0.16) / 2)


def test_f1_by_hand() -> None:
    # Two of three said are right, two of four true are found: precision 2/3, recall 1/2.
    truth, guess = [True, True, True, True, False], [True, True, False, False, True]
    assert f1(truth, guess) == pytest.approx(4 / 7)
    assert f1([False], [False]) == 0


def test_macro_f1_counts_each_label_alike() -> None:
    truth, guess = ["a", "a", "a", "b"], ["a", "a", "b", "b"]
    assert macro_f1(truth, guess, ["a", "b"]) == pytest.approx((0.8 + 2 / 3) / 2)
    assert macro_f1(truth, guess, ["a", "b", "c"]) == pytest.approx((0.8 + 2 / 3) / 3)
    # A wrong guess outside the labels still counts against the one that it was taken for.
    assert macro_f1(["a", "ham"], ["a", "a"], ["a"]) == pytest.approx(2 / 3)


def test_confusion_goes_from_truth_to_guess() -> None:
    assert confusion(["a", "a", "b"], ["a", "b", "b"]) == {"a": {"a": 1, "b": 1}, "b": {"b": 1}}


def test_a_family_keeps_to_one_fold() -> None:
    families = [f"family {number % 40}" for number in range(400)]
    given = folds(families)
    assert all(
        len({fold for fold, name in zip(given, families, strict=True) if name == each}) == 1 for each in families
    )
    assert set(given) == set(range(5))
    assert (folds(families[::-1])[::-1] == given).all()


def test_odds_and_chances_are_each_other_turned() -> None:
    assert odds_of(0.9) == pytest.approx(np.log(9))
    assert chance_of(scores(odds_of(0.9), 0))[:] == pytest.approx([0.9, 0.5])
    assert 0 < chance_of(scores(-1e9))[0] < 1e-5
