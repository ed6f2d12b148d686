"""Text that a person cannot see."""

from collections.abc import Iterator
from math import log2

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_PREVIEW_WORDS, _MANY_WORDS = 25, 60
"""A preview line has about 150 characters."""
_MOST_TIMES = 16
"""Sixteen times as much hidden as seen is as bad as it gets: log2 of it makes the strength 5."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the markup hides more than a preview line of text, half as much as is seen or more.

    It is the stronger the more is hidden for each word that is seen: once more with each doubling beyond as much, where
    it is longer than newsletters' preview lines and what programs leave in comments.
    """
    hidden = len(message.hidden_text.split())
    if hidden <= _PREVIEW_WORDS:
        return
    seen = len(message.text.split(maxsplit=hidden * 2))
    if hidden * 2 > seen:
        times = hidden / max(seen, 1) if hidden > _MANY_WORDS else 1.0
        yield Finding(strength=1 + log2(min(max(times, 1.0), _MOST_TIMES)))
    elif hidden > _MANY_WORDS:
        yield Finding(strength=0.5)


DETECTOR = Detector(
    name="hidden-text",
    summary="markup hides text from the reader",
    reason="It holds text that a reader cannot see.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL, Channel.WEB, Channel.SEARCH}),
    needs="hidden_text",
    judge=judge,
)
