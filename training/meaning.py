"""Fit ``campaign/meaning.npz``: what all texts share, and what likeness makes two texts one text said otherwise.

Out of texts of our own alone: ``texts/`` for what is common, ``rewrites.jsonl`` (29 texts in 5 wordings each, 15
languages) for likeness. `python -m training.meaning` writes the file and prints what it does on what it was fitted on;
what decides are other texts (``benchmarks/meaning.py``).
"""

import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from spamatlas.campaign.embedding import embed
from spamatlas.campaign.gist import gist
from training.examples import Example, own, text_message

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src" / "spamatlas" / "campaign" / "meaning.npz"
SEED = 52
EACH_LANGUAGE = 100
SHRINKAGE = 0.3
"""So much of the mean variance is added to every direction's. Of 0.3, 1 and 3, in three folds of the families and 900
texts, 0.3 found most rewrites where one pair in ten thousand is taken for one (0.82; without whitening 0.48, without
the first 16 components 0.77)."""
ODDS = 1 / 300
"""So many pairs of spam that say the same to one that does not, for whom likeness is a probability."""


def ordinary() -> tuple[list[str], NDArray[np.bool_]]:
    """Gists of as many texts in each language, and which are of spam."""
    by_language: dict[str, dict[str, Example]] = defaultdict(dict)
    for each in own(SEED):  # a text with places comes filled twice, and would be its own rewrite
        by_language[each.family.partition(":")[2].partition("-")[0]].setdefault(each.family, each)
    chance = random.Random(SEED)
    chosen = [one for _, many in sorted(by_language.items()) for one in chance.sample([*many.values()], EACH_LANGUAGE)]
    said = [(each, text) for each in chosen if (text := gist(each.message))]
    return [text for _, text in said], np.array([each.is_spam for each, _ in said])


def rewrites() -> tuple[list[str], NDArray[Any]]:
    """The gist of each rewrite, and its family."""
    lines = (HERE / "rewrites.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [gist(text_message({"sender": "", "label": "spam", **row})) for row in rows]
    return texts, np.array([row["family"] for row in rows])


def pairs(
    directions: NDArray[np.float64], families: NDArray[Any], others: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cosines of pairs of one family, and of all other pairs."""
    cosines = directions @ directions.T
    above = np.triu_indices(len(families), 1)
    same = (families[:, None] == families[None, :])[above]
    among = (others @ others.T)[np.triu_indices(len(others), 1)]
    return cosines[above][same], np.concatenate([cosines[above][~same], (directions @ others.T).ravel(), among])


def whitening(common: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean, and the matrix after which no direction is commoner than another (but for the shrinkage)."""
    mean = common.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov((common - mean).T))
    scaled = axes / np.sqrt(variances + SHRINKAGE * variances.mean())
    return mean, scaled @ axes.T


def unit(vectors: NDArray[np.float64], mean: NDArray[np.float64], white: NDArray[np.float64]) -> Any:
    """The directions, not yet rounded."""
    turned = (vectors - mean) @ white
    return turned / np.linalg.norm(turned, axis=1, keepdims=True)


def main() -> None:
    """Fit, print and write."""
    said, is_spam = ordinary()
    common = embed(said).astype(np.float64)
    texts, families = rewrites()
    mean, white = whitening(common)
    told, others = (unit(each, mean, white) for each in (embed(texts).astype(np.float64), common[is_spam]))
    same, apart = pairs(told, families, others)
    cosines = np.concatenate([same, apart])[:, np.newaxis]
    weights = np.concatenate([np.full(len(same), ODDS / len(same)), np.full(len(apart), 1 / len(apart))])
    is_same = np.arange(len(cosines)) < len(same)
    fitted = LogisticRegression(C=1e9).fit(cosines, is_same, sample_weight=weights * len(cosines))
    steepness = float(fitted.coef_[0, 0])
    middle = -float(fitted.intercept_[0]) / steepness
    np.savez(SHIPPED, mean=mean.astype(np.float32), white=white.astype(np.float16),
             logistic=np.array([steepness, middle], dtype=np.float32))  # fmt: skip
    print(f"{len(common)} ordinary texts, {len(texts)} rewrites; steepness {steepness:.1f}, middle {middle:.3f}")
    for alike in (0.1, 0.3, 0.5, 0.7, 0.9, 0.95):
        at = middle + np.log(alike / (1 - alike)) / steepness
        print(f"from likeness {alike} (cosine {at:.2f}): {np.mean(same >= at):.2f} of {len(same)} pairs of one family, "
              f"{np.sum(apart >= at)} of {len(apart)} others")  # fmt: skip


if __name__ == "__main__":
    main()
