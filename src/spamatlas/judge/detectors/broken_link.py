"""A link written so that filters miss it."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

# Each begins with one character that is rare in a text: most texts are settled by a look for that.
_INSIDE = r"(?:(?:(?<=\w.)|(?<=\w .))(?:\.|dot)[\])}] ?\w|(?<=\w\[)\.\w)"
_OPENED = {bracket: re.compile(re.escape(bracket) + _INSIDE) for bracket in "[({"}
_SPELLED = re.compile(r" d(?<=\w d)[o0]t (?:com|net|org|top|xyz)\b")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for hxxp, bracketed dots, or a spelled-out dot before a common suffix."""
    text = message.text[:4000].lower()
    if _is_bracketed(text) or _is_spelled(text) or _is_masked(text):
        yield Finding()


def _is_bracketed(text: str) -> bool:
    return any(bracket in text and opened.search(text) for bracket, opened in _OPENED.items())


def _is_spelled(text: str) -> bool:
    return (" dot " in text or " d0t " in text) and _SPELLED.search(text) is not None


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
