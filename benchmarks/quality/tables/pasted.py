"""Mail as people paste it: training mails held out, whole and with nothing but their text."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from training.pasted import View, pasted, seen_as, tokenised

from benchmarks.quality.figures import Scores, caught_at, one_minus_auc, over
from benchmarks.quality.study import Study, joined, odds_by
from benchmarks.quality.table import Table, percent, rows
from training import fit as training

VIEWS: dict[str, View] = {"as pasted": pasted, "in tokens": tokenised}
TITLES = {"spamassassin": "SpamAssassin corpus", "own-mail": "our own mails"}
HEAD = ("mails", "seen", "1-AUC %", "caught % at 1 %", "*suspect*: caught %", "false %", "*spam*: caught %", "false %")


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.refitted} The same mails whole, *as pasted* (subject and text alone) and *in tokens* (the same in "
        "small letters, words and signs parted by blanks). They are of training sets, and this table chose how bare "
        "mail is judged: it says how much is lost by pasting, not how well other mail is judged.\n"
    )
    body = []
    for source, title in TITLES.items():
        at = np.flatnonzero(study.sources == source)
        views = {"whole": study.texts.at(at)} | {name: seen(study, at, view) for name, view in VIEWS.items()}
        away = study.without(study.sources == source)
        for where in ("held-out folds", "held out whole"):
            for name, texts in views.items():
                odds = by_folds(study, at, texts) if where == "held-out folds" else odds_by(away, texts)
                body.append([f"{title}, {where}", name, *figures(study, odds, texts.spam)])
    yield rows(HEAD, body)


def seen(study: Study, at: NDArray[np.int64], view: View) -> training.Texts:
    """The mails in these rows, in another view."""
    return study.gathered([seen_as(view, study.texts.examples[row]) for row in at])


def by_folds(study: Study, at: NDArray[np.int64], texts: training.Texts) -> Scores:
    """(n,) log-odds of views of the mails in these rows, each by the fit that had not read its fold."""
    answers = np.zeros((len(at), 4))
    for fold in study.folds:
        rows_of = np.flatnonzero(np.isin(at, fold.rows))
        answers[rows_of] = training.score(fold.weights, texts.at(rows_of))
    return joined(answers, study.fusion, texts)


def figures(study: Study, odds: Scores, is_spam: NDArray[np.bool_]) -> list[str]:
    ham, spam = odds[~is_spam], odds[is_spam]
    ranked = [percent(one_minus_auc(ham, spam), 2), percent(partial(caught_at, budget=0.01)(ham, spam))]
    return [*ranked, *(percent(over(kind, bar)) for bar in study.bars for kind in (spam, ham))]


TABLE = Table(name="pasted", place=45, title="Mail as people paste it", run=run)
