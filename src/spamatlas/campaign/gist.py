"""What a text says, without what senders change from copy to copy: what is read for its meaning."""

import re
import unicodedata

from spamatlas.campaign.confusables import DOUBLES, INVISIBLE
from spamatlas.model import Message

# Beyond this a text repeats itself or quotes others, and reading costs in proportion (1.5 ms a token of about four
# letters, one processor of November 2026).
READ_CHARACTERS = 400
_SEARCHED_CHARACTERS = 4 * READ_CHARACTERS
FEWEST_LETTERS = 24
"""Fewer letters say nothing that could be told from what others say; a sign of a script that writes a syllable or a
word with one sign counts for three."""

_DOT = r"(?:\.|\[\.\]|\(\.\)|\s?\[dot\]\s?)"
_ADDRESS = re.compile(r"[\w.%+-]{1,64}+@[\w-]{1,63}(?:" + _DOT + r"[\w-]{1,63}){1,5}")
_LINK = re.compile(
    r"h(?:tt|xx)ps?:?//\S+|(?<![\w@])[A-Za-z0-9][A-Za-z0-9-]{1,62}+(?:" + _DOT + r"[A-Za-z0-9-]{2,63}+){0,4}" + _DOT +
    r"(?:[a-z]{2,18})(?![A-Za-z0-9])(?:[/?:][!-~]*)?"
)  # fmt: skip
_FIGURE = re.compile(r"[+#]?[0-9](?:[0-9.,:/() -]*[0-9])?")
_CODE = re.compile(r"\b(?=[A-Z0-9-]*[0-9]{2})(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{5,}\b")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
# Figures and signs within a word, before two letters, or behind two; a nought beside a single letter.
_LEET = re.compile(
    r"(?<=[^\W\d_])[0-9@$!|]+(?=[^\W\d_])|(?<![\w@$])(?:[0-9@$](?=[^\W\d_]{2})|0(?=[^\W\d_]\b))"
    r"|(?:(?<=[^\W\d_]{2})[013457@$]{1,2}|(?<=\b[^\W\d_])0)(?![\w@$])"
)
_LETTERS_OF_FIGURES = str.maketrans("03457@$!|", "oeastasil")
_ONE = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])1(?=[bcdfghjkmnpqrstvwxz])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_DOUBLED = re.compile("[\u0370-\u058f\u13a0-\u13ff\uab70-\uabbf]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_TO_LATIN = str.maketrans({double: latin for latin, many in DOUBLES.items() for double in many})
# Latin letters that pass for Cyrillic ones, by those.
_TO_CYRILLIC = str.maketrans("aceopxykmtbhuABCEHKMOPTXY", "асеорхукмтвниАВСЕНКМОРТХУ")
_UNSEEN = dict.fromkeys(INVISIBLE)
_BLANKS = re.compile(r"\s+")


def gist(message: Message) -> str:
    """A text as it is read for its meaning: disguises undone, no links, addresses, numbers and codes.

    At most ``READ_CHARACTERS``; empty where there are too few letters to say anything. Personal: never logged, shown or
    kept.
    """
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    plain = _without_figures(_undisguised(text[:_SEARCHED_CHARACTERS]))[:READ_CHARACTERS].strip()
    return plain if _length(plain) >= FEWEST_LETTERS else ""


def _undisguised(text: str) -> str:
    """The words as people read them: marks that are not seen, letters of other scripts and figures for letters."""
    text = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    text = _CODE.sub(" ", _ADDRESS.sub(" ", _LINK.sub(" ", text)))
    text = _SPACED.sub(lambda run: run[0].replace(" ", ""), text)
    text = _LEET.sub(_as_letters, text)
    return _WORD.sub(_in_one_script, text) if not text.isascii() else text


def _as_letters(found: re.Match[str]) -> str:
    """Figures as the letters that they stand for; a one is an i between two consonants, else an l."""
    start, end, text = found.start(), found.end(), found.string
    beside = text[max(0, start - 1) : end + 1]
    return (
        _ONE.sub("i", beside)[start - max(0, start - 1) :][: end - start]
        .translate(_LETTERS_OF_FIGURES)
        .replace("1", "l")
    )


def _in_one_script(found: re.Match[str]) -> str:
    """A word of letters that look alike, in the script that most of them are of."""
    word = found[0]
    latin, doubled = len(_LATIN.findall(word)), len(_DOUBLED.findall(word))
    if not latin or not doubled:
        return word
    cyrillic = len(_CYRILLIC.findall(word))
    return word.translate(_TO_CYRILLIC) if cyrillic > latin else word.translate(_TO_LATIN)


def _without_figures(text: str) -> str:
    return _BLANKS.sub(" ", _FIGURE.sub(" ", text))


def _length(text: str) -> int:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) + 2 * sum(sign >= "\u2e80" for sign in letters)
