"""Immediate feedback from an empty model, beside bogofilter on the same orders."""

from collections.abc import Iterator

import numpy as np

from benchmarks.quality import bogofilter
from benchmarks.quality.orders import Mail, corpus, ordered
from benchmarks.quality.study import Study
from benchmarks.quality.table import Table, rows
from spamatlas.judge import Learned, take
from spamatlas.judge.evaluation import Evaluation, figures

SEEDS = (3, 4, 5, 6, 7)


def run(study: Study) -> Iterator[str]:
    mails = corpus(study.folder)
    taken = dict(zip([mail.digest for mail in mails], take([mail.message for mail in mails]), strict=True))
    theirs = bogofilter.kept()
    spam = sum(mail.is_spam for mail in mails)
    yield (
        f"SpamAssassin corpus, {len(mails):,} mails with headers that can be read, {spam:,} of "
        "them spam; nothing known before; each mail is judged, then its label is told. Orders by SHA-256 of "
        "`seed:SHA-256 of the mail`. The learner's constants were chosen on other orders of the same mails, and order 5 "
        "was looked at too: no order is wholly new. 95 % bootstrap intervals over messages. bogofilter: a process a "
        "mail, kept in `bogofilter.toml`; `python -m benchmarks.quality.bogofilter 3 4 5 6 7` makes them anew.\n"
    )
    body, ratios = [], []
    for seed in SEEDS:
        study.say(f"feedback, order {seed}")
        ours = judged(ordered(mails, seed), taken)
        low, high = ours.interval_percent or (0.0, 0.0)
        peer = theirs.get(str(seed))
        ratios += [(ours.one_minus_roca_percent or 0.0) / peer] if peer else []
        said = [f"{peer:.4f}", f"{ratios[-1]:.2f}"] if peer else ["–", "–"]
        body.append([str(seed), f"{ours.one_minus_roca_percent:.4f} ({low:.4f}-{high:.4f})", *said])
    yield rows(("order", "Spamatlas, 1-ROCA %", "bogofilter, 1-ROCA %", "ratio"), body)
    if ratios:
        yield f"Mean ratio {np.mean(ratios):.2f}, worst {max(ratios):.2f}."


def judged(mails: list[Mail], taken: dict) -> Evaluation:
    learned, scores = Learned(), np.zeros(len(mails))
    for row, mail in enumerate(mails):
        scores[row] = learned.trust * learned.log_odds(taken[mail.digest])
        learned.learn(taken[mail.digest], mail.is_spam)
    return figures(scores, np.array([mail.is_spam for mail in mails], bool))


TABLE = Table(name="feedback", place=90, title="Immediate feedback, from an empty model", run=run)
