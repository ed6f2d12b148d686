"""Taking disguise off a text, cheaply, before anything is scored."""

import re
import unicodedata

# Default-ignorable and bidirectional controls (Unicode Standard Annex 9, and DerivedCoreProperties).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ODD = re.compile(
    "[\u00ad\u0370-\u052f\u1d00-\u1dbf\u200b-\u206f\u2100-\u214f\u2460-\u24ff\uff00-\uffef\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff\u034f\u061c\u115f\u1160\u180e\ufe00-\ufe0f\ufeff\u0300-\u036f]"
)
# A Latin word with letters of another alphabet in it, or the reverse.
_MIXED_HINT = re.compile("[\u0370-\u058f](?:[a-zA-Z]|(?<=[a-zA-Z].))")
_MIXED = re.compile("(?<![a-zA-Z0-9\u00c0-\u058f])[a-zA-Z0-9\u00c0-\u058f]{2,60}")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_]([ .\-_*·])){3,}[^\W\d_](?![^\W_])")
_SPACED_HINT = re.compile(r"([ .\-_*·])[a-zA-Z]\1[a-zA-Z]\1[a-zA-Z](?![a-zA-Z])")
# Letters made one letter and separators blanks: three single letters are then found faster than by a pattern.
_ALIKE = bytes(97 if chr(code).isalpha() and code < 128 else 32 if chr(code) in " .-_*·" else 0 for code in range(256))
_LONE_LETTERS = b" a a a"
_LEET = re.compile(r"(?<![^\W_])(?=[a-z]*[0134578@$])(?=(?:[0134578@$]*[a-z]){2})[a-z0134578@$]{4,24}(?![^\W_])")
_LEET_LETTERS = str.maketrans("0134578@$", "oieastbas")

# Letters that look like Latin ones (a part of Unicode Technical Standard 39, confusables).
_LOOKALIKES = str.maketrans(
    "аеорсухѕіјӏԁԛԝһոցνοαιкмтгвнАВЕКМНОРСТУХЅІЈԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧρτυκΥзьу",
    "aeopcyxsijldqwhngvoaikmtrbhABEKMHOPCTYXSIJGABEZHIKMNOPTYXptukYzby",
)


def undisguised(text: str) -> str:
    """The text as a person reads it: no invisible characters, look-alike letters in mixed words made Latin,
    styled letters plain (NFKC), spaced-out words closed.

    Pure ASCII passes with one search. Words wholly in another alphabet stay as they are.
    """
    if not text.isascii() and _ODD.search(text):
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFKC", text)
        if _MIXED_HINT.search(text):
            text = _MIXED.sub(_latin, text)
    if _LONE_LETTERS in text.encode("latin-1", "replace").translate(_ALIKE) and _SPACED_HINT.search(text):
        text = _SPACED.sub(lambda found: found.group().replace(found.group(1), ""), text)
    return text


def unleeted(word: str) -> str:
    """A lower-case word with the digits that stand for letters read as letters."""
    return word.translate(_LEET_LETTERS)


def plain_words(text: str) -> str:
    """Lower-case text in which words like ``p4yp4l`` are written with letters."""
    return _LEET.sub(lambda found: unleeted(found.group()), text)


def is_disguised(text: str) -> bool:
    """Whether a word mixes alphabets so as to look Latin."""
    return not text.isascii() and _MIXED_HINT.search(text) is not None


def _latin(word: re.Match[str]) -> str:
    return word.group().translate(_LOOKALIKES) if _MIXED_HINT.search(word.group()) else word.group()
