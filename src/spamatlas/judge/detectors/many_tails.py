"""One offer for many places or makes, written for machines that search."""

import re
from collections import Counter
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_MOST_CHARACTERS, _MOST_SEGMENTS = 4_000, 200
_LEAST_TAILS, _SHARE = 5, 0.6
_SEGMENT = re.compile(r"[|,;/·•\n、，；—]|\s[–-]\s")
_WORD = re.compile(r"[^\W\d_]{2,30}")
_LONGEST_SEGMENT = 5  # words
_LETTERS_HELD = 2  # of a segment that is written without blanks
_BETWEEN = frozenset({"in", "near", "for", "at", "en", "de", "da", "à", "a", "bei", "für", "w", "di", "em"})


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where five short parts of a text or more, and most of them, are one offer with another tail.

    Doorway pages are made so, one line for each place or make that people ask for: term spamming, as Gyongyi and
    Garcia-Molina call it (Web Spam Taxonomy, AIRWeb 2005); the figures are ours. Parts stand between commas, bars and
    lines; the offer is their first word, or their last.
    """
    parts = [
        words for part in _SEGMENT.split(message.text[:_MOST_CHARACTERS])[:_MOST_SEGMENTS] if (words := _words(part))
    ]
    if len(parts) < _LEAST_TAILS:
        return
    for tails in (_tails(parts), _tails([words[::-1] for words in parts])):
        if tails >= max(_LEAST_TAILS, _SHARE * len(parts)):
            yield Finding({"count": str(tails)})
            return


def _words(part: str) -> tuple[str, ...]:
    """The words of a part; of one that is written without blanks its first letters and its last ones."""
    words = _WORD.findall(part.lower())
    if len(words) == 1 and len(words[0]) > _LETTERS_HELD and words[0][0] > "\u2e7f":
        return words[0][:-_LETTERS_HELD], words[0][-_LETTERS_HELD:]
    return tuple(word for word in words if word not in _BETWEEN)


def _tails(parts: list[tuple[str, ...]]) -> int:
    """With how many different tails the word stands that most parts start with."""
    pairs = {words for words in parts if 2 <= len(words) <= _LONGEST_SEGMENT and _may_be_offer(words[0])}
    return max(Counter(words[0] for words in pairs).values(), default=0)


def _may_be_offer(word: str) -> bool:
    return len(word) > 3 or word[0] > "\u2e7f"


DETECTOR = Detector(
    name="many-tails",
    summary="one offer written out for many places or makes",
    reason="It writes out one offer for {count} places or makes, as pages do that are written for search engines.",
    weight=1.0,
    channels=frozenset({Channel.SEARCH, Channel.WEB}),
    judge=judge,
)
