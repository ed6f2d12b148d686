"""How far the probability can be taken at its word."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.figures import Scores, brier, calibration_error, chance_of, family_interval
from benchmarks.quality.study import MIXED, TITLES, Study
from benchmarks.quality.table import Table, percent, rows


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} ECE with 15 bins of equal mass, and Brier, of the stated probability. Sets that trained "
        "nothing, as they are mixed; and held-out folds, whose calibration the fusion was fitted for, "
        "weighed to even odds.\n"
    )
    body = []
    for name in MIXED:
        held = study.measured(name)
        body.append(row(TITLES[name], chance_of(held.odds), held.is_spam))
    for name in ("spamassassin", "sms-uci", "sms-thai", "im-telegram", "social-youtube"):
        at = study.sources == name
        body.append(row(f"{name}, held-out folds", chance_of(study.odds[at]), study.texts.spam[at]))
    yield rows(("set", "texts", "spam %", "ECE (95 %)", "Brier (95 %)"), body)


def row(name: str, chances: Scores, is_spam: NDArray[np.bool_]) -> list[str]:
    figures = []
    for measure in (calibration_error, brier):

        def drawn(at: NDArray[np.int64], measure=measure) -> float:
            return measure(chances[at], is_spam[at])

        low, high = family_interval(drawn, range(len(chances)), times=300)
        figures.append(f"{measure(chances, is_spam):.3f} ({low:.3f}-{high:.3f})")
    return [name, f"{len(chances):,}", percent(float(is_spam.mean())), *figures]


TABLE = Table(name="calibration", place=60, title="Calibration", run=run)
