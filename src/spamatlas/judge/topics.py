"""What kind of spam, what story, what it wants: linear labels on words and four-grams, and what is certain."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge import concepts, grams, words
from spamatlas.judge.grams import Features
from spamatlas.judge.one_ring import DEAR_KINDS
from spamatlas.judge.reading import Reading
from spamatlas.judge.weights import TOPIC_BITS, Weights
from spamatlas.model import CallToAction, Category, Channel, Lure, Message

DEAR_CALLS = frozenset({"one-ring-call", "premium-caller", "satellite-number"})
"""Detectors that see that calling the caller back is dear."""
MOST_CHARACTERS = 600
"""The beginning of a long mail tells its story; more costs time."""

_CHATS = frozenset(
    ("wa.me", "whatsapp.com", "t.me", "telegram.me", "line.me", "lin.ee", "kakao.com", "viber.com", "signal.me", "m.me")
)
"""Registered domains of links that open a chat with somebody."""
# A handle, or digits that stand alone, as a short code does: no price, time, order or host.
_CONTACT = re.compile(r"(?<![\w.])@[\w.]{3,32}|(?<![\w.,:/$€£¥₹-])\d{4,6}(?![\w,:/%€£¥₹-]|\.\w)")

Word = TypeVar("Word", Category, Lure, CallToAction)
Topic = tuple[Category, Lure, CallToAction]


def topic_features(texts: Sequence[str]) -> tuple[Features, ...]:
    """Words, four-grams and concepts of the beginnings of texts, folded to the topics' table."""
    reading = Reading([text[:MOST_CHARACTERS] for text in texts])
    return folded(words.words(reading), grams.grams(reading), concepts.concepts(reading))


def folded(word: Features, gram: Features, concept: Features) -> tuple[Features, ...]:
    """The same, of texts of at most ``MOST_CHARACTERS`` that were read before."""
    return (
        (word[0] >> np.uint32(words.BITS - TOPIC_BITS), word[1]),
        (gram[0] >> np.uint32(grams.BITS - TOPIC_BITS), gram[1]),
        (concept[0] + np.uint32(1 << TOPIC_BITS), concept[1]),
    )


def topics(weights: Weights, features: Sequence[Features], messages: Sequence[Message]) -> list[Topic]:
    """The likeliest category, lure and call to action of each message; ``features`` are ``topic_features`` of them."""
    if not messages:
        return []
    return named(topic_scores(weights, features, len(messages)), weights.topic_labels, messages)


def topic_scores(weights: Weights, features: Sequence[Features], many: int) -> NDArray[np.float32]:
    """(many, labels) how far each label is likely, higher is likelier.

    Each kind of feature counts 1/sqrt(n), as in ``judge.scores``.
    """
    scores = np.tile(weights.topic_offsets, (many, 1))
    for hashed, bounds in features:
        scores += _sums(weights, hashed, bounds) / np.sqrt(np.maximum(bounds[1:] - bounds[:-1], 1))[:, None]
    return scores


def named(scores: NDArray[np.float32], labels: Sequence[str], messages: Sequence[Message]) -> list[Topic]:
    """The likeliest of each kind by these scores (n, labels), and what is certain."""
    categories = _best(scores, labels, Category, "category") or [Category.OTHER] * len(messages)
    lures = _best(scores, labels, Lure, "lure") or [Lure.NONE] * len(messages)
    calls = _best(scores, labels, CallToAction, "call_to_action") or [CallToAction.NONE] * len(messages)
    return list(map(_certain, messages, categories, lures, calls))


def _sums(weights: Weights, hashed: NDArray[np.uint32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n, labels); the many features that say nothing are left out before the rows of the rest are gathered."""
    telling = weights.is_telling.take(hashed).nonzero()[0]
    rows = weights.topics.take(hashed.take(telling), axis=0)
    # A product with ones adds up rows in half the time that ``grams.sums`` takes.
    ones = np.ones(len(rows), np.float32)
    edges = telling.searchsorted(bounds).tolist()
    return np.array([ones[start:end] @ rows[start:end] for start, end in pairwise(edges)])


def called_back(topic: Topic) -> Topic:
    """The topic of a message that names a number dear to call: that number is what it is about.

    What is innocent stays so; phishing and fraud stay what they are.
    """
    category, lure, call = topic
    if category is Category.NOT_SPAM:
        return topic
    if category in (Category.NUISANCE, Category.OTHER):
        category = Category.PREMIUM
    if call in (CallToAction.CALL_BACK, CallToAction.NONE, CallToAction.REPLY):
        call = CallToAction.PREMIUM_CALL_BACK
    return category, lure, call


def dear_call(topic: Topic) -> Topic:
    """The topic of a call whose caller is dear to call back (``DEAR_CALLS``): without words, that is its kind."""
    category, lure, call = topic
    return (Category.PREMIUM if category is Category.NUISANCE else category), lure, call


def _best(scores: NDArray[np.float32], labels: Sequence[str], words: type[Word], kind: str) -> list[Word]:
    """The likeliest word of a vocabulary for each message; none where the weights know no word of it."""
    columns, known = _known(tuple(labels), words, kind)
    return [known[at] for at in scores.take(columns, axis=1).argmax(axis=1).tolist()] if known else []


@lru_cache(maxsize=16)
def _known(labels: tuple[str, ...], words: type[Word], kind: str) -> tuple[list[int], list[Word]]:
    """Which labels are words of a vocabulary, and those words."""
    columns = [at for at, label in enumerate(labels) if label.startswith(kind + ":")]
    return columns, [words(labels[at].partition(":")[2]) for at in columns]


def _names(message: Message) -> bool:
    """Whether a text names whom to answer, beside its links: a number, a handle, a short code, or a link to a chat.

    A mail has an address to answer to, and links below what it says: it is not asked.
    """
    if message.numbers or any(link.domain in _CHATS for link in message.links):
        return True
    return _CONTACT.search(message.text[:MOST_CHARACTERS]) is not None


def _certain(message: Message, category: Category, lure: Lure, call: CallToAction) -> Topic:
    """The labels, put right where the parts of the message leave no doubt."""
    is_dear = any(number.kind in DEAR_KINDS for number in message.numbers) if message.numbers else False
    if message.channel is Channel.VOICE and message.call is not None and not message.text:
        # Who talked to the caller need not call back. Whether that is dear, the detectors say (``dear_call``).
        return Category.NUISANCE, Lure.NONE, CallToAction.NONE if message.call.answered else CallToAction.CALL_BACK
    if is_dear and call in (CallToAction.CALL_BACK, CallToAction.NONE, CallToAction.REPLY):
        return category, lure, CallToAction.PREMIUM_CALL_BACK
    if call is CallToAction.LINK and not message.links:
        call = CallToAction.CALL_BACK if message.numbers else CallToAction.REPLY
    if call is CallToAction.ATTACHMENT and not message.attachments:
        call = CallToAction.LINK if message.links else CallToAction.REPLY
    if call is CallToAction.REPLY and message.links and message.channel is not Channel.EMAIL and not _names(message):
        call = CallToAction.LINK
    if call is CallToAction.NONE and message.links:
        call = CallToAction.LINK
    return category, lure, call
