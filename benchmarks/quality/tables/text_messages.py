"""SMS: UCI taught as an operator would, Thai and Indonesian by fits that never saw the set."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from training.dedupe import without_copies
from training.examples import Example, lines

from benchmarks.quality.figures import Scores, f1, family_interval, folds, interval, odds_of, one_minus_auc, over
from benchmarks.quality.study import Study, odds_by
from benchmarks.quality.table import Table, percent, ranged, rows
from spamatlas.judge import Judge, take
from spamatlas.judge.weights import Weights
from spamatlas.model import Message, Origin


def run(study: Study) -> Iterator[str]:
    shipped = study.profile.thresholds
    bars = {"even odds": 0.5, "*suspect*": shipped.suspect, "*spam*": shipped.spam}
    yield f"{study.refitted} Indonesian: {study.trained}\n"
    yield (
        "**UCI**, five folds. *Taught*: a judge fitted without the set is told the labels of four folds, in the order "
        "of the file and as an operator tells its own, and judges the fifth. *Fitted*: the shipped fit, made again "
        "without each fold.\n"
    )
    for title, (spam, odds) in uci(study).items():
        yield f"{title}: {(~spam).sum():,} ham, {spam.sum():,} spam; 1-AUC {area(odds, spam)} %.\n"
        yield rows(("bar", "spam F1 %", "caught %", "false %"), [uci_row(*bar, spam, odds) for bar in bars.items()])
    yield (
        "**Languages**: Thai by a fit without the Thai set (our own Thai texts stay); Indonesian by the shipped one, "
        "which has our own Indonesian texts only.\n"
    )
    yield rows(
        ("set", "ham", "spam", "1-AUC %", *(f"{bar}: {kind} %" for bar in bars for kind in ("caught", "false"))),
        [language_row(name, *both, list(bars.values())) for name, both in languages(study)],
    )


TAUGHT = "Taught, exact copies removed"


def uci(study: Study) -> dict[str, tuple[NDArray[np.bool_], Scores]]:
    """Of each way to measure: whether spam, and the log-odds, of each text."""
    return study.once("uci", lambda: dict(_uci(study)))


def _uci(study: Study) -> Iterator[tuple[str, tuple[NDArray[np.bool_], Scores]]]:
    every = list(lines(study.folder / "text" / "sms-uci.jsonl", "sms-uci"))
    distinct = list({" ".join(each.message.text.lower().split()): each for each in reversed(every)}.values())[::-1]
    weights = study.without(study.sources == "sms-uci")
    yield TAUGHT, taught(weights, distinct)
    yield "Taught, near copies removed", taught(weights, list(without_copies(distinct)))
    yield "Fitted, near copies removed", fitted(study)


def taught(weights: Weights, examples: list[Example]) -> tuple[NDArray[np.bool_], Scores]:
    """Each fold by what the weights know and the other folds taught."""
    messages = [each.message for each in examples]
    known, taken, numbers = (
        odds_of_messages(weights, messages),
        take(messages),
        folds([each.family for each in examples]),
    )
    odds = np.zeros(len(examples))
    for fold in range(numbers.max() + 1):
        judge = Judge(weights)
        for row in np.flatnonzero(numbers != fold):
            judge.learned.learn(taken[row], examples[row].is_spam)
        for row in np.flatnonzero(numbers == fold):
            odds[row] = judge.joined(float(known[row]), taken[row])
    return np.array([each.is_spam for each in examples]), odds


def odds_of_messages(weights: Weights, messages: list[Message]) -> Scores:
    judge, step = Judge(weights), 256
    parts = [messages[at : at + step] for at in range(0, len(messages), step)]
    return np.concatenate([judge.log_odds(part, [Origin()] * len(part)) for part in parts])


def fitted(study: Study) -> tuple[NDArray[np.bool_], Scores]:
    rows_of = np.flatnonzero(study.sources == "sms-uci")
    numbers = folds([study.texts.examples[row].family for row in rows_of])
    odds = np.zeros(len(rows_of))
    for fold in range(numbers.max() + 1):
        held = np.zeros(len(study.sources), bool)
        held[rows_of[numbers == fold]] = True
        odds[numbers == fold] = odds_by(study.without(held), study.texts.at(np.flatnonzero(held)))
    return study.texts.spam[rows_of], odds


def uci_row(name: str, chance: float, spam: NDArray[np.bool_], odds: Scores) -> list[str]:
    bar = odds_of(chance)

    def measure(at: NDArray[np.int64]) -> float:
        return f1(spam[at].tolist(), (odds[at] > bar).tolist())

    every = np.arange(len(spam))
    within = family_interval(measure, every.tolist(), times=300)
    share = partial(over, bar=bar)
    both = [ranged(share(odds[spam == kind]), interval(share, odds[spam == kind]), 1 + (not kind)) for kind in (1, 0)]
    return [f"{name} ({chance})", ranged(measure(every), within), *both]


def languages(study: Study) -> Iterator[tuple[str, tuple[Scores, Scores]]]:
    thai = study.sources == "sms-thai"
    odds, spam = odds_by(study.without(thai), study.texts.at(np.flatnonzero(thai))), study.texts.spam[thai]
    yield "Thai, distinct, without the set", (odds[~spam], odds[spam])
    indonesian = study.measured("sms-indonesian")
    yield "Indonesian", (indonesian.ham, indonesian.spam)


def language_row(name: str, ham: Scores, spam: Scores, bars: list[float]) -> list[str]:
    at = [percent(over(kind, odds_of(bar))) for bar in bars for kind in (spam, ham)]
    within = ranged(one_minus_auc(ham, spam), interval(one_minus_auc, ham, spam), 2)
    return [name, f"{len(ham):,}", f"{len(spam):,}", within, *at]


def area(odds: Scores, spam: NDArray[np.bool_]) -> str:
    return ranged(one_minus_auc(odds[~spam], odds[spam]), interval(one_minus_auc, odds[~spam], odds[spam]), 2)


TABLE = Table(name="text-messages", place=30, title="SMS", run=run)
