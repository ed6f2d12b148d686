"""Words with a line or a row of points through all their letters."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_MOST_CHARACTERS = 3_000
_LEAST_LETTERS = 4

_MARK = "[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\ufe20-\\ufe2f]"
_LETTER = "[A-Za-z\\u00c0-\\u052f]"
# The same mark after one letter after another, as no language writes them: of decomposed Vietnamese, Yoruba or Sanskrit
# some letters have it. It begins with the rare sign, so that the search skips to it.
_IN_A_ROW = re.compile(rf"({_MARK}{_MARK}{{0,3}})(?:{_LETTER}\1){{{_LEAST_LETTERS - 1}}}")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the same combining mark (Unicode, section 7.9) on four letters in a row or more."""
    if _IN_A_ROW.search(f"{message.subject}\n{message.text[:_MOST_CHARACTERS]}"):
        yield Finding()


DETECTOR = Detector(
    name="marked-letters",
    summary="words with the same mark on every letter",
    reason="Every letter of some words carries the same line or point, so that filters do not know the words.",
    weight=0.8,
    channels=TEXTS,
    needs="beyond_ascii",
    judge=judge,
)
