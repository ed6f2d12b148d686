"""Words in signs that only look like letters."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_MOST_CHARACTERS = 3_000
_PLAYFUL = 0.5
"""Mathematical letters are the bold and italics of those who write where there are none (posts, names)."""

# Letters in brackets, circles and squares (Unicode, Enclosed Alphanumerics and their supplement), with what may part
# them; a ring or a square around one letter or two is a sign (trade marks, blood groups, parking).
_FRAMED = re.compile("(?:[\u249c-\u24e9\U0001f110-\U0001f189][ \u200b-\u200d\ufe0f]{0,2}){4,}")
# Halves of flags one by one (regional indicators): two side by side are a flag.
_HALVES = re.compile(
    "(?<![\U0001f1e6-\U0001f1ff])(?:[\U0001f1e6-\U0001f1ff][ \u200b-\u200d]{1,2}){3,}[\U0001f1e6-\U0001f1ff]"
)
# Mathematical Alphanumeric Symbols: a formula has no word of five.
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d6a3]{5,}")
# How all of these begin in UTF-8: found faster than by a pattern.
_BEGIN = (b"\xe2\x92", b"\xe2\x93", b"\xf0\x9d", b"\xf0\x9f\x84", b"\xf0\x9f\x85", b"\xf0\x9f\x86", b"\xf0\x9f\x87")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a word of letters in frames or of halves of flags; half of one for mathematical letters."""
    text = f"{message.subject}\n{message.text[:_MOST_CHARACTERS]}"
    octets = text.encode("utf-8", "replace")
    if not any(begin in octets for begin in _BEGIN):
        return
    if _FRAMED.search(text) or _HALVES.search(text):
        yield Finding()
    elif _MATHEMATICAL.search(text):
        yield Finding(strength=_PLAYFUL)


DETECTOR = Detector(
    name="framed-letters",
    summary="words in framed, emoji or mathematical letters",
    reason="Words are written in signs that only look like letters (framed, emoji or mathematical ones).",
    weight=1.0,
    channels=TEXTS,
    needs="beyond_ascii",
    judge=judge,
)
