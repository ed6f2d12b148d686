"""What kind of spam, what story, what it wants: linear labels on words and four-grams, and what is certain."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.grams import Features, sums
from spamatlas.judge.weights import TOPIC_BITS, Weights
from spamatlas.model import CallToAction, Category, Lure, Message

# The beginning of a long mail tells its story; more costs time.
_MOST_FEATURES = 1500

Topic = tuple[Category, Lure, CallToAction]


def topic_features(found: Features, bits: int) -> Features:
    """Features folded to the topics' table."""
    hashed, bounds = found
    return hashed >> np.uint32(bits - TOPIC_BITS), bounds


def topics(
    weights: Weights, kinds: Sequence[Features], messages: Sequence[Message], rows: Sequence[int]
) -> list[Topic]:
    """The likeliest category, lure and call to action of ``messages[row]`` for each row.

    ``kinds`` are the features of all messages, folded; a message's score is the mean over each kind's features.
    """
    scores = np.tile(weights.topic_offsets.astype(np.float32), (len(rows), 1))
    for hashed, bounds in kinds:
        ends = np.minimum(bounds[1:], bounds[:-1] + _MOST_FEATURES)
        spans = [hashed[bounds[row] : ends[row]] for row in rows]
        inner = np.concatenate(([0], np.cumsum([len(span) for span in spans])))
        values = weights.topics[np.concatenate(spans)] if spans else weights.topics[:0]
        scores += sums(values.astype(np.float32), inner) / np.sqrt(np.maximum(np.diff(inner), 1))[:, None]
    best = [_best(scores, weights.topic_labels, kind) for kind in ("category", "lure", "call_to_action")]
    return [
        _certain(messages[row], Category(category), Lure(lure), CallToAction(call))
        for row, category, lure, call in zip(rows, *best, strict=True)
    ]


def _best(scores: NDArray[np.float32], labels: Sequence[str], kind: str) -> list[str]:
    columns = [at for at, label in enumerate(labels) if label.startswith(kind + ":")]
    if not columns:
        return [{"category": "other"}.get(kind, "none")] * len(scores)
    return [labels[columns[at]].partition(":")[2] for at in scores[:, columns].argmax(axis=1)]


def _certain(message: Message, category: Category, lure: Lure, call: CallToAction) -> Topic:
    """The labels, put right where the parts of the message leave no doubt."""
    is_dear = any(number.kind in ("premium", "shared_cost") for number in message.numbers)
    if message.call is not None and not message.text:
        return (
            Category.PREMIUM if is_dear or not message.call.answered else Category.NUISANCE,
            Lure.NONE,
            CallToAction.CALL_BACK,
        )
    if is_dear and call in (CallToAction.CALL_BACK, CallToAction.NONE, CallToAction.REPLY):
        return category, lure, CallToAction.PREMIUM_CALL_BACK
    if call is CallToAction.LINK and not message.links:
        call = CallToAction.CALL_BACK if message.numbers else CallToAction.REPLY
    if call is CallToAction.ATTACHMENT and not message.attachments:
        call = CallToAction.LINK if message.links else CallToAction.REPLY
    if call is CallToAction.NONE and message.links:
        call = CallToAction.LINK
    return category, lure, call
