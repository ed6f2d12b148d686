"""A text in capitals."""

from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a text of some length is mostly capitals."""
    text = message.text[:600]
    if len(text) > 30 and text == text.upper() != text.lower():
        yield Finding()


DETECTOR = Detector(
    name="shouting",
    summary="most letters are capitals",
    reason="Most of it is written in capitals.",
    weight=0.5,
    channels=TEXTS,
    judge=judge,
)
