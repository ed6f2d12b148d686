"""What each false-positive budget would catch in the held-out folds, and where its bar is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from training.examples import Example
from training.features import OWN

BUDGETS = (0.01, 0.001)
_LEAST = 50


def is_real_mail(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """(n,) whether a mail that people sent each other: one that we wrote trains, but is no share of any traffic."""
    return np.array(
        [each.message.channel == "email" and each.source not in OWN and not each.is_copy for each in examples]
    )


def bars(examples: Sequence[Example], odds: NDArray[np.float64]) -> Iterator[str]:
    """A line for each set, for all mail, for real mail, for mail as it is pasted, and for all other texts.

    ``odds`` (n,) out of fold.
    """
    table: dict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(examples):
        if each.is_excerpt:
            continue
        pasted = "pasted " if each.is_pasted else ""
        table[pasted + each.source].append(row)
        table[f"{pasted}mail" if each.message.channel == "email" else "texts"].append(row)
    table["real mail"] = np.flatnonzero(is_real_mail(examples)).tolist()
    for name, rows in table.items():
        ham, spam = (np.array([odds[row] for row in rows if examples[row].is_spam is kind]) for kind in (False, True))
        if min(len(ham), len(spam)) >= _LEAST:
            yield _line(name, ham, spam)


def _line(name: str, ham: NDArray[np.float64], spam: NDArray[np.float64]) -> str:
    area = (np.searchsorted(np.sort(ham), spam).sum()) / len(ham) / len(spam)
    line = [f"{name:16} ham {len(ham):5} spam {len(spam):5} 1-AUC {100 * (1 - area):6.3f} %"]
    for budget in BUDGETS:
        bar = np.quantile(ham, 1 - budget, method="higher")
        line.append(f"{budget:.1%} FP: bar {1 / (1 + np.exp(-bar)):.4f} caught {np.mean(spam > bar):.1%}")
    for at in (0.5, 0.9, 0.95):
        bar = np.log(at / (1 - at))
        line.append(f"at {at}: {np.mean(spam > bar):.1%}/{np.mean(ham > bar):.2%}")
    return "  ".join(line)
