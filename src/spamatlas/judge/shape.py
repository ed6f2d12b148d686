"""The look of a message in figures: how long, how loud, how many links."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.reading import Reading, widths
from spamatlas.model import Channel, Message

FEATURES = (
    "always", "log_length", "capitals", "digits", "exclamations", "money", "percent", "questions", "links",
    "domains", "numbers", "attachments", "markup", "hidden", "quoted", "long_words",
)  # fmt: skip
_SIGNS = ("0", "!", "$£€", "%", "?", " \n")
"""What is counted: digits (``Reading`` makes all of them 0), shouts, money, per cent, questions, blanks."""
_KIND = np.zeros(65536, np.uint8)
for _number, _alike in enumerate(_SIGNS, 1):
    _KIND[list(map(ord, _alike))] = _number


def shape(messages: Sequence[Message], reading: Reading) -> NDArray[np.float32]:
    """(n, len(FEATURES)): shares and logarithms, each roughly within 0..1."""
    length = np.maximum(reading.lengths, 1)
    digits, shouts, money, percent, asks, blanks = _counts(reading)
    held = np.array([_parts(message) for message in messages], np.float64).reshape(len(messages), 7)
    columns = (
        np.ones(len(messages)),
        np.log1p(length) / 8,
        np.minimum(reading.capitals / length, 0.5) * 2,
        np.minimum(digits / length, 0.5) * 2,
        np.log1p(shouts) / 3,
        np.log1p(money) / 3,
        np.log1p(percent) / 3,
        np.log1p(asks) / 3,
        *held[:, :6].T,
        held[:, 6],
        np.minimum(length / (blanks + 1) / 20, 2),
    )
    return np.array(columns).T.astype(np.float32, order="C")


def group_of(channel: Channel) -> int:
    """0 for mail, 1 for every other channel: their texts differ in length and form."""
    return 0 if channel is Channel.EMAIL else 1


def fusion_of(message: Message) -> int:
    """How a message's scores are fused: 0 for mail, 1 for every other channel, 2 for mail that has its text alone.

    What was pasted or forwarded by hand has lost the header, page and links by which findings speak.
    """
    if message.channel is Channel.EMAIL and not message.headers and not message.html_bytes:
        return 2
    return group_of(message.channel)


def _parts(message: Message) -> tuple[float, ...]:
    links, text = message.links, message.text
    return (
        min(len(links), 10) / 3,
        min(len({link.domain for link in links[:20]}), 8) / 3 if links else 0,
        min(len(message.numbers), 3),
        min(len(message.attachments), 3),
        1.0 if message.html_bytes else 0.0,
        1.0 if len(message.hidden_text) > 20 else 0.0,
        min(text.count("\n>") / (text.count("\n") + 1), 1.0) if "\n>" in text else 0.0,
    )


def _counts(reading: Reading) -> NDArray[np.int64]:
    """(signs, n): how many of each of ``_SIGNS`` every message has."""
    kinds = _KIND.take(reading.units)
    at = (kinds != 0).nonzero()[0]
    messages, width = len(reading.starts), len(_SIGNS) + 1
    each = widths(at.searchsorted(reading.starts), len(at))
    cells = (np.arange(messages) * width).repeat(each) + kinds.take(at)  # a row of the table each, a column a sign
    return np.bincount(cells, minlength=messages * width).reshape(messages, width)[:, 1:].T
