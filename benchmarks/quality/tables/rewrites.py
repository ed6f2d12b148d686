"""Machine-written rewrites of phishing mails, beside their originals."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.figures import Scores, family_interval
from benchmarks.quality.study import Measured, Study
from benchmarks.quality.table import Table, ranged, rows

SET = "email-llm-rewrites"
_VARIANT = re.compile(r"_(?:orig|[a-z]+\d+)$")


def run(study: Study) -> Iterator[str]:
    odds, is_original, families = _asked(study.measured(SET))
    yield (
        f"{study.trained} All by one language model, none of it trained. {is_original.sum()} originals that have "
        f"rewrites, {(~is_original).sum()} rewrites; intervals by family. All are phishing: no ham is here.\n"
    )
    body = []
    for name, bar in zip(("suspect", "spam"), study.bars, strict=True):
        body.append([f"*{name}*", *caught(odds > bar, is_original, families)])
    yield rows(("bar", "originals caught %", "rewrites caught %", "originals less rewrites, points"), body)


def shares(held: Measured, bar: float) -> tuple[float, float]:
    """The shares of originals and of rewrites over a bar."""
    odds, is_original, _ = _asked(held)
    return float(np.mean(odds[is_original] > bar)), float(np.mean(odds[~is_original] > bar))


def _asked(held: Measured) -> tuple[Scores, NDArray[np.bool_], list[str]]:
    """Log-odds, whether an original, and family, of what ``paired`` finds."""
    at, is_original = paired(held)
    return held.odds[at], is_original, [family_of(held.examples[row].message.submission_id) for row in at]


def paired(held: Measured) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The rows of the rewrites and of the originals that have any, and whether each is an original."""
    names = [each.message.submission_id for each in held.examples]
    is_original = np.array([name.endswith("_orig") for name in names])
    have = {family_of(name) for name in names if not name.endswith("_orig")}
    at = np.flatnonzero([family_of(name) in have for name in names])
    return at, is_original[at]


def family_of(name: str) -> str:
    """The original that a text was made of."""
    return _VARIANT.sub("", name)


def caught(is_over: NDArray[np.bool_], is_original: NDArray[np.bool_], families: Sequence[str]) -> list[str]:
    def share(kind: bool, at: NDArray[np.int64]) -> float:
        return float(is_over[at][is_original[at] == kind].mean())

    def gap(at: NDArray[np.int64]) -> float:
        return share(True, at) - share(False, at)

    every = np.arange(len(is_over))
    measures = (lambda at: share(True, at), lambda at: share(False, at), gap)
    return [ranged(each(every), family_interval(each, families)) for each in measures]


TABLE = Table(name="rewrites", place=80, title="Machine-written rewrites", run=run)
