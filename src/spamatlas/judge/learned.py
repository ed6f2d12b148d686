"""What is learnt here, from people's feedback: counts and weights that add, and come off again exactly."""

from collections.abc import Sequence
from math import exp
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge import words
from spamatlas.judge.grams import Features, grams
from spamatlas.judge.reading import Reading, content, headers
from spamatlas.judge.weights import word_odds
from spamatlas.model import Message

BITS = 20
WORD_BITS = 18
# Weights are whole numbers of this unit, so that what was added can be taken off without a rest.
UNIT = 1.0 / (1 << 20)
# Chosen on the SpamAssassin corpus (a training set) in one order: rates 1 to 12 gave 0.32 to 0.11 % 1-ROCA.
_RATE, _FUSION_RATE = 10.0, 0.01
# How sure a message must already be told right for it to teach nothing more (train on error and near it).
_MARGIN = 0.985
_STEADY = 30.0

Ints = NDArray[np.int64]


class Taken(Struct, frozen=True, kw_only=True):
    """A message's features, headers and content apart: (four-grams), (words)."""

    grams: NDArray[np.uint32]
    words: NDArray[np.uint32]


class Lesson(Struct, frozen=True, kw_only=True):
    """What one piece of feedback changed, in whole units: enough to undo it, given the message again."""

    is_spam: bool
    step: int
    fusion: tuple[int, int, int]


class Learned:
    """Two scorers that learn one message at a time, and how much each is to be believed.

    A logistic regression on hashed four-grams of headers and content (after Goodman and Yih, 2006), and
    counts of words (naive Bayes). Their fusion learns from what each said before it was told.
    ``grams`` (2^20,) int64, ``spam`` and ``ham`` (2^18,) int64 counts of texts, ``texts`` (spam, ham),
    ``fusion`` (3,) for four-grams, words and always.
    """

    def __init__(self) -> None:
        self.grams: Ints = np.zeros(1 << BITS, np.int64)
        self.spam: Ints = np.zeros(1 << WORD_BITS, np.int64)
        self.ham: Ints = np.zeros(1 << WORD_BITS, np.int64)
        self.texts = [0, 0]
        self.fusion: Ints = np.array([0.6 / UNIT, 0.4 / UNIT, 0], np.int64)

    def log_odds(self, taken: Taken) -> float:
        """The log-odds of spam by what was learnt here; 0 before anything was."""
        return self._fused(self._answers(taken))

    def learn(self, taken: Taken, is_spam: bool) -> Lesson:
        """Take feedback in; the lesson undoes it (``forget``)."""
        answers = self._answers(taken)
        off = (1.0 if is_spam else 0.0) - _probability(self._fused(answers))
        moves = tuple(round(_FUSION_RATE * off * max(-4.0, min(4.0, answer)) / UNIT) for answer in answers)
        error = (1.0 if is_spam else 0.0) - _probability(answers[0])
        step = round(_RATE * error / UNIT / max(1.0, len(taken.grams) ** 0.5)) if abs(error) > 1 - _MARGIN else 0
        lesson = Lesson(is_spam=is_spam, step=step, fusion=(moves[0], moves[1], moves[2]))
        self._apply(taken, lesson, 1)
        return lesson

    def forget(self, taken: Taken, lesson: Lesson) -> None:
        """Undo a lesson on the same message, to the last bit; whatever was learnt since stays."""
        self._apply(taken, lesson, -1)

    def repeat(self, taken: Taken, lesson: Lesson) -> None:
        """Take a lesson in again that was forgotten, as it was: the two together change nothing."""
        self._apply(taken, lesson, 1)

    def add(self, other: "Learned") -> None:
        """Take in what another place learnt: weights and counts add, the fusion is averaged."""
        self.grams += other.grams
        self.spam += other.spam
        self.ham += other.ham
        self.texts = [mine + theirs for mine, theirs in zip(self.texts, other.texts, strict=True)]
        self.fusion = (self.fusion + other.fusion) // 2

    def write(self, path: Path) -> None:
        """Keep it in a file, whole or not at all."""
        beside = path.with_name(path.name + ".new.npz")
        at, seen = np.flatnonzero(self.grams), np.flatnonzero(self.spam + self.ham)
        np.savez_compressed(
            beside, at=at, grams=self.grams[at], seen=seen, spam=self.spam[seen], ham=self.ham[seen],
            texts=np.array(self.texts), fusion=self.fusion,
        )  # fmt: skip
        beside.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Learned":
        """What ``write`` kept.

        Raises:
            ValueError: the file is another one.
        """
        learned = cls()
        with np.load(path, allow_pickle=False) as held:
            if "seen" not in held:
                raise ValueError(f"{path.name} holds nothing that was learnt by feedback")
            learned.grams[held["at"]] = held["grams"]
            learned.spam[held["seen"]], learned.ham[held["seen"]] = held["spam"], held["ham"]
            learned.texts, learned.fusion = held["texts"].tolist(), held["fusion"]
        return learned

    def _answers(self, taken: Taken) -> tuple[float, float, float]:
        gram = (
            float(self.grams[taken.grams].sum()) * UNIT / max(1.0, len(taken.grams) ** 0.5) if len(taken.grams) else 0.0
        )
        if not len(taken.words) or not all(self.texts):
            return gram, 0.0, 1.0
        odds = word_odds(self.spam[taken.words], self.ham[taken.words], *self.texts)
        said = float(odds.sum()) / len(taken.words) ** 0.5
        return gram, said, 1.0

    def _fused(self, answers: tuple[float, float, float]) -> float:
        return float(sum(weight * UNIT * answer for weight, answer in zip(self.fusion.tolist(), answers, strict=True)))

    def _apply(self, taken: Taken, lesson: Lesson, sign: int) -> None:
        if lesson.step:
            self.grams[taken.grams] += sign * lesson.step
        counts = self.spam if lesson.is_spam else self.ham
        counts[taken.words] += sign
        self.texts[0 if lesson.is_spam else 1] += sign
        self.fusion += sign * np.array(lesson.fusion, np.int64)

    @property
    def trust(self) -> float:
        """How far what was learnt here is believed, 0..1: half after ``30`` texts of the rarer kind."""
        least = min(self.texts)
        return least / (least + _STEADY)


def take(messages: Sequence[Message]) -> list[Taken]:
    """The features that learning uses, a batch at once."""
    if not messages:
        return []
    seen = Reading([content(message) for message in messages], same_digits=False)
    above = Reading([headers(message) for message in messages], same_digits=False)
    parts = (grams(seen, BITS), grams(above, BITS), words.words(seen, WORD_BITS), words.words(above, WORD_BITS))
    # Headers' features go by other hashes, so that a word in a header is not that word in the text.
    return [
        Taken(
            grams=np.concatenate((_row(parts[0], row), _row(parts[1], row) ^ np.uint32(0x5A5A5))),
            words=np.concatenate((_row(parts[2], row), _row(parts[3], row) ^ np.uint32(0x2A5A5))),
        )
        for row in range(len(messages))
    ]


def _row(found: Features, row: int) -> NDArray[np.uint32]:
    hashed, bounds = found
    return hashed[bounds[row] : bounds[row + 1]]


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
