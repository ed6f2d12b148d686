"""Machine-written rewrites of phishing mails, beside their originals."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.figures import family_interval
from benchmarks.quality.study import Study
from benchmarks.quality.table import Table, ranged, rows

_VARIANT = re.compile(r"_(?:orig|[a-z]+\d+)$")


def run(study: Study) -> Iterator[str]:
    held = study.measured("email-llm-rewrites")
    ids = [each.message.submission_id for each in held.examples]
    is_original, families = np.array([each.endswith("_orig") for each in ids]), [family_of(each) for each in ids]
    rewritten = {family for family, original in zip(families, is_original, strict=True) if not original}
    kept = np.array([family in rewritten for family in families])
    at = np.flatnonzero(kept)
    yield (
        f"{study.trained} All by one language model, none of it trained. {len(rewritten)} originals that have "
        f"rewrites, {int((~is_original).sum())} rewrites; intervals by family. All are phishing: no ham is here.\n"
    )
    body = []
    for name, bar in zip(("suspect", "spam"), study.bars, strict=True):
        shares = caught(held.odds[at] > bar, is_original[at], [families[row] for row in at])
        body.append([f"*{name}*", *shares])
    yield rows(("bar", "originals caught %", "rewrites caught %", "originals less rewrites, points"), body)


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
