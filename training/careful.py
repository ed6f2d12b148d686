"""Fit ``judge/model/careful.npz``: what meanings say of spam and of its kind, and how far beside the words.

Linear on the vectors of ``training/embeddings.py``. One text of each family of ours and at most ``MOST`` of a public
set and side are read; a language's share grows with the root of its size. The fusion is fitted on answers of folds that
neither scorer saw.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from spamatlas.campaign.embedding import Vectors
from spamatlas.campaign.gist import gist
from spamatlas.judge.careful import KINDS, Careful, aligned, columns_of, surely
from spamatlas.judge.weights import GROUPS
from training.embeddings import embedded
from training.examples import Example

if TYPE_CHECKING:
    from training.fit import Texts

NAME = "careful/1"
FOLDS = 5
MOST = 600
OWN = ("own", "own-mail")
SPAM_C, TOPIC_C = 10.0, 10.0
Floats = NDArray[np.float64]
Topics = Callable[["Texts"], tuple[NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]]


def fit_careful(texts: "Texts", odds: Floats, fit_topics: Topics) -> Careful:
    """The weights; ``odds`` (n,) are the log-odds of the judge by words, of fits that had not read a text's fold."""
    rows = np.array(chosen(texts.examples))
    vectors = embedded([gist(texts.examples[row].message) for row in rows])
    is_said = np.any(vectors != 0, axis=1)
    said, read = texts.at(rows[is_said]), vectors[is_said]
    print(f"meaning of {is_said.sum()} texts, {(~is_said).sum()} say too little", file=sys.stderr)
    folds = np.array([crc32(each.family.encode()) % FOLDS for each in said.examples])
    weight = evened(said.examples)
    spam_fusion = fit_spam_fusion(said, odds[rows[is_said]], held_out_spam(said, read, weight, folds), weight)
    table, offset = spam_by_meaning(read, said.spam, weight)
    ours = np.flatnonzero([each.source in OWN and each.is_spam for each in said.examples])
    mine, my_folds = said.at(ours), folds[ours]
    by_words, by_meaning, labels = held_out_topics(mine, read[ours], my_folds, fit_topics)
    topics, offsets, _ = topics_by_meaning(read[ours], mine.examples, labels)
    return Careful(
        name=NAME,
        table=np.column_stack((table, topics)).astype(np.float32),
        offsets=np.concatenate(([offset], offsets)).astype(np.float32),
        labels=labels,
        spam_fusion=spam_fusion.astype(np.float32),
        topic_fusion=fit_topic_fusion(by_words, by_meaning, labels, mine.examples).astype(np.float32),
    )


def chosen(examples: Sequence[Example]) -> list[int]:
    """The first text of each family of ours, and at most ``MOST`` of each public set and side, by chance."""
    first: dict[str, int] = {}
    public: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for row, each in enumerate(examples):
        if each.source in OWN:
            first.setdefault(each.family, row)
        else:
            public[each.source, each.is_spam].append(row)
    some = [
        row
        for _, rows in sorted(public.items())
        for row in sorted(rows, key=lambda at: crc32(examples[at].family.encode()))[:MOST]
    ]
    return sorted([*first.values(), *some])


def language_of(example: Example) -> str:
    """The language of one of our own texts, as its family is named; of others their set."""
    if example.source not in OWN:
        return example.source
    return example.family.partition(":")[2].removeprefix("m-").partition("-")[0]


def evened(examples: Sequence[Example]) -> Floats:
    """Weights by which spam and ham of mails and of texts count alike, and no language or set drowns another."""
    kinds = [(language_of(each), each.message.channel == "email", each.is_spam) for each in examples]
    sizes = Counter(kinds)
    weight = np.array([sizes[kind] ** -0.5 for kind in kinds])
    for side in {kind[1:] for kind in kinds}:
        part = np.array([kind[1:] == side for kind in kinds])
        weight[part] *= len(kinds) / 4 / weight[part].sum()
    return weight


def spam_by_meaning(vectors: Vectors, spam: NDArray[np.bool_], weight: Floats) -> tuple[Floats, float]:
    """(DIMENSIONS,) and an offset: the log-odds of spam by meaning alone."""
    centre, scale = _spread(vectors)
    fitted = LogisticRegression(C=SPAM_C, max_iter=300).fit((vectors - centre) / scale, spam, sample_weight=weight)
    table = fitted.coef_[0] / scale
    return table, float(fitted.intercept_[0] - centre @ table)


def topics_by_meaning(
    vectors: Vectors, examples: Sequence[Example], labels: Sequence[str]
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """(DIMENSIONS, labels) and (labels,): of each kind one regression; of a label that nothing has, the least."""
    centre, scale = _spread(vectors)
    table, offsets = np.zeros((vectors.shape[1], len(labels))), np.full(len(labels), -10.0)
    for kind in KINDS:
        told = [f"{kind}:{getattr(each, kind)}" for each in examples]
        fitted = LogisticRegression(C=TOPIC_C, max_iter=300, class_weight="balanced").fit(
            (vectors - centre) / scale, told
        )
        for label, row, offset in zip(fitted.classes_, fitted.coef_, fitted.intercept_, strict=True):
            table[:, labels.index(label)] = row / scale
            offsets[labels.index(label)] = offset - centre @ (row / scale)
    return table, offsets, tuple(labels)


def _spread(vectors: Vectors) -> tuple[Floats, Floats]:
    """The mean, and what brings each dimension to a twentieth of unit variance: the strength of C is of that."""
    return vectors.mean(axis=0, dtype=np.float64), 20 * np.maximum(vectors.std(axis=0, dtype=np.float64), 1e-6)


def held_out_spam(texts: "Texts", vectors: Vectors, weight: Floats, folds: NDArray[np.int64]) -> Floats:
    """(n,) the log-odds of each text by a fit without its fold."""
    answers = np.zeros(len(folds))
    for fold in range(FOLDS):
        kept = folds != fold
        table, offset = spam_by_meaning(vectors[kept], texts.spam[kept], weight[kept])
        answers[~kept] = vectors[~kept] @ table + offset
    return answers


def held_out_topics(
    texts: "Texts", vectors: Vectors, folds: NDArray[np.int64], fit_topics: Topics
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """(n, labels) scores by words and by meaning, of fits without a text's fold."""
    labels = tuple(
        f"{kind}:{label}" for kind in KINDS for label in sorted({getattr(each, kind) for each in texts.examples})
    )
    by_words, by_meaning = (np.zeros((len(folds), len(labels))) for _ in range(2))
    for fold in range(FOLDS):
        kept = folds != fold
        table, offsets, known = fit_topics(texts.at(np.flatnonzero(kept)))
        by_words[~kept] = aligned(texts.topics[~kept] @ table + offsets, known, labels)
        rows = [texts.examples[row] for row in np.flatnonzero(kept)]
        meant, shift, _ = topics_by_meaning(vectors[kept], rows, labels)
        by_meaning[~kept] = vectors[~kept] @ meant + shift
        print(f"kinds by meaning, fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return by_words, by_meaning, labels


def fit_spam_fusion(texts: "Texts", by_words: Floats, by_meaning: Floats, weight: Floats) -> Floats:
    """(GROUPS, 3): always, words, meaning; by logistic regression on the answers of held-out folds."""
    fusion = np.zeros((GROUPS, 3))
    for group in range(GROUPS):
        rows = texts.groups == group
        inputs = np.column_stack((np.ones(rows.sum()), by_words[rows], by_meaning[rows]))
        sign = np.where(texts.spam[rows], 1.0, -1.0)
        fusion[group] = _least(lambda at, x=inputs, s=sign, w=weight[rows]: w @ np.logaddexp(0, -s * (x @ at)), 3)
    return fusion


def fit_topic_fusion(
    by_words: Floats, by_meaning: Floats, labels: Sequence[str], examples: Sequence[Example]
) -> Floats:
    """(kinds, 2): what the log-probabilities by words and by meaning count, where they tell true labels likeliest."""
    fusion = np.zeros((len(KINDS), 2))
    for at, kind in enumerate(KINDS):
        columns = columns_of(labels, kind)
        known = [labels[column].partition(":")[2] for column in columns]
        truth = np.array([known.index(getattr(each, kind)) for each in examples])
        sizes = np.bincount(truth, minlength=len(known))
        weight = 1 / sizes[truth]
        pair = surely(by_words[:, columns]), surely(by_meaning[:, columns])

        def loss(shares: Floats, pair=pair, truth=truth, weight=weight) -> float:
            told = surely(shares[0] * pair[0] + shares[1] * pair[1])
            return -float(weight @ told[np.arange(len(truth)), truth])

        fusion[at] = _least(loss, 2)
    return fusion


def _least(loss: Callable[[Floats], float], many: int) -> Floats:
    """What gives the least loss, drawn a little to nought; the first of three may be negative, no other."""
    bounds = [(None, None), (0.05, None), (0.05, None)][3 - many :]
    start = np.array([0.0, 1.0, 1.0][3 - many :])
    return minimize(lambda at: loss(at) + 0.5 * 1e-3 * at @ at, start, method="L-BFGS-B", bounds=bounds).x
