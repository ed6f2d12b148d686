"""What each scorer and each detector is worth: what is lost without it."""

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace
from scipy.sparse import csr_matrix

from benchmarks.quality.figures import Scores, caught_at, one_minus_auc
from benchmarks.quality.study import TITLES, TWINS, Fold, Study, joined, odds_by
from benchmarks.quality.table import Table, percent, rows
from spamatlas.judge import all_detectors
from spamatlas.judge.weights import Weights
from training import fit as training

# The parts of the regression, by the features that each reads.
REGRESSED = {
    "wording": ("grams", "words"),
    "concepts": ("concepts",),
    "form": ("shape",),
    "findings": ("findings",),
}
FITTED = {name: parts for name, parts in REGRESSED.items() if set(parts) <= set(training.Texts.__struct_fields__)}
COUNTED = {"counted grams": 2, "counted words": 3}
HELD = {"mail, held-out folds": True, "other texts, held-out folds": False}


def run(study: Study) -> Iterator[str]:
    twins = {name: study.gathered(study.measured(name).examples) for name in TWINS}
    shipped = {name: odds_by(study.judge.weights, texts) for name, texts in twins.items()}
    full = figures(study, study.odds, shipped)
    head = ["without", *(f"{place}: {kind}" for place in [*HELD, *(TITLES[name] for name in TWINS)] for kind in
            ("1-AUC %", "caught % at 1 %"))]  # fmt: skip
    yield (
        f"{study.trained} Held-out folds of the training texts, five fits by family, made as it was; and the content "
        "twins by itself. "
        "The first row is the whole judge; the others say what changes. **Scorers**: fitted again without it, "
        "fusion too.\n"
    )
    yield rows(head, [plain(full)] + [[f"– {name}", *change(full, part)] for name, part in scorers(study, twins)])
    yield (
        "**Detectors**: their weight taken as 0, nothing fitted again; a detector that is not here found nothing, or "
        "moved no figure by 0.01 points.\n"
    )
    parts = [[f"– {name}", *change(full, part)] for name, part in detectors(study, twins)]
    yield rows(head, [plain(full)] + [part for part in parts if any(value != "0.00" for value in part[1:])])


def figures(study: Study, odds: Scores, twins: dict[str, Scores]) -> list[float]:
    """1-AUC and catch at 1 % for held-out mail, held-out texts, and the twins."""
    found = []
    for is_mail in HELD.values():
        at = (study.texts.fusions == 0) if is_mail else study.texts.fusions == 1
        found += both(odds[at & ~study.texts.spam], odds[at & study.texts.spam])
    for name, held in twins.items():
        is_spam = study.measured(name).is_spam
        found += both(held[~is_spam], held[is_spam])
    return found


def both(ham: Scores, spam: Scores) -> list[float]:
    return [one_minus_auc(ham, spam), caught_at(ham, spam, 0.01)]


def plain(full: list[float]) -> list[str]:
    return ["nothing", *(percent(value, 2) for value in full)]


def change(full: list[float], part: list[float]) -> list[str]:
    differences = [round(100 * (after - before), 2) + 0.0 for before, after in zip(full, part, strict=True)]
    return [f"{each:+.2f}" if each else "0.00" for each in differences]


def scorers(study: Study, twins: dict[str, training.Texts]) -> Iterator[tuple[str, list[float]]]:
    for name, parts in FITTED.items():
        study.say(f"without {name}")
        bare = emptied(study.texts, parts)
        folds = [Fold(each.rows, each.kept, refitted(bare, each.kept, each.weights)) for each in study.folds]
        answers = study.answers_of(folds)
        fusion = training.fit_fusion(answers, study.texts)
        whole = replace(refitted(bare, np.arange(len(bare.spam)), study.judge.weights), fusion=fusion)
        odds = {twin: odds_by(whole, texts) for twin, texts in twins.items()}
        yield name, figures(study, joined(answers, fusion, study.texts), odds)
    for name, column in COUNTED.items():
        answers = study.answers.copy()
        answers[:, column] = 0
        fusion = training.fit_fusion(answers, study.texts)
        fusion[:, column] = 0
        whole = replace(study.judge.weights, fusion=fusion)
        odds = {twin: odds_by(whole, texts) for twin, texts in twins.items()}
        yield name, figures(study, joined(answers, fusion, study.texts), odds)


def emptied(texts: training.Texts, parts: tuple[str, ...]) -> training.Texts:
    """The texts with some of their features taken away."""
    held = {part: getattr(texts, part) for part in parts}
    nothing = {
        part: csr_matrix(values.shape) if isinstance(values, csr_matrix) else np.zeros_like(values)
        for part, values in held.items()
    }
    return replace(texts, **nothing)


def refitted(bare: training.Texts, kept: np.ndarray, before: Weights) -> Weights:
    """The regression without a part; what is counted stays as it was, and the part weighs nothing."""
    fitted = training.fit(bare.at(kept))
    found = fitted.findings
    if not bare.findings.any():
        found = tuple(dict.fromkeys(group, 0.0) for group in found)
    return replace(fitted, findings=found, gram_odds=before.gram_odds, word_odds=before.word_odds)


def detectors(study: Study, twins: dict[str, training.Texts]) -> Iterator[tuple[str, list[float]]]:
    shipped = study.judge.weights
    for column, name in enumerate(all_detectors()):
        answers = study.answers.copy()
        for fold in study.folds:
            lost = np.array([group[name] for group in fold.weights.findings])[study.texts.groups[fold.rows]]
            answers[fold.rows, 1] -= study.texts.findings[fold.rows, column] * lost
        lost = np.array([group.get(name, 0.0) for group in shipped.findings])
        odds = {
            twin: odds_by(shipped, texts)
            - shipped.fusion[texts.fusions, 1] * texts.findings[:, column] * lost[texts.groups]
            for twin, texts in twins.items()
        }
        yield name, figures(study, joined(answers, study.fusion, study.texts), odds)


TABLE = Table(name="ablation", place=70, title="What each scorer and detector is worth", run=run)
