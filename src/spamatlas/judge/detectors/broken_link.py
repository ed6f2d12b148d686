"""A link written so that filters miss it."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_PIECES = re.compile(
    r"hxxps?:|\w ?[\[({](?:\.|dot)[\])}] ?\w|\w\[\.\w|\w(?: dot | d0t |\(dot\))(?:com|net|org|top|xyz)\b"
)
_SIGNS = ("dot", "d0t", "xxp", "[.", "(.", "{.")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for hxxp, bracketed dots, or a spelled-out dot before a common suffix."""
    text = message.text[:4000].lower()
    if any(sign in text for sign in _SIGNS) and _PIECES.search(text):
        yield Finding()


DETECTOR = Detector(
    name="broken-link",
    summary="a link with its dots or scheme taken apart",
    reason="A link is written in pieces so that filters miss it.",
    weight=1.0,
    channels=TEXTS,
    judge=judge,
)
