"""The careful judge, who reads what a text means, beside the judge by words alone."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from training.careful import (
    Heard,
    fit_spam,
    fit_spam_fusion,
    fit_topic_fusion,
    hear,
    held_out_kinds,
    held_out_spam,
    own_spam,
)
from training.embeddings import embedded
from training.examples import Example
from training.features import OWN

from benchmarks.quality.figures import (
    Scores,
    calibration_error,
    chance_of,
    family_interval,
    macro_f1,
    odds_of,
    one_minus_auc,
    over,
)
from benchmarks.quality.study import TITLES, Measured, Study, odds_by
from benchmarks.quality.table import Table, percent, ranged, rows
from benchmarks.quality.tables.categories import right, several
from benchmarks.quality.tables.rewrites import SET, shares
from spamatlas.campaign.gist import gist
from spamatlas.judge import conclude
from spamatlas.judge.careful import KINDS, columns_of, meanings, reconsidered, surely
from spamatlas.judge.weights import Weights
from spamatlas.model import Opinion
from training import fit as training

HEAD = (
    "set",
    "judge",
    "ham",
    "spam",
    "1-AUC %",
    "*suspect*: caught %",
    "false %",
    "*spam*: caught %",
    "false %",
    "ECE",
)
SETS = ("sms-indonesian", "campaign-variants", "voice-korean", "sms-chinese-spam", "email-llm-rewrites",
        "email-enron", "list", "honeypot")  # fmt: skip


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} *Words* is that judge; *careful* has what each text means counted in "
        "(`judge/careful.py`; of the first 400 characters; what says too little is judged by its words). Bars as "
        "shipped.\n"
    )
    heard = hear(study.texts, study.odds)
    yield from ours(heard)
    yield "**Sets that trained nothing**, and *Thai* and *UCI* by fits of both judges without the set.\n"
    yield rows(HEAD, [line for name in SETS for line in beside(study, name)] + list(without(study, heard)))
    yield from variants(study)
    yield from rewrites(study)


def ours(heard: Heard) -> Iterator[str]:
    """Held-out folds of our own texts and mails, one of each family."""
    kinds = held_out_kinds(own_spam(heard), training.fit_topics)
    shares = fit_topic_fusion(kinds)
    yield (
        f"**Our own texts**, one of each family, five folds by family: {len(kinds.examples):,} of spam, the kind by "
        "fits without a text's fold. Only the two shares of the fusion saw all folds.\n"
    )
    body = []
    for place, kind in enumerate(KINDS):
        columns = columns_of(kinds.labels, kind)
        words, meaning = surely(kinds.by_words[:, columns]), surely(kinds.by_meaning[:, columns])
        both = shares[place, 0] * words + shares[place, 1] * meaning
        truth = [f"{kind}:{getattr(each, kind)}" for each in kinds.examples]
        for judge, scores in (("words", words), ("meaning alone", meaning), ("careful", both)):
            told = [kinds.labels[columns[at]] for at in scores.argmax(axis=1)]
            body.append([kind.replace("_", " "), judge, right(truth, told, truth), macro(truth, told)])
    yield rows(("of spam", "judge", "right %", "macro-F1 %"), body)
    is_own = np.array([each.source in OWN for each in heard.texts.examples])
    spam, by_meaning = heard.texts.spam[is_own], held_out_spam(heard)
    both = joined(heard.texts.groups, heard.odds, by_meaning, fit_spam_fusion(heard, by_meaning))[is_own]
    judges = (("words", heard.odds[is_own]), ("meaning alone", by_meaning[is_own]), ("careful", both))
    yield rows(
        ("spam from ham", "ham", "spam", "1-AUC %"),
        [
            [name, f"{(~spam).sum():,}", f"{spam.sum():,}", percent(one_minus_auc(odds[~spam], odds[spam]), 2)]
            for name, odds in judges
        ],
    )


def macro(truth: Sequence[str], told: Sequence[str]) -> str:
    return percent(macro_f1(truth, told, sorted(set(truth))))


def joined(groups: NDArray[np.int64], words: Scores, meaning: Scores, fusion: NDArray[np.float64]) -> Scores:
    """(n,) log-odds by both."""
    always, believed, share = fusion[groups].T
    odds: Scores = always + believed * words + share * meaning
    return odds


def careful(study: Study, name: str) -> Measured:
    """A set as the shipped careful judge sees it."""

    def make() -> Measured:
        held = study.measured(name)
        study.say(f"meaning of {len(held.examples)} texts of {name}")
        opinions = carefully(study.judge.weights, held)
        odds = np.array([odds_of(min(max(each.spam, 1e-6), 1 - 1e-6)) for each in opinions])
        return Measured(held.examples, opinions, odds, held.is_spam)

    return study.once(f"careful {name}", make)


def carefully(weights: Weights, held: Measured) -> list[Opinion]:
    messages = [each.message for each in held.examples]
    found = meanings(weights, messages, embedded([gist(each) for each in messages]))
    return [reconsidered(opinion, meaning) for opinion, meaning in zip(held.opinions, found, strict=True)]


def beside(study: Study, name: str) -> Iterator[list[str]]:
    for judge, held in (("words", study.measured(name)), ("careful", careful(study, name))):
        yield [TITLES[name], judge, *figures(study, held.odds, held.is_spam)]


def figures(study: Study, odds: Scores, is_spam: NDArray[np.bool_]) -> list[str]:
    ham, spam = odds[~is_spam], odds[is_spam]
    has_both = bool(len(ham) and len(spam))
    area = percent(one_minus_auc(ham, spam), 2) if has_both else "–"
    at = [percent(over(kind, bar)) if len(kind) else "–" for bar in study.bars for kind in (spam, ham)]
    error = f"{calibration_error(chance_of(odds), is_spam):.3f}" if has_both else "–"
    return [f"{len(ham):,}", f"{len(spam):,}", area, *at, error]


def without(study: Study, heard: Heard) -> Iterator[list[str]]:
    """A public set judged by fits that never saw it."""
    for name, title in (("sms-thai", "SMS, Thai, distinct, without the set"), ("sms-uci", "SMS, UCI, without the set")):
        away = study.sources == name
        held = study.texts.at(np.flatnonzero(away))
        words = odds_by(study.without(away), held)
        yield [title, "words", *figures(study, words, held.spam)]
        rest = heard.at(np.flatnonzero([each.source != name for each in heard.texts.examples]))
        layers, fusion = fit_spam(rest)
        vectors = vectors_of(held.examples)
        both = joined(held.groups, words, layers.answers(vectors)[:, 0], fusion)
        yield [title, "careful", *figures(study, np.where(np.any(vectors != 0, axis=1), both, words), held.spam)]


def vectors_of(examples: Sequence[Example]) -> NDArray[np.float32]:
    return embedded([gist(each.message) for each in examples])


def variants(study: Study) -> Iterator[str]:
    """Categories as judged, and what is caught."""
    body = []
    for judge, held in (
        ("words", study.measured("campaign-variants")),
        ("careful", careful(study, "campaign-variants")),
    ):
        truth = [each.category if each.is_spam else "not_spam" for each in held.examples]
        told = [str(conclude(one, None, study.profile).category) for one in held.opinions]
        named = [str(one.category) for one in held.opinions]
        many, families = sorted(several(held.examples)), [each.family for each in held.examples]

        def measure(at: Sequence[int], truth=truth, told=told, many=many) -> float:
            return macro_f1([truth[row] for row in at], [told[row] for row in at], many)

        within = ranged(measure(range(len(truth))), family_interval(measure, families, times=300))
        caught = [f"{percent(over(held.spam, bar))} %, {(held.ham > bar).sum()}" for bar in study.bars]
        body.append([judge, within, right(truth, named, many), *caught])
    yield "**campaign-variants** (a development set; machine-written), categories with two campaigns or more.\n"
    yield rows(
        ("judge", "category macro-F1 as judged %", "category right, of spam %",
         "over *suspect*: caught, look-alikes of 120", "over *spam*"), body)  # fmt: skip


def rewrites(study: Study) -> Iterator[str]:
    body = []
    for judge, held in (("words", study.measured(SET)), ("careful", careful(study, SET))):
        for name, bar in zip(("suspect", "spam"), study.bars, strict=True):
            originals, others = shares(held, bar)
            body.append([judge, f"*{name}*", percent(originals), percent(others), percent(originals - others)])
    yield "**email-llm-rewrites**: originals that have rewrites, and their rewrites.\n"
    yield rows(("judge", "bar", "originals caught %", "rewrites caught %", "points less"), body)


TABLE = Table(name="careful", place=55, title="The careful judge", run=run)
