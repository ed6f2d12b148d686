"""A link written so that filters miss it."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

# Each begins with one character that is rare in a text, so that the search leaps to it.
_INSIDE = r"(?:(?:(?<=\w.)|(?<=\w .))(?:\.|dot)[\])}] ?\w|(?<=\w\[)\.\w)"
_SQUARE, _ROUND, _CURLY = (re.compile(re.escape(bracket) + _INSIDE).search for bracket in "[({")
_SPELLED = re.compile(r" d(?<=\w d)[o0]t (?:com|net|org|top|xyz)\b")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for hxxp, bracketed dots, or a spelled-out dot before a common suffix."""
    text = message.text[:4000].lower()
    if _SQUARE(text) or _ROUND(text) or _CURLY(text) or _SPELLED.search(text) or _is_masked(text):
        yield Finding()


def _is_masked(text: str) -> bool:
    return "hxxp" in text and ("hxxp:" in text or "hxxps:" in text)


DETECTOR = Detector(
    name="broken-link",
    summary="a link with its dots or scheme taken apart",
    reason="A link is written in pieces so that filters miss it.",
    weight=1.0,
    channels=TEXTS,
    judge=judge,
)
