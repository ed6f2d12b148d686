"""Fit what is shipped: ``SPAMATLAS_CORPORA=… python -m training.fit`` (``make train``).

Scorers are fitted on whole families; their fusion and the thresholds on scores of folds that a scorer did
not see. Fixed seeds; the same texts give the same file.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from spamatlas.judge import all_detectors, careful, concepts, grams, words
from spamatlas.judge.shape import FEATURES
from spamatlas.judge.weights import FUSIONS, GROUPS, SHIPPED, TOPIC_ROWS, Weights, empty, write

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file

from training.bars import bars
from training.careful import fit_careful
from training.dedupe import without_copies
from training.design import design, of_many, with_wordless
from training.examples import Example, corpora, own, public
from training.excerpts import with_excerpts
from training.features import OWN, Texts, gather
from training.folds import FOLDS, folds_of
from training.own_mail import own_mails
from training.pasted import with_pasted

NAME = "shipped/14"
SMALLEST = 2e-3  # smaller weights are left out of the file
# A counted feature is heard where its share of spam is this far from even, drawn to even by so many texts.
DECIDED, PRIOR = 0.3, 0.3
# How much of all weight a group's own texts have where the tables that judge it are fitted.
SHARES = (0.9, 0.5)
HASHED = (grams.SIZE, words.SIZE, concepts.SIZE)
# How much of a text's weight its copy without any wording has, in the tables of mail and of all other texts, so that
# concepts and form learn to speak alone.
WORDLESS = (0.05, 0.3)
# Whether form is read at all in the tables of mail and of all other texts. That of mails tells the places that trained
# apart and misleads elsewhere: docs/judge_trials.md.
FORMED = (False, True)
# How much of a mail's weight its copy as it is pasted has in the tables of mail; those of other texts read none.
PASTED = 0.15
# How much of a mail's weight its parts have beside it, if it is a wanted one; those of other texts train none.
EXCERPTS = 0.3
# How many families must have a four-gram or a word before the regression of mail, and of all other texts, reads it.
LEAST = (2, 1)


def fit(texts: Texts) -> Weights:
    """The scorers' weights; the fusion is left as it is."""
    parts = [_fit_group(texts, group) for group in range(GROUPS)]
    tables = ("grams", "words", "concepts", "gram_odds", "word_odds")
    return replace(
        empty(),
        name=NAME,
        **{name: np.concatenate([part[name] for part in parts]) for name in tables},
        shape=np.stack([part["shape"][group] for group, part in enumerate(parts)]),
        findings=tuple(_named(part["findings"]) for part in parts),
    )


def _fit_group(texts: Texts, group: int) -> dict[str, NDArray[np.float32]]:
    """The tables that judge one group: fitted on all texts, of which the group's own weigh more."""
    whole = texts.whole()
    if group:
        texts = whole
    weight = _weighed(texts, group)
    rows = of_many(design(texts, FORMED[group]), texts.examples, LEAST[group])
    read = rows, texts.spam, weight
    fitted = regression(*(with_wordless(*read, WORDLESS[group]) if WORDLESS[group] else read), *held_to())
    grams_end, words_end, hashed_end = np.cumsum(HASHED).tolist()
    end = hashed_end + GROUPS * len(FEATURES)
    small = np.abs(fitted) < SMALLEST
    fitted[:hashed_end][small[:hashed_end]] = 0
    held = {
        "grams": fitted[:grams_end],
        "words": fitted[grams_end:words_end],
        "concepts": fitted[words_end:hashed_end],
        "shape": fitted[hashed_end:end].reshape(GROUPS, -1),
        "findings": fitted[end:],
        "gram_odds": counted(whole.grams, whole.spam, _weighed(whole, group)),
        "word_odds": counted(whole.words, whole.spam, _weighed(whole, group)),
    }
    return {name: values.astype(np.float32) for name, values in held.items()}


def _weighed(texts: Texts, group: int) -> NDArray[np.float64]:
    """(n,) what each text weighs in the tables that judge a group."""
    own, share = texts.groups == group, SHARES[group]
    return texts.weight * np.where(own, 2 * share, 2 * (1 - share))


def _named(weights: NDArray[np.float32]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(all_detectors(), weights, strict=True)}


def held_to() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each weight is drawn to before any text is read, and how strongly: findings to what detectors state."""
    hashed, form, found = sum(HASHED), GROUPS * len(FEATURES), list(all_detectors().values())
    stated = np.array([detector.weight for detector in found])
    wording = np.concatenate([np.full(size, pull) for size, pull in zip(HASHED, (0.1, 0.1, 0.3), strict=True)])
    pull = np.concatenate((wording, np.full(form, 10.0), np.full(len(found), 10.0)))
    return np.concatenate((np.zeros(hashed + form), stated)), pull


def regression(
    rows: csr_matrix, spam: NDArray[np.bool_], weight: NDArray[np.float64], prior: NDArray[np.float64],
    pull: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """The weights of a logistic regression that are likeliest under a normal prior of mean ``prior``."""
    used = np.flatnonzero(rows.getnnz(axis=0))
    held, prior_used, pull_used = rows[:, used].tocsr(), prior[used], pull[used]
    turned, sign = held.T.tocsr(), np.where(spam, 1.0, -1.0)

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin, off = sign * (held @ at), at - prior_used
        slope = turned @ (weight * -sign / (1 + np.exp(np.clip(margin, -50, 50)))) + pull_used * off
        return float(weight @ np.logaddexp(0, -margin) + 0.5 * pull_used @ off**2), slope

    options = {"maxiter": 100, "ftol": 1e-5}
    fitted = prior.copy()
    fitted[used] = minimize(loss, prior_used, jac=True, method="L-BFGS-B", options=options).x
    return fitted


def counted(features: csr_matrix, spam: NDArray[np.bool_], weight: NDArray[np.float64]) -> NDArray[np.float32]:
    """The log-odds of each feature that is decidedly of one side, by weighed counts (``judge.learned.Counts``)."""
    presence = (features > 0).astype(np.float64)
    in_spam = presence.T @ (weight * spam) / (weight @ spam)
    in_ham = presence.T @ (weight * ~spam) / (weight @ ~spam)
    texts = presence.T @ np.ones(len(spam))
    share = np.where(texts > 0, in_spam / np.maximum(in_spam + in_ham, 1e-12), 0.5)
    drawn = (PRIOR * 0.5 + texts * share) / (PRIOR + texts)
    odds = np.log(drawn / (1 - drawn))
    return np.where(np.abs(drawn - 0.5) >= DECIDED, odds, 0).astype(np.float32)


def score(weights: Weights, texts: Texts) -> NDArray[np.float64]:
    """(n, 4) the answers of the scorers, as ``judge.scores`` gives them."""
    answers = np.ones((len(texts.spam), 4))
    for group in range(GROUPS):
        rows = np.flatnonzero(texts.groups == group)
        answers[rows, 1:] = _score_group(weights, texts.at(rows), group)
    return answers


def _score_group(weights: Weights, texts: Texts, group: int) -> NDArray[np.float64]:
    def part(table: NDArray[np.float32]) -> NDArray[np.float32]:
        return table.reshape(GROUPS, -1)[group]

    stated = all_detectors().items()
    found = texts.findings @ np.array([weights.findings[group].get(name, each.weight) for name, each in stated])
    wording = texts.grams @ part(weights.grams) + texts.words @ part(weights.words)
    ideas, form = texts.concepts @ part(weights.concepts), texts.shape @ weights.shape[group]
    counts = mean_of(texts.grams, part(weights.gram_odds)), mean_of(texts.words, part(weights.word_odds))
    return np.stack((wording + ideas + form + found, *counts), axis=1)


def mean_of(features: csr_matrix, odds: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n,) the mean of the log-odds that are not 0."""
    presence = (features > 0).astype(np.float64)
    return (presence @ odds) / np.maximum(presence @ (odds != 0), 1)


def out_of_fold(texts: Texts) -> NDArray[np.float64]:
    """(n, 4) scores of each text by scorers fitted without its fold."""
    folds = folds_of(texts.examples)
    answers = np.zeros((len(texts.spam), 4))
    for fold in range(FOLDS):
        rows = np.flatnonzero(folds == fold)
        answers[rows] = score(fit(texts.at(np.flatnonzero(folds != fold))), texts.at(rows))
        print(f"fold {fold + 1} of {FOLDS}: {len(rows)} texts held out", file=sys.stderr)
    return answers


def fit_fusion(answers: NDArray[np.float64], texts: Texts) -> NDArray[np.float32]:
    """(FUSIONS, 4) by logistic regression on the scores of held-out folds; no scorer counts negatively.

    That of mail learns from our own bare mails too, which are few in other ways: on one public set alone it would learn
    that set's ways. Copies as pasted teach that of bare mail only.
    """
    fusion = np.zeros((FUSIONS, 4))
    is_copy, is_excerpt = (np.array([getattr(each, of) for each in texts.examples]) for of in ("is_copy", "is_excerpt"))
    for at in range(FUSIONS):
        rows = (texts.groups == 0) & ~is_copy if at == 0 else (texts.fusions == at) & ~is_excerpt
        sign, weight = np.where(texts.spam[rows], 1.0, -1.0), texts.weight[rows]
        fusion[at] = _logistic(answers[rows], sign, weight) if rows.any() else fusion[0]
    return fusion.astype(np.float32)


def _logistic(
    inputs: NDArray[np.float64], sign: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (inputs @ at)
        slope = inputs.T @ (weight * -sign / (1 + np.exp(np.clip(margin, -50, 50))))
        return float(weight @ np.logaddexp(0, -margin)) + 0.5 * float(at @ at), slope + at

    bounds = [(None, None), (0.05, None), (0.05, None), (0.05, None)]
    return minimize(loss, np.array([0.0, 1, 1, 1]), jac=True, method="L-BFGS-B", bounds=bounds).x


def fit_topics(texts: Texts) -> tuple[NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]:
    """Labels of our own spam: one logistic regression a kind, without a label's absence as a class."""
    rows = np.array(
        [at for at, each in enumerate(texts.examples) if each.source in OWN and each.is_spam and not each.is_copy]
    )
    if not len(rows):
        return np.zeros((TOPIC_ROWS, 0), np.float32), np.zeros(0, np.float32), ()
    tables, offsets, labels = [], [], []
    kinds: dict[str, Callable[[Example], str]] = {
        "category": lambda each: each.category,
        "lure": lambda each: each.lure,
        "call_to_action": lambda each: each.call_to_action,
    }
    for kind, value in kinds.items():
        wanted = [value(texts.examples[row]) for row in rows]
        fitted = LogisticRegression(C=10, max_iter=150, tol=1e-3, class_weight="balanced").fit(
            texts.topics[rows], wanted
        )
        tables.append(fitted.coef_.T)
        offsets.append(fitted.intercept_)
        labels += [f"{kind}:{label}" for label in fitted.classes_]
    table = np.hstack(tables)
    table[np.abs(table) < 5e-3] = 0
    return table.astype(np.float32), np.concatenate(offsets).astype(np.float32), tuple(labels)


def examples_of(folder: Path) -> Iterator[Example]:
    """All that trains, near copies removed; behind each mail what is left of it when it is pasted, and some parts."""
    return with_excerpts(with_pasted(without_copies([*own(), *own_mails(), *public(folder)]), PASTED), EXCERPTS)


def main() -> None:
    """Fit, print what the held-out folds say, and write the shipped files; with ``words`` the careful judge stays."""
    start = perf_counter()
    words_alone = "words" in sys.argv
    limit = next((int(each) for each in sys.argv[1:] if each.isdigit()), None)
    examples = list(islice(examples_of(corpora()), limit))
    print(f"{len(examples)} texts with copies of mail as pasted, {perf_counter() - start:.0f} s", file=sys.stderr)
    texts = gather(examples)
    answers = out_of_fold(texts)
    fusion = fit_fusion(answers, texts)
    odds = np.einsum("ij,ij->i", answers, fusion[texts.fusions])
    sys.stdout.writelines(f"{line}\n" for line in bars(examples, odds))
    table, offsets, labels = fit_topics(texts)
    weights = replace(fit(texts), fusion=fusion, topics=table, topic_offsets=offsets, topic_labels=labels)
    write(weights, SHIPPED)
    print(f"fusion {fusion.round(3).tolist()}")
    if not words_alone:
        careful.write(fit_careful(texts, odds, fit_topics))
    for path in (SHIPPED, careful.SHIPPED):
        print(f"{path.name}: {path.stat().st_size} bytes, {perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
