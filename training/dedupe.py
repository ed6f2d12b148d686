"""Leaving out exact and near copies, so that no fold knows another's texts."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from training.examples import Example

_NOT_LETTERS = re.compile(r"[\W\d_]+")
_WINDOW, _SKETCH, _SHARED = 24, 8, 4


def without_copies(examples: Iterable[Example]) -> Iterator[Example]:
    """The first of each group of near copies of one label.

    Two texts are near copies when, letters only, they share half of the eight smallest hashes of their
    24-letter pieces (Broder, 1997), or all letters where they are shorter.
    """
    seen: dict[bytes, int] = {}
    for example in examples:
        sketch = _sketch(example)
        shared = sum(mark in seen for mark in sketch)
        if sketch and shared * _SKETCH >= _SHARED * len(sketch):
            continue
        for mark in sketch:
            seen[mark] = 1
        yield example


def _sketch(example: Example) -> set[bytes]:
    letters = _NOT_LETTERS.sub("", f"{example.message.subject}{example.message.text}"[:4000]).lower()
    step = max(1, len(letters) // 600)
    pieces = {letters[at : at + _WINDOW] for at in range(0, max(1, len(letters) - _WINDOW + 1), step)}
    if step > 1:
        pieces = {
            piece for piece in (letters[at : at + _WINDOW] for at in range(len(letters))) if hash_of(piece)[0] < 64
        }
    return set(sorted(map(hash_of, pieces))[:_SKETCH]) if letters else set()


def hash_of(piece: str) -> bytes:
    """Eight bytes that stand for a piece."""
    return blake2b(piece.encode("utf-8", "replace"), digest_size=8).digest()
