"""The TREC spam-track protocol (Cormack and Lynam, 2005): judge, then be told, message by message."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import exp, log
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.learned import take
from spamatlas.judge.panel import Judge
from spamatlas.model import Channel, Message, Origin

Feedback = Literal["immediate", "delayed", "none"]
BATCH = 64


class Evaluation(Struct, frozen=True, kw_only=True):
    """The outcome of a run; shares in percent.

    ``one_minus_roca_percent`` is the chance that a ham outscores a spam (None with one kind only), with the
    ends of its 95 % bootstrap interval; misclassification at even odds; ``lam_percent`` their logistic
    average; ``curve`` of (messages so far, 1-ROCA % so far) at ten points; ``unread`` could not be parsed
    and count as ham judged by nothing.
    """

    messages: int
    spam: int
    ham: int
    unread: int
    one_minus_roca_percent: float | None
    interval_percent: tuple[float, float] | None
    ham_misclassified_percent: float
    spam_misclassified_percent: float
    lam_percent: float
    spam_missed_at_ham_percent: dict[str, float]
    curve: list[tuple[int, float | None]]


def run(
    index_lines: Iterable[str],
    read: Callable[[str], Message | None],
    feedback: Feedback = "immediate",
    model: Judge | None = None,
) -> Evaluation:
    """Judge every line of an index (``spam|ham PATH``) in order.

    ``read`` gives the message at a path, None where it can't be parsed. ``delayed`` means feedback for the
    first half only. ``model`` is what judges to begin with; None is a judge that has read nothing.

    Raises:
        ValueError: a line is not ``spam PATH`` or ``ham PATH``; the text says which line.
    """
    index = list(_entries(index_lines))
    taught = {"immediate": len(index), "delayed": len(index) // 2, "none": 0}[feedback]
    judge = model or Judge.empty()
    scores, unread = np.zeros(len(index)), 0
    for start, batch in _batches(index):
        messages = [read(path) for _, path in batch]
        unread += sum(message is None for message in messages)
        given = [message or _nothing() for message in messages]
        known = judge.log_odds(given, [Origin()] * len(given)) if model is not None else np.zeros(len(given))
        for row, taken in enumerate(take(given)):
            # Who has read nothing has no other opinion for lessons to be held against.
            scores[start + row] = judge.joined(float(known[row]), taken) if model else judge.learned.alone(taken)
            if start + row < taught:
                judge.learned.learn(taken, batch[row][0])
    return figures(scores, np.array([is_spam for is_spam, _ in index], bool), unread)


def figures(scores: NDArray[np.float64], is_spam: NDArray[np.bool_], unread: int = 0) -> Evaluation:
    """The measures of the track for scores (n,) in log-odds, higher towards spam."""
    spam, ham = scores[is_spam], scores[~is_spam]
    lost = float(np.mean(ham > 0)) if len(ham) else 0.0
    missed = float(np.mean(spam <= 0)) if len(spam) else 0.0
    points = [len(scores) * part // 10 for part in range(1, 11)] if len(scores) >= 10 else []
    budgets = {}
    for budget in (0.1, 1.0) if len(ham) and len(spam) else ():
        bar = np.quantile(ham, 1 - budget / 100, method="higher")
        budgets[f"{budget:g}"] = round(100 * float(np.mean(spam <= bar)), 3)
    return Evaluation(
        messages=len(scores),
        spam=len(spam),
        ham=len(ham),
        unread=unread,
        one_minus_roca_percent=one_minus_roca(scores, is_spam),
        interval_percent=_interval(scores, is_spam),
        ham_misclassified_percent=round(100 * lost, 3),
        spam_misclassified_percent=round(100 * missed, 3),
        lam_percent=round(100 * _logistic_average(lost, missed, len(ham), len(spam)), 3),
        spam_missed_at_ham_percent=budgets,
        curve=[(point, one_minus_roca(scores[:point], is_spam[:point])) for point in points],
    )


def one_minus_roca(scores: NDArray[np.float64], is_spam: NDArray[np.bool_]) -> float | None:
    """100 times the chance that a random ham scores above a random spam, ties half."""
    spam, ham = scores[is_spam], np.sort(scores[~is_spam])
    if not len(spam) or not len(ham):
        return None
    below = np.searchsorted(ham, spam, "left") + np.searchsorted(ham, spam, "right")
    return round(100 * (1 - float(below.sum()) / 2 / len(ham) / len(spam)), 4)


def _interval(scores: NDArray[np.float64], is_spam: NDArray[np.bool_], times: int = 200) -> tuple[float, float] | None:
    chance = np.random.default_rng(52)
    drawn = []
    for _ in range(times):
        rows = chance.integers(0, len(scores), len(scores)) if len(scores) else np.zeros(0, int)
        area = one_minus_roca(scores[rows], is_spam[rows])
        drawn += [area] if area is not None else []
    return (round(float(np.quantile(drawn, 0.025)), 4), round(float(np.quantile(drawn, 0.975)), 4)) if drawn else None


def _logistic_average(lost: float, missed: float, hams: int, spams: int) -> float:
    def logit(share: float, count: int) -> float:
        kept = min(max(share, 0.5 / (count + 1)), 1 - 0.5 / (count + 1))
        return log(kept / (1 - kept))

    return 1 / (1 + exp(-(logit(lost, hams) + logit(missed, spams)) / 2))


def _entries(lines: Iterable[str]) -> Iterator[tuple[bool, str]]:
    for number, line in enumerate(lines, 1):
        kind, _, path = line.strip().partition(" ")
        if not kind:
            continue
        if kind.lower() not in ("spam", "ham") or not path.strip():
            raise ValueError(f"index line {number} is not 'spam PATH' or 'ham PATH'")
        yield kind.lower() == "spam", path.strip()


def _batches(index: list[tuple[bool, str]]) -> Iterator[tuple[int, list[tuple[bool, str]]]]:
    entries, start = iter(index), 0
    while batch := list(islice(entries, BATCH)):
        yield start, batch
        start += len(batch)


def _nothing() -> Message:
    return Message(submission_id="", channel=Channel.EMAIL)
