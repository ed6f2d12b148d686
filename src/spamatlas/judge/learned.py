"""What is learnt here, from people's feedback: counts and weights that add, and come off again exactly."""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import count
from math import exp, inf, sqrt, tanh
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge import words
from spamatlas.judge.grams import Features, grams
from spamatlas.judge.reading import Reading, content, headers
from spamatlas.model import Message

BITS = 20
LAYOUT = 2
"""Of the tables: content and headers in halves of their own. In another layout the same places mean other words."""
# Weights are whole numbers of this unit, so that what was added can be taken off without a rest.
UNIT = 1.0 / (1 << 20)
# All below was chosen on the SpamAssassin corpus (a training set) in three orders; docs/evaluation.md has other orders.
_RATE = 10.0
# A text of fewer characters without a link, a number or a file is written by many: only its sender makes it that text.
_TELLING = 24
# How sure a message must already be told right for it to move the regression no more (train on error and near it).
_MARGIN = 0.985
# A feature takes part in the counts' answer where it is this far from even; the strength and place of its prior.
_DECIDED, _EVEN = 0.375, 0.52

Ints = NDArray[np.int64]


class Manner(Struct, frozen=True, kw_only=True):
    """How much is made of lessons, which is a question of who gave them.

    ``prior`` is in texts: so strongly a feature's share of spam is drawn to even. ``few`` is in features: the mean of
    those that are heard is taken as if so many more said nothing. ``shares`` is what each scorer's
    answer counts: four-grams counted, words counted, four-grams weighed. From ``full`` texts of the rarer kind on the
    last has all its share, since it leans to whichever kind was taught last, and lopsidedness no longer counts, as that
    of many lessons is that of the traffic; 0 for never. ``steady`` texts of the rarer kind
    are half believed where nothing else is known, ``settled`` texts of each kind beside other judges. ``most`` is the
    most log-odds that it all may add, either way; from ``grows`` texts of the rarer kind on, so many times as much as
    they are times ``grows``. ``knows_copies`` is whether an exact copy of a lesson is ruled by it.
    """

    prior: float
    few: float
    shares: tuple[float, float, float]
    steady: float
    settled: float
    most: float
    full: float = 0.0
    grows: float = inf
    knows_copies: bool = False

    def lopsided(self, texts: Sequence[int]) -> float:
        """How far it counts that one kind was taught oftener than the other: 1 at first, 0 from ``full`` texts on."""
        return max(0.0, 1.0 - min(texts) / self.full) if self.full else 1.0


STAFF = Manner(
    prior=0.3, few=0.0, shares=(1.0, 1.0, 0.5), full=300.0, steady=3.0, settled=15.0, most=2.0, grows=100.0,
    knows_copies=True,
)  # fmt: skip
"""Of those who work here: copies of what they taught at once, what is like it as both kinds come together. ``full``,
``settled`` and how counts are brought to the rarer kind were chosen on our own English texts and UCI."""
PUBLIC = Manner(prior=4.0, few=20.0, shares=(1.0, 1.0, 0.0), steady=50.0, settled=50.0, most=2.0)
"""Of anybody who reports: with this prior a feature is heard from its 12th text of spam or its 13th of ham on, or later
((4 * 0.52 + n) / (4 + n) >= 0.875), more than one person is given (``allowance``); nothing is weighed, as a
regression learns from one message what it likes."""
LEAST, MOST, PER_REPORTER = 3, 10, 100


def allowance(texts: int) -> int:
    """How many lessons of a label count of one person, where ``texts`` of that label count in all: 1 %, 3 to 10.

    Few enough that a feature which one person alone taught is never heard (``PUBLIC``), however large the layer.
    """
    return min(MOST, max(LEAST, texts // PER_REPORTER))


class Part(Struct, frozen=True):
    """The features of a part of a message: (four-grams), (words)."""

    grams: NDArray[np.uint32]
    words: NDArray[np.uint32]


class Taken(Struct, frozen=True):
    """What learning sees of a message: its content and its headers, without what is empty.

    They are judged apart and count alike: laid together, whichever is longer would drown the other. ``marks`` are what
    its exact copies have in common (``_marks``), as wanted and as spam; 0 where it holds nothing to tell it by.
    """

    parts: tuple[Part, ...]
    marks: tuple[int, int] = (0, 0)


class Lesson(Struct, frozen=True, kw_only=True):
    """What one piece of feedback changed, ``steps`` (one for each part) in whole units: enough to undo it, given the
    message again.

    ``by`` is the pseudonym of whoever gave it, ``at`` when (seconds since 1970); both are empty where not known.
    ``mark`` is that of ``Taken.marks`` which was counted, 0 where none was.
    """

    is_spam: bool
    steps: tuple[int, ...] = ()
    by: str = ""
    at: float = 0.0
    mark: int = 0


class Counts:
    """In how many texts of spam and of ham each feature was seen: (2, 2^21) int32, ham first."""

    def __init__(self) -> None:
        self.seen: NDArray[np.int32] = np.zeros((2, 2 << BITS), np.int32)

    def add(self, features: NDArray[np.uint32], is_spam: bool, times: int) -> None:
        """Count a text's features in, or out with ``times`` -1."""
        self.seen[int(is_spam)][features] += times

    def log_odds(self, features: NDArray[np.uint32], texts: Sequence[int], manner: Manner, lopsided: float) -> float:
        """The mean log-odds of the features that are decidedly of one side; ``texts`` (ham, spam).

        Each feature's share of spam is drawn to even by a prior and only what is far from even is heard
        (Robinson, A Statistical Approach to the Spam Problem, Linux Journal 107, 2003). The mean in place of
        his chi-square keeps long mails from being surer than short ones. Of the commoner kind, a feature counts as
        seen less often, by the root of how much commoner that is: what three wanted texts lack is not yet unwanted.
        """
        ham, spam = self.seen[0][features], self.seen[1][features]
        least, power = min(texts), lopsided / 2
        known = ham * (least / texts[0]) ** power + spam * (least / texts[1]) ** power
        in_spam, in_ham = spam / texts[1], ham / texts[0]
        share = in_spam / np.maximum(in_spam + in_ham, 1e-12)
        drawn = (manner.prior * _EVEN + known * share) / (manner.prior + known)
        decided = drawn[np.abs(drawn - 0.5) >= _DECIDED]
        return float(np.log(decided / (1 - decided)).sum()) / (len(decided) + manner.few) if len(decided) else 0.0


class Learned:
    """Three scorers that learn one message at a time and err differently.

    Counts of four-grams and counts of words of headers and content (``Counts``), and a logistic regression on
    the four-grams (after Goodman and Yih, 2006). ``weights`` (2^21,) int64 in ``UNIT``; ``texts`` [ham, spam].
    ``copies`` is how many lessons were given by ``Lesson.mark``; ``origin`` names the place that exported it, if any.
    """

    def __init__(self, manner: Manner = STAFF) -> None:
        self.manner = manner
        self.weights: Ints = np.zeros(2 << BITS, np.int64)
        self.grams = Counts()
        self.words = Counts()
        self.texts = [0, 0]
        self.copies: dict[int, int] = {}
        self.origin = ""

    def log_odds(self, taken: Taken) -> float:
        """The log-odds of spam by what was learnt here; 0 before anything was."""
        return self._of(taken, self.manner.lopsided(self.texts))

    def alone(self, taken: Taken) -> float:
        """The log-odds of spam where nothing else is known of the message: as far as it is trusted, without a bound,
        and without regard to which kind was taught oftener.
        """
        return self.trust * self._of(taken, 0.0)

    def believed(self, taken: Taken) -> float:
        """What is added to the log-odds that others give: no more than it may, the less the more lopsided it is."""
        least, most = sorted(self.texts)
        if not least:
            return 0.0
        heeded = least / (least + self._drowned(least, most))
        bound = self.manner.most * max(1.0, least / self.manner.grows)
        return bound * tanh(heeded * self.log_odds(taken) / bound)

    def ruled(self, taken: Taken) -> bool | None:
        """Whether exact copies of this were taught to be spam, by more lessons than the other; None if by no more."""
        ham, spam = (self.copies.get(mark, 0) for mark in taken.marks)
        return None if ham == spam else spam > ham

    @property
    def wanted(self) -> int:
        """How many texts the rarer kind must have for half of what is like them to be believed (``believed``)."""
        most = max(self.texts)
        return next(least for least in count(1) if least >= self._drowned(least, max(most, least)))

    def _drowned(self, least: int, most: int) -> float:
        """So many texts of the rarer kind are half believed, were there ``least`` of it and ``most`` of the other."""
        times: float = (most / least) ** self.manner.lopsided((least, most))
        return self.manner.settled * times

    def learn(self, taken: Taken, is_spam: bool, by: str = "", at: float = 0.0) -> Lesson:
        """Take feedback in; the lesson undoes it (``forget``)."""
        steps = tuple(self._step(part, is_spam) for part in taken.parts)
        mark = taken.marks[is_spam] if self.manner.knows_copies else 0
        lesson = Lesson(is_spam=is_spam, steps=steps, by=by, at=at, mark=mark)
        self._apply(taken, lesson, 1)
        return lesson

    def forget(self, taken: Taken, lesson: Lesson) -> None:
        """Undo a lesson on the same message, to the last bit; whatever was learnt since stays."""
        self._apply(taken, lesson, -1)

    def repeat(self, taken: Taken, lesson: Lesson) -> None:
        """Take a lesson in again that was forgotten, as it was: the two together change nothing."""
        self._apply(taken, lesson, 1)

    def add(self, other: "Learned") -> None:
        """Take in what another place learnt: counts and weights add."""
        for name, table in self.tables().items():
            np.add(table, other.tables()[name], out=table)
        for mark, times in other.copies.items():
            self._mark(mark, times)
        self.texts = [mine + theirs for mine, theirs in zip(self.texts, other.texts, strict=True)]

    def take_off(self, other: "Learned") -> None:
        """Undo ``add``, to the last bit."""
        for name, table in self.tables().items():
            np.subtract(table, other.tables()[name], out=table)
        for mark, times in other.copies.items():
            self._mark(mark, -times)
        self.texts = [mine - theirs for mine, theirs in zip(self.texts, other.texts, strict=True)]

    def common(self, texts: int = 2) -> "Learned":
        """What may be shown to others: without the features that fewer than ``texts`` texts had, and without copies,
        by which a guess at a whole text could be tested.
        """
        shown = Learned(self.manner)
        shown.add(self)
        shown.copies.clear()
        rare = shown.grams.seen.sum(axis=0) < texts
        shown.weights[rare] = 0
        shown.grams.seen[:, rare] = 0
        shown.words.seen[:, shown.words.seen.sum(axis=0) < texts] = 0
        return shown

    def write(self, path: Path) -> None:
        """Keep it in a file, whole or not at all."""
        beside = path.with_name(path.name + ".new.npz")
        kept: dict[str, NDArray[np.integer]] = {"layout": np.array(LAYOUT), "texts": np.array(self.texts)}
        for name, table in self.tables().items():
            at = np.flatnonzero(table)
            kept |= {f"{name}_at": at, name: table.ravel()[at]}
        if self.copies:
            marks = sorted(self.copies)
            kept |= {"copies_at": np.array(marks), "copies": np.array([self.copies[each] for each in marks])}
        if self.origin:
            kept["origin"] = np.frombuffer(self.origin.encode("ascii"), np.uint8)
        np.savez_compressed(beside, **kept)  # type: ignore[arg-type]  # the stub takes the arrays for its own options
        beside.replace(path)

    @classmethod
    def read(cls, path: Path, manner: Manner = STAFF, *, with_copies: bool = True) -> "Learned":
        """What ``write`` kept.

        Raises:
            ValueError: the file is another one.
        """
        learned = cls(manner)
        with np.load(path, allow_pickle=False) as held:
            if "layout" not in held or held["layout"] != LAYOUT:
                raise ValueError(f"{path.name} holds nothing that was learnt by feedback, or by another version")
            for name, table in learned.tables().items():
                table.ravel()[held[f"{name}_at"]] = held[name]
            learned.texts = held["texts"].tolist()
            if "origin" in held:
                learned.origin = held["origin"].tobytes().decode("ascii", "replace")
            if with_copies and "copies" in held:
                learned.copies = dict(zip(held["copies_at"].tolist(), held["copies"].tolist(), strict=True))
        return learned

    def tables(self) -> dict[str, NDArray[np.integer]]:
        """What is counted and weighed, by name."""
        return {"weights": self.weights, "grams": self.grams.seen, "words": self.words.seen}

    def _of(self, taken: Taken, lopsided: float) -> float:
        said = [self._said(part, lopsided) for part in taken.parts]
        return sum(said) / len(said) if said else 0.0

    def _said(self, part: Part, lopsided: float) -> float:
        answers = (
            self._counted(self.grams, part.grams, lopsided),
            self._counted(self.words, part.words, lopsided),
            (1.0 - lopsided) * self._weighed(part),
        )
        return sum(share * answer for share, answer in zip(self.manner.shares, answers, strict=True))

    def _counted(self, counts: Counts, features: NDArray[np.uint32], lopsided: float) -> float:
        if not len(features) or not all(self.texts):
            return 0.0
        return counts.log_odds(features, self.texts, self.manner, lopsided)

    def _step(self, part: Part, is_spam: bool) -> int:
        if not self.manner.shares[2]:
            return 0
        error = is_spam - _probability(self._weighed(part))
        return round(_RATE * error / UNIT / _root(part)) if abs(error) > 1 - _MARGIN else 0

    def _weighed(self, part: Part) -> float:
        return float(self.weights[part.grams].sum()) * UNIT / _root(part)

    def _apply(self, taken: Taken, lesson: Lesson, sign: int) -> None:
        steps = lesson.steps or (0,) * len(taken.parts)
        for part, step in zip(taken.parts, steps, strict=True):
            if step:
                self.weights[part.grams] += sign * step
            self.grams.add(part.grams, lesson.is_spam, sign)
            self.words.add(part.words, lesson.is_spam, sign)
        self.texts[int(lesson.is_spam)] += sign
        if lesson.mark:
            self._mark(lesson.mark, sign)

    def _mark(self, mark: int, times: int) -> None:
        left = self.copies.get(mark, 0) + times
        if left:
            self.copies[mark] = left
        else:
            self.copies.pop(mark, None)

    @property
    def trust(self) -> float:
        """How far it is believed on its own, 0..1: half after ``manner.steady`` texts of the rarer kind."""
        least = min(self.texts)
        return least / (least + self.manner.steady)


def take(messages: Sequence[Message]) -> list[Taken]:
    """The features that learning uses, a batch at once."""
    if not messages:
        return []
    seen = Reading([content(message) for message in messages])
    above = Reading([headers(message) for message in messages], same_digits=False)
    parts = (grams(seen, BITS), grams(above, BITS), words.words(seen, BITS), words.words(above, BITS))
    found: list[list[Part]] = [[] for _ in messages]
    # Headers have the second half of the tables, so that a word in a header is not that word in the text.
    for reading, gram, word, half in ((seen, parts[0], parts[2], 0), (above, parts[1], parts[3], 1 << BITS)):
        for row in np.flatnonzero(reading.lengths).tolist():
            found[row].append(Part(_row(gram, row) + np.uint32(half), _row(word, row) + np.uint32(half)))
    return [Taken(tuple(each), _marks(message)) for each, message in zip(found, messages, strict=True)]


def _marks(message: Message) -> tuple[int, int]:
    """What a message has in common with its exact copies (63 bits of BLAKE2b, RFC 7693): the same
    wording with the same links, numbers and files; to be wanted, of the same sender too.

    A spammer who copies a wanted text under another name gains nothing by it, and who sends one spam under many names
    is known by each. What is short and names nothing ("Hello") is held against its sender alone.
    """
    wording = " ".join(f"{message.subject} {message.text}".split())
    names = [
        *sorted({each.url for each in message.links}),
        *sorted({each.value for each in message.numbers}),
        *sorted({each.sha256 for each in message.attachments}),
    ]
    if not wording and not names:
        return 0, 0
    sender = message.sender.value if message.sender else ""
    everybody = [message.channel.value, wording, *names]
    is_telling = bool(names) or len(wording) >= _TELLING
    return _mark_of("ham", sender, *everybody), _mark_of("spam", "" if is_telling else sender, *everybody)


def _mark_of(*parts: str) -> int:
    held = blake2b(digest_size=8)
    for part in parts:
        body = part.encode("utf-8", "surrogatepass")
        held.update(b"%d:" % len(body))
        held.update(body)
    return int.from_bytes(held.digest()) >> 1 or 1


def _row(found: Features, row: int) -> NDArray[np.uint32]:
    hashed, bounds = found
    return hashed[bounds[row] : bounds[row + 1]]


def _root(part: Part) -> float:
    return max(1.0, sqrt(len(part.grams)))


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
