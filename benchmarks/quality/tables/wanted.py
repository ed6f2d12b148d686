"""The figures that were asked for, beside those reached."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from benchmarks.quality.figures import calibration_error, chance_of, f1, macro_f1, one_minus_auc, over
from benchmarks.quality.study import MIXED, TITLES, TWINS, Measured, Study
from benchmarks.quality.table import Table, percent, rows
from benchmarks.quality.tables.careful import careful
from benchmarks.quality.tables.categories import several
from benchmarks.quality.tables.feedback import orders
from benchmarks.quality.tables.rewrites import SET, shares
from benchmarks.quality.tables.text_messages import TAUGHT, languages, uci
from spamatlas.judge import conclude
from spamatlas.judge.careful import SHIPPED as MEANINGS
from spamatlas.judge.weights import SHIPPED

Row = tuple[str, str, str, bool]
Seen = Callable[[str], Measured]
"""A set by its name, as one of the judges sees it."""


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} Of each figure the tables below say what was trained on what, and give intervals. Speed: "
        "[benchmarks](benchmarks.md). *yes* and *no* go by the figure itself, not by its interval. *Read for meaning*: "
        "by the careful judge, as a node judges a wording in the end and a person who asks is answered; all else is by "
        "the judge that reads every message.\n"
    )
    found = [*cold_start(study), *feedback(study), *text_messages(study)]
    for how, seen in (("", study.measured), (", read for meaning", partial(careful, study))):
        rest = (*variants(study, seen), *rewrites(study, seen), *calibration(seen))
        found += [(what + how, *others) for what, *others in rest]
    found.append(model())
    yield rows(
        ("what", "asked for", "measured", "reached"),
        [[what, asked, measured, "yes" if is_reached else "**no**"] for what, asked, measured, is_reached in found],
    )


def cold_start(study: Study) -> Iterator[Row]:
    for name in TWINS:
        held = study.measured(name)
        for budget, least in ((0.01, 0.95), (0.001, 0.8)):
            caught, false = (over(kind, study.bar_for(budget)) for kind in (held.spam, held.ham))
            asked = f"{percent(least, 0)} % caught at {100 * budget:g} % false, bar from training data"
            said = f"{percent(caught)} % caught, {percent(false, 2)} % false"
            yield f"cold start: {TITLES[name]}", asked, said, caught >= least and false <= budget


def feedback(study: Study) -> Iterator[Row]:
    ratios = [ours.one_minus_roca_percent / theirs for _, ours, theirs in orders(study)]
    said = f"{np.mean(ratios):.2f} in the mean of {len(ratios)} orders, {min(ratios):.2f}-{max(ratios):.2f}"
    yield "immediate feedback: 1-ROCA against bogofilter's", "at most half on the same orders", said, max(ratios) <= 0.5


def text_messages(study: Study) -> Iterator[Row]:
    spam, odds = uci(study)[TAUGHT]
    even, suspect, bar = (f1(spam.tolist(), (odds > each).tolist()) for each in (0.0, *study.bars))
    said = f"{even:.3f} at even odds, {suspect:.3f} at *suspect*, {bar:.3f} at *spam*"
    yield "SMS, UCI, five folds: spam F1", "0.965", said, even >= 0.965
    for name, (ham, spams) in languages(study):
        area = one_minus_auc(ham, spams)
        yield f"SMS: {name}: 1-AUC", "at most 8 %", f"{percent(area, 2)} %", area <= 0.08
        caught, false = over(spams, study.bars[1]), over(ham, study.bars[1])
        said = f"{percent(caught)} % caught, {percent(false, 2)} % false"
        is_reached = caught >= 0.7 and false <= 0.02
        yield f"SMS: {name}: at *spam*", "70 % caught, at most 2 % false", said, is_reached


def variants(study: Study, seen: Seen) -> Iterator[Row]:
    held = seen("campaign-variants")
    truth = [each.category if each.is_spam else "not_spam" for each in held.examples]
    told = [str(conclude(one, None, study.profile).category) for one in held.opinions]
    value = macro_f1(truth, told, sorted(several(held.examples)))
    yield "campaign-variants: category macro-F1", "0.85", f"{value:.3f}", value >= 0.85
    for name, bar in zip(("suspect", "spam"), study.bars, strict=True):
        yield f"campaign-variants: at *{name}*", "90 % caught, at most 3 of 120 look-alikes", *look_alikes(held, bar)


def look_alikes(held: Measured, bar: float) -> tuple[str, bool]:
    caught, false = over(held.spam, bar), int((held.ham > bar).sum())
    return f"{percent(caught)} % caught, {false} of {len(held.ham)}", caught >= 0.9 and false <= 3


def rewrites(study: Study, seen: Seen) -> Iterator[Row]:
    originals, others = shares(seen(SET), study.bars[1])
    said = f"{percent(originals)} % of originals, {percent(others)} % of rewrites at *spam*"
    yield SET, "rewrites at most 5 points less", said, originals - others <= 0.05


def calibration(seen: Seen) -> Iterator[Row]:
    for name in MIXED:
        held = seen(name)
        error = calibration_error(chance_of(held.odds), held.is_spam)
        yield f"ECE: {TITLES[name]}", "at most 0.03", f"{error:.3f}", error <= 0.03


def model() -> Row:
    megabytes = sum(path.stat().st_size for path in (SHIPPED, MEANINGS)) / 1e6
    return "shipped models", "under 30 MB", f"{megabytes:.1f} MB", megabytes < 30


TABLE = Table(name="wanted", place=5, title="Figures asked for, and reached", run=run)
