"""Fit ``campaign/meaning.npz``: what all texts share, and what likeness makes two texts one text said otherwise.

Out of texts of our own alone: ``texts/`` for what is common, ``rewrites.jsonl`` (29 texts in 5 wordings each, 14
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
from spamatlas.model import Message
from training.examples import own, text_message

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src" / "spamatlas" / "campaign" / "meaning.npz"
SEED = 52
EACH_LANGUAGE = 100
COMPONENTS = 16
ODDS = 1 / 1_000
"""So many pairs that say the same to one that does not, for whom likeness is a probability."""


def ordinary() -> list[str]:
    """Gists of as many texts in each language, spam and not."""
    by_language: dict[str, dict[str, Message]] = defaultdict(dict)
    for each in own(SEED):  # a text with places comes filled twice, and would be its own rewrite
        by_language[each.family.partition(":")[2].partition("-")[0]].setdefault(each.family, each.message)
    chance = random.Random(SEED)
    chosen = [
        text for _, many in sorted(by_language.items()) for text in chance.sample([*many.values()], EACH_LANGUAGE)
    ]
    return [said for message in chosen if (said := gist(message))]


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


def unit(vectors: NDArray[np.float64], mean: NDArray[np.float64], components: NDArray[np.float64]) -> Any:
    """The directions, not yet rounded."""
    centred = vectors - mean
    centred -= (centred @ components.T) @ components
    return centred / np.linalg.norm(centred, axis=1, keepdims=True)


def main() -> None:
    """Fit, print and write."""
    common = embed(ordinary()).astype(np.float64)
    texts, families = rewrites()
    mean = common.mean(axis=0)
    components = np.linalg.svd(common - mean, full_matrices=False)[2][:COMPONENTS]
    told, others = (unit(each, mean, components) for each in (embed(texts).astype(np.float64), common))
    same, apart = pairs(told, families, others)
    cosines = np.concatenate([same, apart])[:, np.newaxis]
    weights = np.concatenate([np.full(len(same), ODDS / len(same)), np.full(len(apart), 1 / len(apart))])
    is_same = np.arange(len(cosines)) < len(same)
    fitted = LogisticRegression(C=1e9).fit(cosines, is_same, sample_weight=weights * len(cosines))
    steepness = float(fitted.coef_[0, 0])
    middle = -float(fitted.intercept_[0]) / steepness
    np.savez(SHIPPED, mean=mean.astype(np.float32), components=components.astype(np.float32),
             logistic=np.array([steepness, middle], dtype=np.float32))  # fmt: skip
    print(f"{len(common)} ordinary texts, {len(texts)} rewrites; steepness {steepness:.1f}, middle {middle:.3f}")
    for alike in (0.1, 0.3, 0.5, 0.7, 0.9, 0.95):
        at = middle + np.log(alike / (1 - alike)) / steepness
        print(f"from likeness {alike} (cosine {at:.2f}): {np.mean(same >= at):.2f} of {len(same)} pairs of one family, "
              f"{np.sum(apart >= at)} of {len(apart)} others")  # fmt: skip


if __name__ == "__main__":
    main()
