from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.evidence import unsolicited
from spamatlas.judge.findings import reason
from spamatlas.judge.grams import Features, chosen
from spamatlas.judge.language import language_of
from spamatlas.judge.later import CODE, Passage, passages
from spamatlas.judge.learned import PUBLIC, Learned, Taken, take
from spamatlas.judge.machine_written import hints
from spamatlas.judge.reading import content
from spamatlas.judge.registers import Registers
from spamatlas.judge.scores import Seen, fused, glance, scores, see, weight_of
from spamatlas.judge.shape import group_of
from spamatlas.judge.topics import MOST_CHARACTERS, Topic, called_back, folded, topic_features, topics
from spamatlas.judge.unread import CODES as UNREAD_CODES
from spamatlas.judge.unread import unread
from spamatlas.judge.weights import Weights, empty, read
from spamatlas.model import CallToAction, Category, Channel, Lure, Message, Opinion, Origin, Reason

# Below this probability nobody asks what kind of spam it would be.
_WORTH_NAMING = 0.1
_INNOCENT: Topic = (Category.NOT_SPAM, Lure.NONE, CallToAction.NONE)
_OF_NOTHING: Topic = (Category.OTHER, Lure.NONE, CallToAction.NONE)
_UNREAD = Reason("nothing-to-read", 0.0, "There was nothing to read.")
_LATER = "A part further down is far more like spam than its beginning."
_MOST_LOG_ODDS = 12.0
_PASSAGES_AT_ONCE = 1_000
"""Some 25 kB each; a batch of mails as long as can be has forty times as many as mails."""
_MOST_READ, _LIKELY = 4, 1.0
"""So many later passages of a message are read, and only those that have these log-odds of spam at a glance. Of 216
training mails with a passage that a reading finds far more like spam, it is found in 210."""
_Later = dict[int, tuple[Message, float]]
"""By the row of a message its later passage that is far more like spam, and what that adds to the log-odds."""
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
        later = self._later(messages, parts.sum(axis=1))
        own = self._own(messages)
        dear = [self.registers.dear(message) for message in messages]
        dear_weights = np.array([each.weight if each else 0.0 for each in dear], np.float32)
        lost = [unread(message) for message in messages]
        stated = dear_weights + np.array([sum(each.weight for each in reasons) for reasons in lost], np.float32)
        odds = parts.sum(axis=1) + own.sum(axis=1) + stated
        for row, (_, more) in later.items():
            odds[row] += more
        odds = np.clip(odds, -_MOST_LOG_ODDS, _MOST_LOG_ODDS)
        kinds = self._topics(messages, seen, odds, later)
        kinds = [called_back(kind) if reason else kind for kind, reason in zip(kinds, dear, strict=True)]
        held = seen.lengths.tolist()
        kinds = [kind if any_ or not gone else _OF_NOTHING for kind, any_, gone in zip(kinds, held, lost, strict=True)]
        model = self.model
        given, told, added = odds.tolist(), own.tolist(), parts.tolist()
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
                    *self._reasons(row, seen, added[row], told[row], _given(dear[row], later.get(row), lost[row])),
                    *hints(message),
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
        total = self._of_beginnings(messages, origins)
        for row, (_, more) in self._later(messages, total).items():
            total[row] += more
        return total

    def joined(self, known: float, taken: Taken) -> float:
        """The weights' log-odds with what was learnt here added as far as it is trusted."""
        return known + self.learned.believed(taken)

    def _of_beginnings(self, messages: Sequence[Message], origins: Sequence[Origin] | None) -> NDArray[np.float32]:
        seen = see(messages, origins)
        total: NDArray[np.float32] = fused(self.weights, seen, scores(self.weights, seen)).sum(axis=1)
        return total

    def _later(self, messages: Sequence[Message], odds: NDArray[np.float32]) -> _Later:
        """Of each message of which a later passage is far more like spam than its beginning: the passage, and what it
        adds to the log-odds (n,) that the beginning has.
        """
        found = [(row, passage) for row, message in enumerate(messages) for passage in passages(message)]
        worst: _Later = {}
        for start in range(0, len(found), _PASSAGES_AT_ONCE):
            some = self._worth_reading(found[start : start + _PASSAGES_AT_ONCE])
            sure = self._of_beginnings([passage.message for _, passage in some], None) if some else ()
            for (row, passage), one in zip(some, map(float, sure), strict=True):
                more = one - passage.margin - float(odds[row])
                if one > passage.margin and more > 0 and (row not in worst or more > worst[row][1]):
                    worst[row] = passage.message, more
        return worst

    def _worth_reading(self, found: Sequence[tuple[int, Passage]]) -> list[tuple[int, Passage]]:
        """Of later passages, by the row of their message in order, those that at a glance are most like spam."""
        kept: list[tuple[int, Passage]] = []
        for _, same in groupby(found, lambda each: each[0]):
            some = list(same)
            group = group_of(some[0][1].message.channel)
            odds = glance(self.weights, [content(passage.message) for _, passage in some], group).tolist()
            likeliest = sorted(range(len(some)), key=lambda place: some[place][1].margin - odds[place])
            kept += [some[place] for place in likeliest[:_MOST_READ] if odds[place] > _LIKELY]
        return kept

    def _own(self, messages: Sequence[Message]) -> NDArray[np.float32]:
        """(n, 2) log-odds by what those who work here taught, and the public."""
        layers = (self.learned, self.public)
        if not any(any(layer.texts) for layer in layers):
            return np.zeros((len(messages), 2), np.float32)
        return np.array([[layer.believed(taken) for layer in layers] for taken in take(messages)], np.float32)

    def _topics(
        self,
        messages: Sequence[Message],
        seen: Seen,
        odds: NDArray[np.float32],
        later: _Later,
    ) -> list[Topic]:
        """What kind of spam each would be, by the later passage where that says more than the beginning."""
        rows = np.flatnonzero(odds >= np.log(_WORTH_NAMING / (1 - _WORTH_NAMING))).tolist()
        kinds = [_INNOCENT] * len(messages)
        if rows:
            named = topics(self.weights, _topic_features(seen, rows), [messages[row] for row in rows])
            for row, topic in zip(rows, named, strict=True):
                kinds[row] = topic
        for row, (passage, _) in later.items():
            kinds[row] = topics(self.weights, topic_features([content(passage)]), [messages[row]])[0]
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
        said.append(_worded("form", form))
        said.append(_worded("wording", wording + grams + words))
        said.append(Reason("prior", round(prior, 3), "Before reading, by how often such messages are spam."))
        if own[0]:
            said.append(_worded("learned", own[0]))
        if own[1]:
            said.append(_worded("public", own[1]))
        said += given
        if not seen.lengths[row] and not any(each.code in UNREAD_CODES for each in given):
            said.append(_UNREAD)
        said.sort(key=lambda one: -abs(one.weight))
        return tuple(said)


def warm_up() -> None:
    """Load what the first messages would load one by one: a worker that lives for long does it before they come."""
    Judge.load().weigh([Message(submission_id="", channel=Channel.EMAIL, text="hello")], [Origin()])


def _topic_features(seen: Seen, rows: Sequence[int]) -> tuple[Features, ...]:
    """The topics' features of some rows: of short texts and of one alone as they were read, else read anew."""
    if seen.beginning:
        return folded(*seen.beginning)
    texts = [seen.texts[row] for row in rows]
    if max(map(len, texts)) > MOST_CHARACTERS:
        return topic_features(texts)
    return folded(*(chosen(part, rows) for part in (seen.words, seen.grams, seen.concepts)))


@cache
def _shipped() -> Weights:
    return read()


def _given(dear: Reason | None, later: tuple[Message, float] | None, lost: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reasons that neither a scorer nor a lesson gives."""
    known = (dear,) if dear else ()
    further_down = (Reason(CODE, round(later[1], 3), _LATER),) if later else ()
    return (*known, *further_down, *lost)


def _worded(code: str, weight: float) -> Reason:
    wanted, spam = _ALIKE[code]
    return Reason(code, round(weight, 3), spam if weight > 0 else wanted)
