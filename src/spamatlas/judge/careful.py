"""The careful judge: what a message means, read out of a sentence embedding, beside what its words say.

A network of one hidden layer on the embedding, fused with the judge by words; but a text must be embedded first, which
costs a hundred times as much as all the rest (25 ms a short text). So it is asked once a wording, behind the path, and
where a person asks.
"""

from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from spamatlas.judge.conclusion import conclude
from spamatlas.judge.findings import all_detectors
from spamatlas.judge.law import EXCUSES
from spamatlas.judge.layers import Layers
from spamatlas.judge.passage import LATER, PART
from spamatlas.judge.profile import Profile
from spamatlas.judge.reading import content
from spamatlas.judge.shape import group_of
from spamatlas.judge.topics import Topic, called_back, named, topic_features, topic_scores
from spamatlas.judge.weights import Weights
from spamatlas.model import (
    Assignment,
    CallToAction,
    Category,
    Lure,
    Meaning,
    Message,
    Opinion,
    Reason,
    Ruling,
    Verdict,
)

SHIPPED = Path(__file__).parent / "model" / "careful.npz"
DIMENSIONS = 384
KINDS = ("category", "lure", "call_to_action")
CODE = "meaning"
_WORTH_NAMING = 0.1
_MOST_LOG_ODDS = 12.0
TOLD = frozenset({"feedback", "feedback-copy"})
"""Codes of what people said: nothing is counted beside it."""
_INNOCENT: Topic = (Category.NOT_SPAM, Lure.NONE, CallToAction.NONE)
_WANTED = "Its meaning is close to that of wanted messages."
_CLOSE = (
    (Category.ADVERTISING, "Its meaning is close to that of advertising that nobody asked for."),
    (Category.PHISHING, "Its meaning is close to that of phishing."),
    (Category.FRAUD, "Its meaning is close to that of fraud."),
    (Category.MALWARE, "Its meaning is close to that of texts that spread malware."),
    (Category.PREMIUM, "Its meaning is close to that of texts that lure into dear calls or subscriptions."),
    (Category.ADULT, "Its meaning is close to that of adult spam."),
    (Category.GAMBLING, "Its meaning is close to that of gambling spam."),
    (Category.LOAN, "Its meaning is close to that of loan spam."),
    (Category.DISINFORMATION, "Its meaning is close to that of disinformation."),
    (Category.NUISANCE, "Its meaning is close to that of nuisance messages."),
    (Category.OTHER, "Its meaning is close to that of other spam."),
)


class Careful(Struct, frozen=True, kw_only=True):
    """What was learnt of meanings (``training/careful.py``).

    ``layers`` answer (1 + labels) for a vector (DIMENSIONS,): the log-odds of spam first, then how likely each of
    ``labels`` is, each ``kind:value``. ``spam_fusion`` (groups, 3): always, the words' log-odds, the meaning's.
    ``topic_fusion`` (kinds, 2): what the log-probabilities of a label by words and by meaning count.
    """

    name: str
    layers: Layers
    labels: tuple[str, ...]
    spam_fusion: NDArray[np.float32]
    topic_fusion: NDArray[np.float32]


def read(path: Path = SHIPPED) -> Careful:
    """The weights in a file.

    Raises:
        ValueError: the file is not one of ours, or of another layout.
    """
    with np.load(path, allow_pickle=False) as held:
        if "hidden" not in held or held["hidden"].shape[0] != DIMENSIONS:
            raise ValueError(f"{path.name} holds no weights of meaning; make it again with: make train")
        return Careful(
            name=str(held["name"]),
            layers=Layers(*(held[name].astype(np.float32) for name in Layers.__struct_fields__)),
            labels=tuple(held["labels"].tolist()),
            spam_fusion=held["spam_fusion"],
            topic_fusion=held["topic_fusion"],
        )


def write(careful: Careful, path: Path = SHIPPED) -> None:
    """Write the weights to a file that ``read`` takes."""
    layers = careful.layers
    np.savez(
        path,
        name=np.array(careful.name),
        hidden=layers.hidden.astype(np.float16),
        hidden_offsets=layers.hidden_offsets,
        table=layers.table.astype(np.float16),
        offsets=layers.offsets,
        labels=np.array(careful.labels, dtype=str),
        spam_fusion=careful.spam_fusion,
        topic_fusion=careful.topic_fusion,
    )


def meanings(
    weights: Weights, messages: Sequence[Message], vectors: NDArray[np.float32], careful: Careful | None = None
) -> list[Meaning | None]:
    """What each message means; None where its vector, a row of (n, DIMENSIONS), is nought: it says too little.

    ``weights`` are those of the judge by words.
    """
    rows = np.flatnonzero(np.any(vectors != 0, axis=1)).tolist()
    found: list[Meaning | None] = [None] * len(messages)
    if not rows:
        return found
    known = careful or _shipped()
    heard = [messages[row] for row in rows]
    scores = known.layers.answers(vectors[rows])
    by_words = topic_scores(weights, topic_features([content(message) for message in heard]), len(heard))
    answers = fused(known, scores[:, 1:], aligned(by_words, weights.topic_labels, known.labels))
    topics = named(answers, known.labels, heard)
    for row, topic, odds in zip(rows, topics, scores[:, 0].tolist(), strict=True):
        always, believed, share = known.spam_fusion[group_of(messages[row].channel)].tolist()
        found[row] = Meaning(messages[row].channel, always + share * odds, believed, *topic)
    return found


def aligned(scores: NDArray[np.float32], labels: Sequence[str], wanted: Sequence[str]) -> NDArray[np.float32]:
    """(n, wanted) the columns of these labels; of a label that is not known the least of its row."""
    at = {label: column for column, label in enumerate(labels)}
    least = scores.min(axis=1, initial=0.0)
    return np.stack([scores[:, at[label]] if label in at else least for label in wanted], axis=1)


def fused(careful: Careful, by_meaning: NDArray[np.float32], by_words: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, labels) the log-probabilities of both, each counted as the fusion says."""
    answers = np.zeros_like(by_meaning)
    for kind, (words, meaning) in zip(KINDS, careful.topic_fusion.tolist(), strict=True):
        columns = columns_of(careful.labels, kind)
        answers[:, columns] = words * surely(by_words[:, columns]) + meaning * surely(by_meaning[:, columns])
    return answers


def columns_of(labels: Sequence[str], kind: str) -> list[int]:
    """The places of the labels of a kind."""
    return [at for at, label in enumerate(labels) if label.startswith(kind + ":")]


def surely(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, labels) scores as log-probabilities, of which one label of a row is true."""
    off = scores - scores.max(axis=1, keepdims=True)
    found: NDArray[np.float32] = off - np.log(np.exp(off).sum(axis=1, keepdims=True))
    return found


def reconsidered(opinion: Opinion, meaning: Meaning | None) -> Opinion:
    """The opinion with what the message means counted in; the same where nothing is known of that, or where a part
    says more than the whole, of which the beginning is all that is read for meaning.

    What the judges of words and form say counts as much beside it as the fusion says; what people taught, registers and
    what was seen of the sender count as before. The reasons' weights still add up to the log-odds.
    """
    if meaning is None or any(each.code in (CODE, LATER, PART) for each in opinion.reasons):
        return opinion
    own = _words()
    reasons = [
        replace(each, weight=round(each.weight * meaning.believed, 3)) if each.code in own else each
        for each in opinion.reasons
    ]
    reasons.append(said(meaning))
    odds = max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, sum(each.weight for each in reasons)))
    spam = round(1 / (1 + exp(-odds)), 6)
    category, lure, call = _topic(opinion, meaning) if spam >= _WORTH_NAMING else _INNOCENT
    reasons.sort(key=lambda each: -abs(each.weight))
    return replace(opinion, spam=spam, category=category, lure=lure, call_to_action=call, reasons=tuple(reasons))


def named_anew(verdict: Verdict, meaning: Meaning) -> Verdict:
    """The verdict with what kind of spam it is by its meaning, how sure it is and its ruling as they are.

    For copies of what is settled: what several members agreed on is not overruled by one reading.
    """
    if verdict.ruling is Ruling.HAM or any(each.code == CODE for each in verdict.reasons):
        return verdict
    category, lure, call = _topic(verdict, meaning)
    reasons = (*verdict.reasons, replace(said(meaning), weight=0.0))
    return replace(verdict, category=category, lure=lure, call_to_action=call, reasons=reasons)


def judged_again(verdict: Verdict, assignment: Assignment | None, meaning: Meaning, profile: Profile) -> Verdict:
    """A stored verdict with what its message means counted in, under the profile that it was made under.

    What people said stands, and so does what was inherited, and what was made under other rules.
    """
    codes = {each.code for each in verdict.reasons}
    if codes & TOLD or verdict.profile != profile.label:
        return verdict
    if verdict.inherited:
        return named_anew(verdict, meaning)
    opinion = Opinion(
        spam=verdict.spam,
        category=verdict.category,
        lure=verdict.lure,
        call_to_action=verdict.call_to_action,
        language=verdict.language,
        unsolicited=verdict.unsolicited,
        reasons=tuple(each for each in verdict.reasons if each.code not in EXCUSES),
        model=verdict.model,
        channel=verdict.channel,
    )
    again = reconsidered(opinion, meaning)
    return verdict if again is opinion else replace(conclude(again, assignment, profile), bulk=verdict.bulk)


def _topic(known: Opinion | Verdict, meaning: Meaning) -> Topic:
    """The kind by meaning; a number that is dear to call stays what it is about."""
    topic = (meaning.category, meaning.lure, meaning.call_to_action)
    return called_back(topic) if known.call_to_action is CallToAction.PREMIUM_CALL_BACK else topic


def said(meaning: Meaning) -> Reason:
    """A meaning as a reason, with what it adds."""
    close = next((text for kind, text in _CLOSE if kind is meaning.category), _WANTED)
    return Reason(CODE, round(meaning.log_odds, 3), close if meaning.log_odds > 0 else _WANTED)


@cache
def _words() -> frozenset[str]:
    """The codes of the reasons that the judges of words and form give."""
    return frozenset({"prior", "wording", "form", *all_detectors()})


@cache
def _shipped() -> Careful:
    return read()
