"""Fit ``judge/model/careful.npz``: what meanings say of spam and of its kind, and how far beside the words.

A network on the vectors of ``training/embeddings.py``. One text of each family of ours and at most ``MOST`` of a public
set and side are read; a language's share grows with the root of its size. The fusion is fitted on answers of folds that
neither scorer saw.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import minimize

from spamatlas.campaign.embedding import Vectors
from spamatlas.campaign.gist import gist
from spamatlas.judge.careful import KINDS, Careful, aligned, columns_of, surely
from spamatlas.judge.layers import Layers, side_by_side
from spamatlas.judge.weights import GROUPS
from training.embeddings import embedded
from training.examples import Example
from training.features import OWN, Texts
from training.folds import FOLDS, folds_of
from training.network import network

NAME = "careful/6"
MOST = 600
SPAM_UNITS, KIND_UNITS = 512, 256
Floats = NDArray[np.float64]
Topics = Callable[[Texts], tuple[NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]]


class Heard(Struct):
    """Texts that say enough to be read for their meaning, each in its fold.

    ``vectors`` (n, DIMENSIONS); ``odds`` (n,) the log-odds of the judge by words, of fits that had not read a text's
    fold.
    """

    texts: Texts
    vectors: Vectors
    odds: Floats
    weight: Floats
    folds: NDArray[np.int64]

    def at(self, rows: NDArray[np.int64]) -> "Heard":
        """Some of them."""
        texts = self.texts.at(rows)
        return Heard(texts, self.vectors[rows], self.odds[rows], evened(texts.examples), self.folds[rows])


class Kinds(Struct, frozen=True):
    """(n, labels) scores of our own spam by words and by meaning, of fits without a text's fold, and of what spam."""

    examples: list[Example]
    by_words: Floats
    by_meaning: Floats
    labels: tuple[str, ...]


def hear(texts: Texts, odds: Floats) -> Heard:
    """Read what is chosen of the training texts."""
    rows = np.array(chosen(texts.examples))
    vectors = embedded([gist(texts.examples[row].message) for row in rows])
    is_said = np.any(vectors != 0, axis=1)
    print(f"meaning of {is_said.sum()} texts; {(~is_said).sum()} say too little", file=sys.stderr)
    said = texts.at(rows[is_said])
    return Heard(said, vectors[is_said], odds[rows[is_said]], evened(said.examples), folds_of(said.examples))


def fit_careful(texts: Texts, odds: Floats, fit_topics: Topics) -> Careful:
    """The weights; ``odds`` as of ``Heard``."""
    heard = hear(texts, odds)
    spam, spam_fusion = fit_spam(heard)
    ours = own_spam(heard)
    kinds, labels = kinds_by_meaning(ours.vectors, ours.texts.examples)
    return Careful(
        name=NAME,
        layers=side_by_side((spam, kinds)),
        labels=labels,
        spam_fusion=spam_fusion.astype(np.float32),
        topic_fusion=fit_topic_fusion(held_out_kinds(ours, fit_topics)).astype(np.float32),
    )


def fit_spam(heard: Heard) -> tuple[Layers, Floats]:
    """What the meaning says of spam, and the fusion (GROUPS, 3) with the words."""
    return spam_by_meaning(heard), fit_spam_fusion(heard, held_out_spam(heard))


def own_spam(heard: Heard) -> Heard:
    """What kinds are learnt from: our own spam."""
    return heard.at(np.flatnonzero([each.source in OWN and each.is_spam for each in heard.texts.examples]))


def chosen(examples: Sequence[Example]) -> list[int]:
    """The first text of each family of ours, and at most ``MOST`` of each public set and side, by chance."""
    first: dict[str, int] = {}
    public: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for row, each in enumerate(examples):
        if each.is_copy:
            continue
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


def spam_by_meaning(heard: Heard) -> Layers:
    """The log-odds of spam by meaning alone."""
    return network(heard.vectors, heard.texts.spam, heard.weight, SPAM_UNITS)[0]


def kinds_by_meaning(vectors: Vectors, examples: Sequence[Example]) -> tuple[Layers, tuple[str, ...]]:
    """How likely each label is, of each kind by a network of its own, and the labels.

    What the texts of a label weigh together grows with the root of their number.
    """
    parts, labels = [], []
    for kind in KINDS:
        told = np.array([f"{kind}:{getattr(each, kind)}" for each in examples])
        _, at, many = np.unique(told, return_inverse=True, return_counts=True)
        layers, known = network(vectors, told, many[at] ** -0.5, KIND_UNITS)
        parts.append(layers)
        labels += known
    return side_by_side(parts), tuple(labels)


def held_out_spam(heard: Heard) -> Floats:
    """(n,) the log-odds of each text by its meaning, of a fit without its fold."""
    answers = np.zeros(len(heard.folds))
    for fold in range(FOLDS):
        kept, held = np.flatnonzero(heard.folds != fold), np.flatnonzero(heard.folds == fold)
        answers[held] = spam_by_meaning(heard.at(kept)).answers(heard.vectors[held])[:, 0]
    return answers


def held_out_kinds(ours: Heard, fit_topics: Topics) -> Kinds:
    """The scores of our own spam, of fits without a text's fold."""
    examples = ours.texts.examples
    labels = tuple(sorted({f"{kind}:{getattr(each, kind)}" for kind in KINDS for each in examples}))
    by_words, by_meaning = (np.zeros((len(examples), len(labels))) for _ in range(2))
    for fold in range(FOLDS):
        kept, held = np.flatnonzero(ours.folds != fold), np.flatnonzero(ours.folds == fold)
        table, offsets, known = fit_topics(ours.texts.at(kept))
        by_words[held] = aligned(ours.texts.topics[held] @ table + offsets, known, labels)
        layers, named = kinds_by_meaning(ours.vectors[kept], [examples[row] for row in kept])
        by_meaning[held] = aligned(layers.answers(ours.vectors[held]), named, labels)
        print(f"kinds by meaning, fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return Kinds(examples, by_words, by_meaning, labels)


def fit_spam_fusion(heard: Heard, by_meaning: Floats) -> Floats:
    """(GROUPS, 3): always, words, meaning; by logistic regression on the answers of held-out folds."""
    fusion = np.zeros((GROUPS, 3))
    for group in range(GROUPS):
        rows = heard.texts.groups == group
        inputs = np.column_stack((np.ones(rows.sum()), heard.odds[rows], by_meaning[rows]))
        sign, weight = np.where(heard.texts.spam[rows], 1.0, -1.0), heard.weight[rows]

        def loss(at: Floats, inputs=inputs, sign=sign, weight=weight) -> float:
            return float(weight @ np.logaddexp(0, -sign * (inputs @ at)))

        fusion[group] = _least(loss, 3)
    return fusion


def fit_topic_fusion(kinds: Kinds) -> Floats:
    """(kinds, 2): what the log-probabilities by words and by meaning count, where they tell true labels likeliest."""
    fusion = np.zeros((len(KINDS), 2))
    for at, kind in enumerate(KINDS):
        columns = columns_of(kinds.labels, kind)
        known = [kinds.labels[column].partition(":")[2] for column in columns]
        truth = np.array([known.index(getattr(each, kind)) for each in kinds.examples])
        weight = 1 / np.bincount(truth, minlength=len(known))[truth]
        pair = surely(kinds.by_words[:, columns]), surely(kinds.by_meaning[:, columns])

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
