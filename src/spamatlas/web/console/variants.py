"""The wordings of one campaign: alike ones together, the rarer ones shown as changes of the commonest."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

MOST_CHARACTERS = 2_000
MOST_WORDS = 300
"""Comparing takes time with the square of the words; what is beyond is left out of both."""

Change = Literal["same", "gone", "new"]
_WORD = re.compile(r"\s+|h(?:tt|xx)ps?://\S+|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+|.", re.DOTALL)
"""Spaces, links, words and single signs; scripts that write no spaces between words come apart into their signs."""


class Piece(Struct, frozen=True):
    """A run of words: the same as in the commonest wording, gone from it, or new."""

    change: Change
    text: str


class Variant(Struct, frozen=True):
    """One wording and how many of the looked-at reports have it; the commonest comes first and is all *same*."""

    reports: int
    pieces: tuple[Piece, ...]


def variants(texts: Sequence[str]) -> list[Variant]:
    """The wordings, the commonest first, then as they came; each as what was changed of the first, word by word."""
    counted = Counter(text[:MOST_CHARACTERS].strip() for text in texts if text.strip())
    if not counted:
        return []
    (common, many), *rarer = counted.most_common()
    return [
        Variant(many, (Piece("same", common),)),
        *(Variant(number, tuple(changes(common, text))) for text, number in rarer),
    ]


def changes(old: str, new: str) -> Iterator[Piece]:
    """What was changed, word by word: the pieces that are not gone make up the new text, those not new the old."""
    before, after = _words(old), _words(new)
    for kind, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[low:high]))
            continue
        if high > low:
            yield Piece("gone", "".join(before[low:high]))
        if end > start:
            yield Piece("new", "".join(after[start:end]))


def _words(text: str) -> list[str]:
    found = _WORD.findall(text)
    return [*found[:MOST_WORDS], "".join(found[MOST_WORDS:])] if len(found) > MOST_WORDS else found
