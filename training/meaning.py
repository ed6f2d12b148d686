"""Fit ``campaign/meaning.npz``: what changes where a text is said otherwise, and what likeness makes two texts one.

Out of texts of our own alone: ``texts/`` for what is common, ``rewrites.jsonl`` (162 texts in five wordings or six,
24 languages, and 50 wanted messages that look like them) for the rest. `python -m training.meaning` writes the file and
prints what it does on families that it was not fitted on; what decides are other texts (``benchmarks/meaning.py``).
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from spamatlas.campaign.gist import gist
from spamatlas.campaign.meaning import SCALE, shortened
from training.embeddings import embedded
from training.examples import Example, own, text_message

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src" / "spamatlas" / "campaign" / "meaning.npz"
SEED = 52
EACH_LANGUAGE = 100
FOLDS = 5
WITHIN, LANGUAGES, SHRINKAGE = 0.6, 1.0, 1.0
"""How much the variance within families counts beside that of all texts (the rest to one), how much that between the
languages' means, and how much is added to every direction: chosen in folds, see ``docs/decisions/0007-*``."""
ODDS = 1 / 300
"""So many pairs of spam that say the same to one that does not, for whom likeness is a probability."""

Rows = NDArray[np.float64]


class Texts(Struct, frozen=True):
    """Vectors ``(n, DIMENSIONS)``, with what each is of; ``topic``: what families of like lures have in common.

    Of ordinary texts ``family`` and ``topic`` are the text's own; only ordinary spam counts as what is not alike.
    """

    vectors: Rows
    family: NDArray[Any]
    topic: NDArray[Any]
    language: NDArray[Any]
    is_spam: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_]) -> "Texts":
        """Those of them."""
        return Texts(*(getattr(self, name)[chosen] for name in self.__struct_fields__))


class Turned(Struct, frozen=True):
    """What is taken out, the matrix after which the cosine is taken, and the spam that makes a direction common."""

    mean: Rows
    white: Rows
    around: Rows

    def __call__(self, vectors: Rows) -> Rows:
        """The directions, not yet rounded."""
        directions: Rows = shortened(self.unit(vectors), self.around)
        return directions

    def unit(self, vectors: Rows) -> Rows:
        """The same, all of one length."""
        turned = (vectors - self.mean) @ self.white
        found: Rows = turned / np.linalg.norm(turned, axis=1, keepdims=True)
        return found


def ordinary() -> Texts:
    """As many texts in each language."""
    by_language: dict[str, dict[str, Example]] = defaultdict(dict)
    for each in own(SEED):  # a text with places comes filled twice, and would be its own rewrite
        by_language[each.family.partition(":")[2].partition("-")[0]].setdefault(each.family, each)
    chance = random.Random(SEED)
    chosen = [
        (language, one)
        for language, many in sorted(by_language.items())
        for one in chance.sample([*many.values()], EACH_LANGUAGE)
    ]
    said = [(language, each, text) for language, each in chosen if (text := gist(each.message))]
    names = [each.family for _, each, _ in said]
    return _texts([text for *_, text in said], names, names, [language for language, *_ in said],
                  [each.is_spam for _, each, _ in said])  # fmt: skip


def rewrites() -> Texts:
    """The wordings of each family."""
    rows = [json.loads(line) for line in (HERE / "rewrites.jsonl").read_text("utf-8").splitlines()]
    gists = [gist(text_message({"sender": "", "label": "spam", **row})) for row in rows]
    families = [row["family"] for row in rows]
    return _texts(gists, families, [name.rpartition("-")[0] if row["variant"] != "wanted" else name
                                    for name, row in zip(families, rows, strict=True)],
                  [row["lang"] for row in rows], [row["variant"] != "wanted" for row in rows])  # fmt: skip


def turned(told: Texts, common: Texts) -> Turned:
    """Directions in which neither wordings of one text nor languages lie apart, as far as that can be told from few.

    Dehak et al.: "Front-End Factor Analysis for Speaker Verification", 2011, section III-C.
    """
    mean = common.vectors.mean(axis=0)
    spread = (
        WITHIN * _shape(within(told.vectors, told.family))
        + (1 - WITHIN) * _shape(np.cov((common.vectors - mean).T))
        + LANGUAGES * _shape(between(common.vectors, common.language))
        + SHRINKAGE * np.eye(len(mean))
    )
    variances, axes = np.linalg.eigh(spread)
    bare = Turned(mean, (axes / np.sqrt(variances)) @ axes.T, np.zeros((0, len(mean))))
    return Turned(bare.mean, bare.white, bare.unit(common.vectors[common.is_spam]))


def within(vectors: Rows, families: NDArray[Any]) -> Rows:
    """The covariance of the wordings of a text around their mean; each text counts the same."""
    many = [vectors[families == family] for family in np.unique(families)]
    each = [np.cov(rows.T) for rows in many if len(rows) > 1]
    found: Rows = np.mean(each, axis=0)
    return found


def between(vectors: Rows, languages: NDArray[Any]) -> Rows:
    """The covariance of the languages' means."""
    found: Rows = np.cov(np.array([vectors[languages == language].mean(axis=0) for language in np.unique(languages)]).T)
    return found


def pairs(turn: Turned, told: Texts, others: Texts) -> tuple[Rows, Rows]:
    """The cosines of pairs of one family, and of all other pairs."""
    one, two = turn(told.vectors), turn(others.vectors)
    cosines, above = one @ one.T, np.triu_indices(len(one), 1)
    same = (told.family[:, None] == told.family[None, :])[above]
    among = (two @ two.T)[np.triu_indices(len(two), 1)]
    return cosines[above][same], np.concatenate([cosines[above][~same], (one @ two.T).ravel(), among])


def held_out(told: Texts, common: Texts) -> Iterator[tuple[Rows, Rows]]:
    """``pairs`` of each fold by what was fitted on the others: no topic and no ordinary text is in two."""
    chance = np.random.default_rng(SEED)
    topics = np.unique(told.topic)
    folds = dict(zip(topics, chance.permutation(len(topics)) % FOLDS, strict=True))
    of_told = np.array([folds[topic] for topic in told.topic])
    of_common = chance.integers(0, FOLDS, len(common.vectors))
    for fold in range(FOLDS):
        turn = turned(told.where(of_told != fold), common.where(of_common != fold))
        yield pairs(turn, told.where(of_told == fold), common.where((of_common == fold) & common.is_spam))


def likeness_of(same: Rows, apart: Rows) -> tuple[float, float]:
    """How steep likeness rises with the cosine, and where it is a half."""
    cosines = np.concatenate([same, apart])[:, np.newaxis]
    weights = np.concatenate([np.full(len(same), ODDS / len(same)), np.full(len(apart), 1 / len(apart))])
    is_same = np.arange(len(cosines)) < len(same)
    fitted = LogisticRegression(C=1e9).fit(cosines, is_same, sample_weight=weights * len(cosines))
    steepness = float(fitted.coef_[0, 0])
    return steepness, -float(fitted.intercept_[0]) / steepness


def main() -> None:
    """Fit, print and write."""
    told, common = rewrites(), ordinary()
    each = list(held_out(told, common))
    for rate in (1e-4, 5e-4):
        found = [np.mean(same >= np.quantile(apart, 1 - rate)) for same, apart in each]
        print(f"held out, where {rate:g} of the others are taken for one: {np.mean(found):.3f} found")
    same, apart = (np.concatenate(many) for many in zip(*each, strict=True))
    steepness, middle = likeness_of(same, apart)  # of texts held out: those fitted on lie closer together
    turn = turned(told, common)
    np.savez(SHIPPED, mean=turn.mean.astype(np.float32), white=turn.white.astype(np.float16),
             around=np.rint(turn.around * SCALE).astype(np.int8),
             logistic=np.array([steepness, middle], dtype=np.float32))  # fmt: skip
    print(f"{len(common.vectors)} ordinary texts, {len(told.vectors)} wordings; steepness {steepness:.1f}, "
          f"middle {middle:.3f}")  # fmt: skip
    alike = [1 / (1 + np.exp(-steepness * (cosines - middle))) for cosines in (same, apart)]
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0)):
        right, wrong = (np.mean((one >= low) & (one < high)) for one in alike)
        print(f"likeness {low} to {high}: {ODDS * right / max(1e-12, ODDS * right + wrong):.2f} are alike; from {low} "
              f"{np.mean(alike[0] >= low):.2f} of {len(same)} pairs of one family are, {np.sum(alike[1] >= low)} of "
              f"{len(apart)} others")  # fmt: skip


def _texts(gists: list[str], family: list[str], topic: list[str], language: list[str], is_spam: list[bool]) -> Texts:
    vectors = embedded(gists).astype(np.float64)
    return Texts(vectors, np.array(family), np.array(topic), np.array(language), np.array(is_spam))


def _shape(covariance: Rows) -> Rows:
    """The same with a mean variance of one."""
    shaped: Rows = covariance / np.trace(covariance) * len(covariance)
    return shaped


if __name__ == "__main__":
    main()
