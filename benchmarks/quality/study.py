"""What the tables share: texts with their features, the shipped judge, and fits without a part; each made once."""

import sys
import tarfile
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from training.bars import is_real_mail
from training.dedupe import without_copies
from training.examples import Example, corpora, lines, mails
from training.folds import FOLDS, folds_of

from benchmarks.quality.figures import Interval, Scores, bar_at, family_interval, odds_of
from spamatlas.judge import Judge, Profile
from spamatlas.judge.weights import SHIPPED, Weights
from spamatlas.model import Opinion
from training import fit as training

TWINS = {
    "list": ("list-2019-2021.content",),
    "honeypot": ("phishing-pot-to-2024-06.content", "discussion-2019-2021.content"),
}
TEXTS = ("sms-indonesian", "email-enron", "voice-korean", "campaign-variants", "email-llm-rewrites", "sms-chinese-spam",
         "voice-robocall")  # fmt: skip
# Their near copies are what is measured.
KEPT_WHOLE = frozenset({"campaign-variants", "email-llm-rewrites"})
TITLES = {
    "list": "list 2019-2021, content only",
    "honeypot": "honeypot to 2024-06 against discussion 2019-2021, content only",
    "sms-indonesian": "SMS, Indonesian",
    "email-enron": "old office mail (Enron)",
    "voice-korean": "voice, Korean",
    "campaign-variants": "campaign-variants",
    "email-llm-rewrites": "email-llm-rewrites",
    "sms-chinese-spam": "SMS, Chinese, fake base stations",
    "voice-robocall": "voice, robocalls",
}
MIXED = ("list", "honeypot", "sms-indonesian", "email-enron", "voice-korean", "campaign-variants")
BATCH = 256
Made = TypeVar("Made")


class Measured(Struct, frozen=True):
    """A set that trained nothing, as the shipped judge sees it; ``odds`` (n,) log-odds of spam."""

    examples: list[Example]
    opinions: list[Opinion]
    odds: Scores
    is_spam: NDArray[np.bool_]

    @property
    def ham(self) -> Scores:
        return self.odds[~self.is_spam]

    @property
    def spam(self) -> Scores:
        return self.odds[self.is_spam]


class Fold(Struct, frozen=True):
    """Rows that were held out, and the weights fitted without them."""

    rows: NDArray[np.int64]
    kept: NDArray[np.int64]
    weights: Weights


class Study:
    """The training texts and the measuring sets in one place; features are gathered once and kept in memory.

    ``every`` takes 1 of that many texts, to try a table out.
    """

    def __init__(self, every: int = 1) -> None:
        self.folder = corpora()
        self.every = every
        self.judge, self.profile = Judge.load(), Profile.load("neutral")
        self._sets: dict[str, Measured] = {}
        self._without: dict[bytes, Weights] = {}
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What was made under a name, for tables that need the same."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @property
    def bars(self) -> tuple[float, float]:
        """The shipped bars for *suspect* and *spam*, in log-odds."""
        return odds_of(self.profile.thresholds.suspect), odds_of(self.profile.thresholds.spam)

    @cached_property
    def texts(self) -> training.Texts:
        """Every training text with its features, near copies removed, and mails as pasted behind the mails."""
        return self.gathered(list(training.examples_of(self.folder))[:: self.every])

    def gathered(self, examples: list[Example]) -> training.Texts:
        self.say(f"reading {len(examples)} texts")
        return training.gather(examples)

    @cached_property
    def sources(self) -> NDArray[np.str_]:
        """(n,) the set that each training text is of; empty for copies and parts, which measure nothing."""
        return np.array(["" if each.is_copy else each.source for each in self.texts.examples])

    @cached_property
    def folds(self) -> list[Fold]:
        """Five fits, each without the places and families of its fold."""
        numbers = folds_of(self.texts.examples)
        found = []
        for fold in range(FOLDS):
            self.say(f"fold {fold + 1} of {FOLDS}")
            kept = np.flatnonzero(numbers != fold)
            found.append(Fold(np.flatnonzero(numbers == fold), kept, training.fit(self.texts.at(kept))))
        return found

    @cached_property
    def answers(self) -> Scores:
        """(n, 4) the scorers' answers to each training text, of the fit that had not read its fold."""
        return self.answers_of(self.folds)

    def answers_of(self, fitted: Sequence[Fold], texts: training.Texts | None = None) -> Scores:
        held = self.texts if texts is None else texts
        answers = np.zeros((len(held.spam), 4))
        for fold in fitted:
            answers[fold.rows] = training.score(fold.weights, held.at(fold.rows))
        return answers

    @cached_property
    def fusion(self) -> NDArray[np.float32]:
        return training.fit_fusion(self.answers, self.texts)

    @cached_property
    def odds(self) -> Scores:
        """(n,) log-odds of each training text, out of fold."""
        return joined(self.answers, self.fusion, self.texts)

    def bar_for(self, budget: float, with_own: bool = False) -> float:
        """The bar that spends a budget on real hams from places held out; ``with_own`` on our look-alikes too."""
        return bar_at(self.odds[self._hams(with_own)], budget)

    def bar_interval(self, budget: float) -> Interval:
        """The 95 % bootstrap interval of ``bar_for``: other places might have been in the training sets."""
        odds, rows = self.odds, self._hams(with_own=False)
        places = [self.texts.examples[row].place for row in rows]
        return family_interval(lambda at: bar_at(odds[rows[at]], budget), places)

    def _hams(self, with_own: bool) -> NDArray[np.int64]:
        of_people = is_real_mail(self.texts.examples)
        return np.flatnonzero(((self.texts.fusions == 0) if with_own else of_people) & ~self.texts.spam)

    def without(self, rows: NDArray[np.bool_]) -> Weights:
        """Scorers fitted without some rows and their copies; the fusion too, on the others' out-of-fold answers."""
        gone = {self.texts.examples[row].family for row in np.flatnonzero(rows)}
        rows = rows | [each.is_copy and each.family in gone for each in self.texts.examples]
        key = rows.tobytes()
        if key not in self._without:
            self.say(f"a fit without {rows.sum()} texts")
            kept = np.flatnonzero(~rows)
            fusion = training.fit_fusion(self.answers[kept], self.texts.at(kept))
            self._without[key] = replace(training.fit(self.texts.at(kept)), fusion=fusion)
        return self._without[key]

    def measured(self, name: str) -> Measured:
        """A set that trained nothing, near copies removed save where they are what is measured."""
        if name not in self._sets:
            examples = list(self._read(name))
            kept = examples if name in KEPT_WHOLE else list(without_copies(examples))
            self._sets[name] = self.judged(kept[:: self.every])
        return self._sets[name]

    def judged(self, examples: list[Example]) -> Measured:
        """Messages as the shipped judge sees them."""
        opinions: list[Opinion] = []
        for at in range(0, len(examples), BATCH):
            part = examples[at : at + BATCH]
            opinions += self.judge.weigh([each.message for each in part], [each.origin for each in part])
        odds = np.array([odds_of(min(max(each.spam, 1e-6), 1 - 1e-6)) for each in opinions])
        return Measured(examples, opinions, odds, np.array([each.is_spam for each in examples], bool))

    def _read(self, name: str) -> list[Example]:
        if name in TWINS:
            paths = [self.folder / "email" / f"{each}.tar.gz" for each in TWINS[name]]
            return [example for path in paths for example in mails(path, path.name)]
        return list(lines(self.folder / "text" / f"{name}.jsonl", name))

    def bodies(self, name: str) -> list[bytes]:
        """The bytes of a twin's mails, in the order of ``measured``."""
        held: dict[str, bytes] = {}
        for each in TWINS[name]:
            path = self.folder / "email" / f"{each}.tar.gz"
            held |= {f"{path.name}:{member}": body for member, body in members(path)}
        return [held[example.family] for example in self.measured(name).examples]

    @cached_property
    def trained(self) -> str:
        """What the shipped model is, in a sentence."""
        digest = sha256(SHIPPED.read_bytes()).hexdigest()[:8]
        return (
            f"Model `{self.judge.weights.name}` as shipped (SHA-256 {digest}…; `training/sources.toml`, our own texts)."
        )

    @property
    def refitted(self) -> str:
        """Which model's fit is made again, in a sentence: the texts and the way are its own, a part is held out."""
        return f"Fits made again as `{training.NAME}` was (`training/fit.py`), each without what it is measured on."

    def say(self, what: str) -> None:
        print(what, file=sys.stderr, flush=True)


def members(path: Path) -> list[tuple[str, bytes]]:
    """The names and bytes of an archive's files."""
    with tarfile.open(path) as archive:
        files = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return [(name, file.read()) for name, file in files if file]


def joined(answers: Scores, fusion: NDArray[np.float32], texts: training.Texts) -> Scores:
    """(n,) log-odds out of the scorers' answers."""
    odds: Scores = np.einsum("ij,ij->i", answers, fusion[texts.fusions].astype(np.float64))
    return odds


def odds_by(weights: Weights, texts: training.Texts) -> Scores:
    """(n,) log-odds of texts by weights."""
    return joined(training.score(weights, texts), weights.fusion, texts)
