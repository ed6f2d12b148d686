"""The wordings of one campaign, as they came; each shown as changes of the commonest that was there before it."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

MOST_CHARACTERS = 2_000
MOST_WORDS = 300
"""Comparing takes time with the square of the words; what is beyond is left out of both."""

LEAST_ALIKE = 1 / 3
"""Of two texts that have less in common a diff is harder to read than the text."""

Change = Literal["same", "gone", "new"]
_WORD = re.compile(r"\s+|h(?:tt|xx)ps?://\S+|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+|.", re.DOTALL)
"""Spaces, links, words and single signs; scripts that write no spaces between words come apart into their signs."""


class Piece(Struct, frozen=True):
    """A run of words: the same as in the wording that it is compared with, gone from it, or new."""

    change: Change
    text: str


class Variant(Struct, frozen=True):
    """``against`` is the place (from 0) of the wording that it is compared with, None for the first.

    ``alike`` is the share (0..1) of its letters that stand in the other one too; below ``LEAST_ALIKE`` the text is
    given whole, all *same*. Without pieces the text can't be read any more, or is none.
    """

    against: int | None
    alike: float
    pieces: tuple[Piece, ...]


def variants(wordings: Sequence[tuple[int, str]]) -> list[Variant]:
    """One for each wording (its reports, its text), in the order in which they came."""
    texts = [text[:MOST_CHARACTERS].strip() for _, text in wordings]
    found = []
    for place, text in enumerate(texts):
        before = [other for other in range(place) if texts[other]]
        common = max(before, key=lambda other: wordings[other][0], default=None)
        told = tuple(changes(texts[common], text)) if text and common is not None else ()
        alike = likeness(told)
        found.append(Variant(common if text else None, alike, told if alike >= LEAST_ALIKE else _whole(text)))
    return found


def likeness(pieces: Sequence[Piece]) -> float:
    """The share (0..1) of the new text's letters that the old one has too."""
    said = sum(_letters(each) for each in pieces if each.change != "gone")
    return sum(_letters(each) for each in pieces if each.change == "same") / said if said else 0.0


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


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece("same", text),) if text else ()


def _letters(piece: Piece) -> int:
    return sum(not sign.isspace() for sign in piece.text)


def _words(text: str) -> list[str]:
    found = _WORD.findall(text)
    return [*found[:MOST_WORDS], "".join(found[MOST_WORDS:])] if len(found) > MOST_WORDS else found
