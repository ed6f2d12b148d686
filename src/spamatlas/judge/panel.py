from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.call_values import left_out
from spamatlas.judge.evidence import unsolicited
from spamatlas.judge.excerpts import CUTS, excerpts
from spamatlas.judge.findings import reason
from spamatlas.judge.glance import Glance, wording
from spamatlas.judge.grams import Features, chosen
from spamatlas.judge.language import language_of
from spamatlas.judge.later import passages
from spamatlas.judge.learned import PUBLIC, Learned, Taken, take
from spamatlas.judge.machine_written import hints
from spamatlas.judge.passage import PART, WORDS, Passage
from spamatlas.judge.reading import content
from spamatlas.judge.registers import Registers
from spamatlas.judge.scores import Seen, fused, scores, see, weight_of
from spamatlas.judge.topics import (
    DEAR_CALLS,
    MOST_CHARACTERS,
    Topic,
    called_back,
    dear_call,
    folded,
    topic_features,
    topics,
)
from spamatlas.judge.unread import CODES as UNREAD_CODES
from spamatlas.judge.unread import unread
from spamatlas.judge.weights import Weights, empty, read
from spamatlas.model import CallToAction, Category, Channel, Lure, Message, Opinion, Origin, Reason

# Below this probability nobody asks what kind of spam it would be.
_WORTH_NAMING = 0.1
_INNOCENT: Topic = (Category.NOT_SPAM, Lure.NONE, CallToAction.NONE)
_OF_NOTHING: Topic = (Category.OTHER, Lure.NONE, CallToAction.NONE)
_UNREAD = Reason("nothing-to-read", 0.0, "There was nothing to read.")
_MOST_LOG_ODDS = 12.0
_LEAST_SAID = 0.0005
"""What a weight of three places shows; of mail form is not read at all."""
_TAUGHT = 4.6
"""Log-odds, 99 %: at least so sure is an exact copy of what those who work here taught."""
_PASSAGES_AT_ONCE = 1_000
"""Some 25 kB each; a batch of mails as long as can be has forty times as many as mails."""
_LETTERS_AT_ONCE = 600_000
"""Looked at together, with some 150 bytes each; a batch of mails as long as can be has tens of times as many."""
_MOST_LATER, _SURER = 4, 2.5
"""So many later passages of a message are read, and only where a reading that is so much surer (log-odds) than a glance
would matter. Of 216 training mails with a passage that a reading finds far more like spam, it is found in 210."""
_Apart = dict[int, tuple[Passage, float]]
"""By the row of a message its part that is far more like spam, and what that adds to the log-odds."""
# What a scorer's answer says in words: below and above nought.
_ALIKE = {
    "form": (
        "Its form (length, capitals, links, figures) is like that of wanted messages.",
        "Its form (length, capitals, links, figures) is like that of spam.",
    ),
    "wording": ("Its wording is like that of wanted messages.", "Its wording is like that of spam."),
    "learned": (
        "People here have told this place that it is like wanted messages.",
        "People here have told this place that it is like spam.",
    ),
    "taught": (
        "People here were shown this very message and said that it is wanted.",
        "People here were shown this very message and said that it is spam.",
    ),
    "public": (
        "People who report have told this place that it is like wanted messages.",
        "People who report have told this place that it is like spam.",
    ),
}


class Judge:
    """The scorers, their weights, and what was learnt here; value in, value out, one batch at a time.

    ``registers`` are those that the operator loaded.
    """

    def __init__(self, weights: Weights, learned: Learned | None = None, public: Learned | None = None) -> None:
        self.weights = weights
        self.learned = learned or Learned()
        self.public = public or Learned(PUBLIC)
        self.registers = Registers()

    @classmethod
    def load(cls, weights: Path | None = None, public: Path | None = None, shipped: Path | None = None) -> "Judge":
        """The shipped weights; ``weights`` is what was learnt here (``Learned.write``), if anything.

        ``public`` is the same of what people who report taught; ``shipped`` stands in the shipped weights' place.

        Raises:
            ValueError: the file is of another layout.
        """
        own = Learned.read(weights) if weights is not None and weights.is_file() else None
        known = read(shipped) if shipped is not None and shipped.is_file() else _shipped()
        return cls(known, own, Learned.read(public, PUBLIC) if public is not None and public.is_file() else None)

    @classmethod
    def empty(cls) -> "Judge":
        """A judge that has read nothing."""
        return cls(empty())

    @property
    def model(self) -> str:
        """The name of the weights, with the number of texts learnt here, those of the public after a ``~``."""
        texts, told = sum(self.learned.texts), sum(self.public.texts)
        return self.weights.name + (f"+{texts}" if texts else "") + (f"~{told}" if told else "")

    def weigh(self, messages: Sequence[Message], origins: Sequence[Origin]) -> list[Opinion]:
        """An opinion on each message, in order; the same as one at a time, only cheaper."""
        if not messages:
            return []
        seen = see(messages, origins)
        parts = fused(self.weights, seen, scores(self.weights, seen))
        apart = self._apart(messages, seen, parts.sum(axis=1))
        own, ruled = self._own(messages)
        dear = [self.registers.dear(message) for message in messages]
        dear_weights = np.array([each.weight if each else 0.0 for each in dear], np.float32)
        lost = [unread(message) for message in messages]
        stated = dear_weights + np.array([sum(each.weight for each in reasons) for reasons in lost], np.float32)
        odds = parts.sum(axis=1) + own.sum(axis=1) + stated
        for row, (_, more) in apart.items():
            odds[row] += more
        copied = np.array([_moved(is_spam, one) for is_spam, one in zip(ruled, odds.tolist(), strict=True)], np.float32)
        odds = np.clip(odds + copied, -_MOST_LOG_ODDS, _MOST_LOG_ODDS)
        kinds = self._topics(messages, seen, odds, apart)
        kinds = [called_back(kind) if reason else kind for kind, reason in zip(kinds, dear, strict=True)]
        held = seen.lengths.tolist()
        kinds = [kind if any_ or not gone else _OF_NOTHING for kind, any_, gone in zip(kinds, held, lost, strict=True)]
        model = self.model
        given, told, added = odds.tolist(), np.column_stack((own, copied)).tolist(), parts.tolist()
        probabilities = (1 / (1 + np.exp(-odds))).round(6).tolist()
        return [
            Opinion(
                spam=probabilities[row],
                category=kinds[row][0],
                lure=kinds[row][1],
                call_to_action=kinds[row][2],
                language=message.language or language_of(f"{message.subject} {message.text}"),
                unsolicited=unsolicited(message, given[row], self.registers.reasons(message)),
                reasons=(
                    *self._reasons(row, seen, added[row], told[row], _given(dear[row], apart.get(row), lost[row])),
                    *hints(message),
                    *left_out(message),
                ),
                model=model,
                channel=message.channel,
            )
            for row, message in enumerate(messages)
        ]

    def log_odds(self, messages: Sequence[Message], origins: Sequence[Origin]) -> NDArray[np.float32]:
        """(n,) log-odds of spam by the weights alone, without what was learnt here."""
        if not messages:
            return np.zeros(0, np.float32)
        seen, total = self._worded(messages, origins)
        for row, (_, more) in self._apart(messages, seen, total).items():
            total[row] += more
        return total

    def joined(self, known: float, taken: Taken) -> float:
        """The weights' log-odds with what was learnt here added as far as it is trusted."""
        return known + self.learned.believed(taken)

    def _worded(
        self, messages: Sequence[Message], origins: Sequence[Origin] | None
    ) -> tuple[Seen, NDArray[np.float32]]:
        """What is seen of messages, and (n,) the log-odds of each as a whole."""
        seen = see(messages, origins)
        total: NDArray[np.float32] = fused(self.weights, seen, scores(self.weights, seen)).sum(axis=1)
        return seen, total

    def _apart(self, messages: Sequence[Message], seen: Seen, odds: NDArray[np.float32]) -> _Apart:
        """Of each message of which a part is far more like spam than the whole: the part, and what it adds to the
        log-odds (n,) of the whole.
        """
        found = list(self._likely(messages, seen, odds))
        worst: _Apart = {}
        for start in range(0, len(found), _PASSAGES_AT_ONCE):
            some = found[start : start + _PASSAGES_AT_ONCE]
            read = self._worded([passage.message for _, passage in some], None)[1]
            for (row, passage), one in zip(some, read.tolist(), strict=True):
                more = one - passage.margin - float(odds[row])
                if one > passage.margin and more > 0 and (row not in worst or more > worst[row][1]):
                    worst[row] = passage, more
        return worst

    def _likely(
        self, messages: Sequence[Message], seen: Seen, odds: NDArray[np.float32]
    ) -> Iterator[tuple[int, Passage]]:
        """By the row of its message what is at a glance more like spam than the whole: parts of its beginning, and the
        likeliest ``_MOST_LATER`` of what stands further down.
        """
        for group in range(len(CUTS)):
            rows = (seen.groups == group).nonzero()[0].tolist()
            yield from self._likely_parts(rows, messages, seen, odds, group)
            for some in _at_once(rows, messages):
                yield from self._likely_later(some, messages, odds, group)

    def _likely_parts(
        self, rows: Sequence[int], messages: Sequence[Message], seen: Seen, odds: NDArray[np.float32], group: int
    ) -> Iterator[tuple[int, Passage]]:
        """Parts of the beginnings of some rows, all of one group of channels."""
        cut = CUTS[group]
        long = [row for row in rows if len(seen.texts[row]) >= cut.shortest]
        if not long:
            return
        glance = Glance(self.weights, seen.wording, long, group, cut.step)
        above = _least(odds[long], cut.margin)
        for place, text in excerpts(glance, [seen.texts[row] for row in long], cut, above):
            message = Message(submission_id="", channel=messages[long[place]].channel, text=text)
            yield long[place], Passage(PART, message, cut.margin)

    def _likely_later(
        self, rows: Sequence[int], messages: Sequence[Message], odds: NDArray[np.float32], group: int
    ) -> Iterator[tuple[int, Passage]]:
        """The likeliest of what stands further down in some rows, all of one group of channels."""
        later = [(row, found) for row in rows if (found := passages(messages[row]))]
        if not later:
            return
        read = wording([each.message.text for _, found in later for each in found])
        told = Glance(self.weights, read, range(len(read.reading.lengths)), group, CUTS[group].step).wholes()
        for row, found in later:
            yield from ((row, each) for each in _likeliest(found, told[: len(found)], odds[row : row + 1]))
            told = told[len(found) :]

    def _own(self, messages: Sequence[Message]) -> tuple[NDArray[np.float32], list[bool | None]]:
        """(n, 2) log-odds by what those who work here taught, and the public; and of which the first were shown copies.

        The latter says whether they called them spam, None where they were shown none.
        """
        layers = (self.learned, self.public)
        if not any(any(layer.texts) for layer in layers):
            return np.zeros((len(messages), 2), np.float32), [None] * len(messages)
        seen = take(messages)
        added = np.array([[layer.believed(taken) for layer in layers] for taken in seen], np.float32)
        return added, [self.learned.ruled(taken) for taken in seen]

    def _topics(
        self,
        messages: Sequence[Message],
        seen: Seen,
        odds: NDArray[np.float32],
        apart: _Apart,
    ) -> list[Topic]:
        """What kind of spam each would be, by the part of it where that says more than the whole."""
        rows = np.flatnonzero(odds >= np.log(_WORTH_NAMING / (1 - _WORTH_NAMING))).tolist()
        kinds = [_INNOCENT] * len(messages)
        for some, features in _topic_features(seen, rows):
            named = topics(self.weights, features, [messages[row] for row in some])
            for row, topic in zip(some, named, strict=True):
                is_dear = messages[row].call is not None and any(
                    each.name in DEAR_CALLS for each, _ in seen.findings[row]
                )
                kinds[row] = dear_call(topic) if is_dear else topic
        if apart:
            features = topic_features([content(passage.message) for passage, _ in apart.values()])
            named = topics(self.weights, features, [messages[row] for row in apart])
            for row, topic in zip(apart, named, strict=True):
                kinds[row] = topic
        return kinds

    def _reasons(
        self, row: int, seen: Seen, parts: list[float], own: list[float], given: Sequence[Reason]
    ) -> tuple[Reason, ...]:
        """Everything that moved the odds, strongest first; their weights add up to the log-odds."""
        prior, wording, form, _, grams, words = parts
        said = []
        if found := seen.findings[row]:
            group = int(seen.groups[row])
            scale = float(self.weights.fusion[seen.fusions[row], 1])
            said = [reason(*each, weight_of(self.weights, group, *each) * scale) for each in found]
        if seen.lengths[row]:
            if abs(form) >= _LEAST_SAID:
                said.append(_worded("form", form))
            said.append(_worded("wording", wording + grams + words))
        said.append(Reason("prior", round(prior, 3), "Before reading, by how often such messages are spam."))
        if own[0]:
            said.append(_worded("learned", own[0]))
        if own[1]:
            said.append(_worded("public", own[1]))
        if own[2]:
            said.append(_worded("taught", own[2]))
        said += given
        if not seen.lengths[row] and not any(each.code in UNREAD_CODES for each in given):
            said.append(_UNREAD)
        said.sort(key=lambda one: -abs(one.weight))
        return tuple(said)


def warm_up() -> None:
    """Load what the first messages would load one by one: a worker that lives for long does it before they come."""
    Judge.load().weigh([Message(submission_id="", channel=Channel.EMAIL, text="hello")], [Origin()])


def _topic_features(seen: Seen, rows: Sequence[int]) -> Iterator[tuple[list[int], tuple[Features, ...]]]:
    """The topics' features of some rows: of short texts and of one alone as they were read, of the others read anew."""
    short = [row for row in rows if len(seen.texts[row]) <= MOST_CHARACTERS]
    long = [row for row in rows if len(seen.texts[row]) > MOST_CHARACTERS]
    if short:
        yield short, folded(*(chosen(part, short) for part in (seen.words, seen.grams, seen.concepts)))
    if long:
        yield long, folded(*seen.beginning) if seen.beginning else topic_features([seen.texts[row] for row in long])


@cache
def _shipped() -> Weights:
    return read()


def _given(dear: Reason | None, apart: tuple[Passage, float] | None, lost: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reasons that neither a scorer nor a lesson gives."""
    known = (dear,) if dear else ()
    of_part = (Reason(apart[0].code, round(apart[1], 3), WORDS[apart[0].code]),) if apart else ()
    return (*known, *of_part, *lost)


def _at_once(rows: Sequence[int], messages: Sequence[Message]) -> Iterator[list[int]]:
    """The rows, in order, in lots of at most ``_LETTERS_AT_ONCE`` letters, or of one row."""
    lot: list[int] = []
    letters = 0
    for row in rows:
        letters += len(messages[row].text)
        if lot and letters > _LETTERS_AT_ONCE:
            yield lot
            lot, letters = [], len(messages[row].text)
        lot.append(row)
    if lot:
        yield lot


def _likeliest(found: Sequence[Passage], told: NDArray[np.float64], odds: NDArray[np.float32]) -> Iterator[Passage]:
    """Of the later passages of a message, which has ``odds`` (1,), those that are worth a reading by a glance (n,)."""
    over = told - _least(odds, np.array([each.margin for each in found]))
    yield from (found[place] for place in np.argsort(-over)[:_MOST_LATER].tolist() if over[place] > 0)


def _least(odds: NDArray[np.float32], margin: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds that a part must have at a glance to be read, given those of the whole and its margin."""
    return np.maximum(odds, 0) + margin - _SURER


def _moved(is_spam: bool | None, odds: float) -> float:
    """What brings log-odds to where an exact copy of a lesson stands, if they don't stand there."""
    if is_spam is None:
        return 0.0
    return max(0.0, _TAUGHT - odds) if is_spam else min(0.0, -_TAUGHT - odds)


def _worded(code: str, weight: float) -> Reason:
    wanted, spam = _ALIKE[code]
    return Reason(code, round(weight, 3), spam if weight > 0 else wanted)
