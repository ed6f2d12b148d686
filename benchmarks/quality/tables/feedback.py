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
    found = orders(study)
    yield (
        f"SpamAssassin corpus, {found[0][1].messages:,} mails with headers that can be read, {found[0][1].spam:,} of "
        "them spam; nothing known before; each mail is judged, then its label is told. Orders by SHA-256 of "
        "`seed:SHA-256 of the mail`. The learner's constants were chosen on other orders of the same mails; order 5 "
        "was looked at too: no order is wholly new. 95 % bootstrap intervals over messages. bogofilter: a process a "
        "mail, kept in `bogofilter.toml`; `python -m benchmarks.quality.bogofilter 3 4 5 6 7` makes them anew.\n"
    )
    yield rows(("order", "Spamatlas, 1-ROCA %", "bogofilter, 1-ROCA %", "ratio"), [row(*each) for each in found])
    ratios = [ours.one_minus_roca_percent / theirs for _, ours, theirs in found]
    yield f"Mean ratio {np.mean(ratios):.2f}, worst {max(ratios):.2f}."


def row(seed: int, ours: Evaluation, theirs: float) -> list[str]:
    low, high = ours.interval_percent
    own = ours.one_minus_roca_percent
    return [str(seed), f"{own:.4f} ({low:.4f}-{high:.4f})", f"{theirs:.4f}", f"{own / theirs:.2f}"]


def orders(study: Study) -> list[tuple[int, Evaluation, float]]:
    """Each order with our figures and bogofilter's 1-ROCA in percent."""
    return study.once("feedback", lambda: list(_orders(study)))


def _orders(study: Study) -> Iterator[tuple[int, Evaluation, float]]:
    mails, theirs = corpus(study.folder), bogofilter.kept()
    taken = dict(zip([mail.digest for mail in mails], take([mail.message for mail in mails]), strict=True))
    for seed in SEEDS:
        study.say(f"feedback, order {seed}")
        yield seed, judged(ordered(mails, seed), taken), theirs[str(seed)]


def judged(mails: list[Mail], taken: dict) -> Evaluation:
    learned, scores = Learned(), np.zeros(len(mails))
    for row, mail in enumerate(mails):
        scores[row] = learned.alone(taken[mail.digest])
        learned.learn(taken[mail.digest], mail.is_spam)
    return figures(scores, np.array([mail.is_spam for mail in mails], bool))


TABLE = Table(name="feedback", place=90, title="Immediate feedback, from an empty model", run=run)
