"""A link written so that filters miss it."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

# Each begins with what is rare in a text, so that the search skips to it.
_BRACKETED = re.compile(r"[\[({](?:(?:(?<=\w.)|(?<=\w .))(?:\.|dot)[\])}] ?\w|(?<=\w\[)\.\w)")
_SPELLED = re.compile(r" d(?<=\w d)[o0]t (?:com|net|org|top|xyz)\b")
_SCHEMES = ("hxxp:", "hxxps:")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for hxxp, bracketed dots, or a spelled-out dot before a common suffix."""
    text = message.text[:4000].lower()
    if _BRACKETED.search(text) or _SPELLED.search(text) or any(scheme in text for scheme in _SCHEMES):
        yield Finding()


DETECTOR = Detector(
    name="broken-link",
    summary="a link with its dots or scheme taken apart",
    reason="A link is written in pieces so that filters miss it.",
    weight=1.0,
    channels=TEXTS,
    judge=judge,
)
