"""A page written for machines that search."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

# Ntoulas and others, Detecting Spam Web Pages through Content Analysis (WWW 2006), section 4.6: of pages that shrink to
# a quarter or less, 70 % were spam.
_SHRINKS = 4.0
_LEAST_BYTES, _MOST_CHARACTERS = 500, 20_000
_LEAST_WORDS, _SHARE = 40, 0.12
# A search engine shows a title and some 25 words: there one of them has to be a quarter, and others to come again too,
# as they do not in an honest list (vitamin A, vitamin B).
_FEW_WORDS, _SHARE_OF_FEW, _LEAST_TIMES, _LEAST_REPEATED = 12, 0.25, 5, 3
_OF_RESULTS = frozenset({Channel.SEARCH, Channel.WEB})
_WORD = re.compile(r"[^\W\d_]{4,30}")
_SEGMENTS = re.compile(r"[|,;/·–-]+")
_LEAST_SEGMENTS = 4


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where a text repeats itself: it shrinks to a quarter, one word is an eighth of it, or its title
    says the same thing four times. Of a result's title and few words one has to be a quarter.
    """
    text = message.text[:_MOST_CHARACTERS]
    whole = text.encode("utf-8", "replace")
    shrinks = len(whole) >= _LEAST_BYTES and len(whole) >= _SHRINKS * len(zlib.compress(whole, 6))
    title = message.subject[:300]
    of_few = message.channel in _OF_RESULTS and _is_one_of_few(f"{title} {text[:2000]}")
    if shrinks or of_few or _is_one_word(text) or _is_stuffed(title):
        yield Finding()


def _is_one_of_few(shown: str) -> bool:
    words = _WORD.findall(shown.lower())
    if not _FEW_WORDS <= len(words) < _LEAST_WORDS:
        return False
    times = Counter(words)
    has_others = sum(count > 1 for count in times.values()) >= _LEAST_REPEATED
    return has_others and max(times.values()) >= max(_LEAST_TIMES, _SHARE_OF_FEW * len(words))


def _is_one_word(text: str) -> bool:
    words = _WORD.findall(text.lower())
    return len(words) >= _LEAST_WORDS and Counter(words).most_common(1)[0][1] >= _SHARE * len(words)


def _is_stuffed(title: str) -> bool:
    parts = [set(_WORD.findall(part)) for part in _SEGMENTS.split(title.lower())]
    held = Counter(word for part in parts for word in part)
    return sum(map(bool, parts)) >= _LEAST_SEGMENTS and bool(held) and max(held.values()) >= _LEAST_SEGMENTS


DETECTOR = Detector(
    name="keyword-stuffing",
    summary="the same words over and over, for search engines",
    reason="It repeats the same words, as pages do that are written for search engines.",
    weight=1.2,
    channels=frozenset({Channel.SEARCH, Channel.WEB, Channel.SOCIAL}),
    judge=judge,
)
