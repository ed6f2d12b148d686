"""Texts written so that a filter misreads them and a person does not."""

import random
import re

DISGUISES = ("homoglyphs", "zero_width", "spaced", "leet", "dotted", "bold")
_KEPT = re.compile(r"(\[\[|\|[^\]]*\]\]|https?://\S+|\S+@\S+)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LATIN, _CYRILLIC = "aeopcxyiABEHKMOPCTX", "аеорсхуіАВЕНКМОРСТХ"
_LIKE = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)
_DIGITS = str.maketrans("aeiosAEIOS", "4310543105")
_BOLD = str.maketrans(
    {chr(65 + at): chr(0x1D400 + at) for at in range(26)} | {chr(97 + at): chr(0x1D41A + at) for at in range(26)}
)


def disguised(text: str, how: str, chance: random.Random) -> str:
    """The text with a good part of its longer words in disguise; addresses stay as they are."""
    if not how:
        return text
    pieces = _KEPT.split(text)
    return "".join(
        piece if at % 2 else _WORD.sub(lambda word: _word(word.group(), how, chance), piece)
        for at, piece in enumerate(pieces)
    )


def _word(word: str, how: str, chance: random.Random) -> str:
    share = 0.15 if how in ("spaced", "leet", "dotted", "bold") else 0.5
    if chance.random() > share:
        return word
    if how == "homoglyphs":
        return word.translate(_LIKE)
    if how == "leet":
        return word.translate(_DIGITS)
    if how == "bold":
        return word.translate(_BOLD)
    return {"zero_width": chance.choice("\u200b\u200c\u2060\u00ad"), "spaced": " ", "dotted": "."}[how].join(word)
