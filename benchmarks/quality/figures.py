"""The measures: values in, figures out. Shares are of 1; scores are higher towards spam."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Interval = tuple[float, float]
TIMES, SEED = 1_000, 52


def one_minus_auc(ham: Scores, spam: Scores) -> float:
    """The chance that a random ham scores above a random spam, ties half."""
    ordered = np.sort(ham)
    below = np.searchsorted(ordered, spam, "left") + np.searchsorted(ordered, spam, "right")
    return 1 - float(below.sum()) / 2 / len(ham) / len(spam)


def bar_at(ham: Scores, budget: float) -> float:
    """The lowest score of these hams over which at most ``budget`` of them lie."""
    return float(np.sort(ham)[len(ham) - 1 - int(budget * len(ham) + 1e-9)])


def caught_at(ham: Scores, spam: Scores, budget: float) -> float:
    """The share of spam over the bar that spends the budget on these hams."""
    return over(spam, bar_at(ham, budget))


def over(scores: Scores, bar: float) -> float:
    """The share of scores above a bar; not a number where there are none."""
    return float(np.mean(scores > bar)) if len(scores) else float("nan")


def interval(measure: Callable[..., float], *samples: Scores, times: int = TIMES) -> Interval:
    """The 95 % bootstrap interval (percentiles; Efron, 1979) of a measure; each sample is drawn anew by itself."""
    chance = np.random.default_rng(SEED)
    drawn = [measure(*(each[chance.integers(0, len(each), len(each))] for each in samples)) for _ in range(times)]
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


def family_interval(
    measure: Callable[[NDArray[np.int64]], float], families: Sequence[Hashable], times: int = TIMES
) -> Interval:
    """The 95 % bootstrap interval of a measure of row numbers, whole families drawn together."""
    members: dict[Hashable, list[int]] = {}
    for row, family in enumerate(families):
        members.setdefault(family, []).append(row)
    groups, chance = [np.array(rows) for rows in members.values()], np.random.default_rng(SEED)
    drawn = [
        measure(np.concatenate([groups[at] for at in chance.integers(0, len(groups), len(groups))]))
        for _ in range(times)
    ]
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


def calibration_error(chances: Scores, is_spam: NDArray[np.bool_], bins: int = 15) -> float:
    """ECE with bins of equal mass: the mean gap between the probability stated and the share of spam found."""
    order = np.argsort(chances, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [abs(chances[part].mean() - is_spam[part].mean()) * len(part) for part in parts]
    return float(sum(gaps)) / len(chances)


def brier(chances: Scores, is_spam: NDArray[np.bool_]) -> float:
    """The mean square of what a probability was off by (Brier, 1950)."""
    return float(np.mean((chances - is_spam) ** 2))


def f1(truth: Sequence[bool], guess: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was right."""
    both = sum(right and said for right, said in zip(truth, guess, strict=True))
    return 2 * both / max(1, sum(truth) + sum(guess))


def macro_f1(truth: Sequence[str], guess: Sequence[str], labels: Sequence[str]) -> float:
    """The plain mean of F1 over labels."""
    return float(np.mean([f1([a == each for a in truth], [b == each for b in guess]) for each in labels]))


def confusion(truth: Sequence[str], guess: Sequence[str]) -> dict[str, Counter[str]]:
    """What each true label was given as, and how often."""
    told: dict[str, Counter[str]] = {}
    for right, said in zip(truth, guess, strict=True):
        told.setdefault(right, Counter())[said] += 1
    return told


def folds(families: Sequence[str], count: int = 5) -> NDArray[np.int64]:
    """(n,) the fold of each row; a family keeps to one, and always to the same."""
    return np.array([crc32(family.encode()) % count for family in families], np.int64)


def chance_of(odds: Scores) -> Scores:
    """Probabilities of log-odds, bounded as the judge bounds them."""
    chances: Scores = 1 / (1 + np.exp(-np.clip(odds, -12, 12)))
    return chances


def odds_of(chance: float) -> float:
    """The log-odds of a probability."""
    return float(np.log(chance / (1 - chance)))
