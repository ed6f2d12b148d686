"""Words whose letters stand apart."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.judge.detectors.figures_for_letters import SOUGHT
from spamatlas.model import Message, Origin

_MOST_CHARACTERS, _MOST_RUNS = 3_000, 50
_APART = 5
"""Letters: four with points between them are abbreviations (S.A.R.L., a.s.b.l.)."""
_LEAST_DISTINCT = 4
"""Fewer are marks in a table (y n n y y)."""
_SEPARATORS = " .-_*·/|~"
_LETTER = "[A-Za-z\\u00c0-\\u052f]"
_RUN = re.compile(rf"(?<![^\W_])({_LETTER})([ .\-_*·/|~])(?:{_LETTER}\2){{2,40}}{_LETTER}(?![^\W_])")
# Letters, and what stands for those beyond Latin-1, made one: single ones in a row are found faster than by a pattern.
_ALIKE = bytes(
    97 if chr(code).isalpha() or chr(code) == "?" else 32 if chr(code) in _SEPARATORS else 0 for code in range(256)
)
_LONE_LETTERS = b" a a a"
_VOWELS = frozenset("aeiouàáâãäåèéêëìíîïòóôõöùúûüаеёиоуыэюяієїαεηιουω")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where blanks, points, strokes or slashes part the letters of a word.

    Capitals apart are a heading as often as not: they count where they make a word that filters look for.
    """
    text = f"{message.subject}\n{message.text[:_MOST_CHARACTERS]}"
    if _LONE_LETTERS not in f" {text}".encode("latin-1", "replace").translate(_ALIKE):
        return
    for run in islice(_RUN.finditer(text), _MOST_RUNS):
        if _is_word(run[0].replace(run[2], "")):
            yield Finding()
            return


def _is_word(letters: str) -> bool:
    small = letters.lower()
    if small in SOUGHT:
        return True
    is_row = all(ord(after) == ord(before) + 1 for before, after in pairwise(small))
    is_of_letters = len(small) >= _APART and len(set(small)) >= _LEAST_DISTINCT and not _VOWELS.isdisjoint(small)
    return is_of_letters and not is_row and letters != letters.upper()


DETECTOR = Detector(
    name="spaced-letters",
    summary="words with blanks or points between their letters",
    reason="The letters of words stand apart, so that filters do not know the words.",
    weight=0.8,
    channels=TEXTS,
    judge=judge,
)
