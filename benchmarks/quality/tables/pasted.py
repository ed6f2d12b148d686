"""Mail as people paste it: training mails in held-out folds, whole and with nothing but their text."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.figures import Scores, caught_at, one_minus_auc, over
from benchmarks.quality.study import Study
from benchmarks.quality.table import Table, percent, rows

TITLES = {"spamassassin": "SpamAssassin corpus", "own-mail": "our own mails"}
HEAD = ("mails", "seen", "1-AUC %", "caught % at 1 %", "*suspect*: caught %", "false %", "*spam*: caught %", "false %")


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.refitted} Held-out folds, by place and by family. The same mails whole and *as pasted*: subject and "
        "text alone. How bare mail is judged was chosen on them: this says how much is lost by pasting, not how well "
        "other mail is judged.\n"
    )
    body = []
    for source, title in TITLES.items():
        for name, at in seen(study, source).items():
            body.append([title, name, *figures(study, study.odds[at], study.texts.spam[at])])
    yield rows(HEAD, body)


def seen(study: Study, source: str) -> dict[str, NDArray[np.bool_]]:
    """(n,) which texts are the mails of a set, whole and as pasted."""
    is_pasted, is_copy = (
        np.array([getattr(each, of) for each in study.texts.examples]) for of in ("is_pasted", "is_copy")
    )
    is_of = np.array([each.source == source for each in study.texts.examples])
    return {"whole": is_of & ~is_copy, "as pasted": is_of & is_pasted}


def figures(study: Study, odds: Scores, is_spam: NDArray[np.bool_]) -> list[str]:
    ham, spam = odds[~is_spam], odds[is_spam]
    ranked = [percent(one_minus_auc(ham, spam), 2), percent(caught_at(ham, spam, 0.01))]
    return [*ranked, *(percent(over(kind, bar)) for bar in study.bars for kind in (spam, ham))]


TABLE = Table(name="pasted", place=45, title="Mail as people paste it", run=run)
