"""Characters that nobody sees, within words."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_UNSEEN = (
    "[\\u00ad\\u034f\\u200b-\\u200d\\u202a-\\u202e"
    "\\u2060-\\u2064\\u2066-\\u2069\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\U000e0000-\\U000e01ef]"
)
_LETTER = "[a-zA-Z\\u00c0-\\u052f]"
# It begins with the rare character, so that the search skips to it.
_CUT = re.compile(f"{_UNSEEN}(?<={_LETTER}.){_UNSEEN}{{0,2}}{_LETTER}")


def is_cut(text: str) -> bool:
    """Whether an invisible character stands within a word of the first 3000 characters."""
    return not text.isascii() and _CUT.search(text, 0, 3000) is not None


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when invisible characters cut words of alphabets that need none (Unicode UTS 39)."""
    if is_cut(message.text):
        yield Finding()


DETECTOR = Detector(
    name="invisible-characters",
    summary="invisible characters inside words",
    reason="Words are cut by characters that nobody can see.",
    weight=1.4,
    channels=TEXTS,
    needs="beyond_ascii",
    judge=judge,
)
