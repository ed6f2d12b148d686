"""Texts to fit on as sparse rows of features, and what each weighs."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from spamatlas.judge import all_detectors, concepts, grams, words
from spamatlas.judge.grams import Features
from spamatlas.judge.scores import see
from spamatlas.judge.topics import topic_features
from spamatlas.judge.weights import TOPIC_ROWS
from training.examples import Example

BATCH = 256
OWN = ("own", "own-mail")
# How much more than others' texts our own weigh: they are most of what there is, and not what is out there.
OWN_WEIGHT = 1.4


class Texts(Struct):
    """Examples with their features as sparse rows."""

    examples: list[Example]
    grams: csr_matrix
    words: csr_matrix
    concepts: csr_matrix
    topics: csr_matrix
    shape: NDArray[np.float64]
    findings: NDArray[np.float64]
    groups: NDArray[np.int64]
    fusions: NDArray[np.int64]
    spam: NDArray[np.bool_]
    weight: NDArray[np.float64]

    def at(self, rows: NDArray[np.int64]) -> "Texts":
        """Some of them."""
        held = [getattr(self, name)[rows] for name in self.__struct_fields__ if name != "examples"]
        return Texts([self.examples[row] for row in rows], *held)

    def whole(self) -> "Texts":
        """Those that are no copies, each with all its weight."""
        rows = np.flatnonzero([not each.is_copy for each in self.examples])
        held = self.at(rows)
        held.weight = held.weight / np.array([each.share for each in held.examples])
        return held


def gather(examples: list[Example]) -> Texts:
    """Every example as the scorers see it."""
    seen = [
        see([each.message for each in batch], [each.origin for each in batch])
        for batch in (examples[at : at + BATCH] for at in range(0, len(examples), BATCH))
    ]
    names = list(all_detectors())
    found = np.zeros((len(examples), len(names)))
    for row, findings in enumerate(each for batch in seen for each in batch.findings):
        for detector, finding in findings:
            found[row, names.index(detector.name)] += finding.strength
    topical = list(zip(*(topic_features(batch.texts) for batch in seen), strict=True))
    return Texts(
        examples,
        sparse([batch.grams for batch in seen], grams.SIZE),
        sparse([batch.words for batch in seen], words.SIZE),
        sparse([batch.concepts for batch in seen], concepts.SIZE),
        sum((sparse(kind, TOPIC_ROWS) for kind in topical), csr_matrix((len(examples), TOPIC_ROWS))),
        np.concatenate([batch.shape for batch in seen]).astype(np.float64),
        found,
        np.concatenate([batch.groups for batch in seen]),
        np.concatenate([batch.fusions for batch in seen]),
        np.array([each.is_spam for each in examples]),
        balanced(examples),
    )


def balanced(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Weights by which spam and ham of each channel group count alike, and no set drowns another.

    A set's share grows with the root of its size; our own texts count ``OWN_WEIGHT`` times. Copies share a weight;
    parts have theirs beside what counts alike, so that whole mails keep what they have.
    """
    kinds = [(each.source, each.is_spam, each.message.channel == "email") for each in examples]
    shares, sizes = np.array([each.share for each in examples]), defaultdict[tuple[str, bool, bool], float](float)
    counted = shares * [not each.is_excerpt for each in examples]
    for kind, share in zip(kinds, counted.tolist(), strict=True):
        sizes[kind] += share
    each_share = [sizes[kind] ** -0.5 * (OWN_WEIGHT if kind[0] in OWN else 1) for kind in kinds]
    weight, counted_weight = shares * each_share, counted * each_share
    for spam in (True, False):
        for mail in (True, False):
            part = np.array([kind[1] is spam and kind[2] is mail for kind in kinds])
            weight[part] *= counted.sum() / 4 / max(counted_weight[part].sum(), 1e-9)
    return weight


def sparse(found: Sequence[Features], columns: int) -> csr_matrix:
    """Rows of length one: every feature of a text of n counts 1/sqrt(n), as in ``judge.scores``."""
    hashed = np.concatenate([each[0] for each in found]).astype(np.int32)
    counts = np.concatenate([np.diff(each[1]) for each in found])
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float64)
    bounds = np.concatenate(([0], np.cumsum(counts)))
    return csr_matrix((values, hashed, bounds), shape=(len(counts), columns))
