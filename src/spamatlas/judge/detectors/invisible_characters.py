"""Characters that nobody sees, within words."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_CUT = re.compile("[a-zA-Z\\u00c0-\\u052f][\\u00ad\\u200b\\u2060-\\u2064\\ufeff]{1,3}[a-zA-Z\\u00c0-\\u052f]")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when invisible characters cut words of alphabets that need none (Unicode UTS 39)."""
    if not message.text.isascii() and _CUT.search(message.text, 0, 3000):
        yield Finding()


DETECTOR = Detector(
    name="invisible-characters",
    summary="invisible characters inside words",
    reason="Words are cut by characters that nobody can see.",
    weight=1.4,
    channels=TEXTS,
    judge=judge,
)
