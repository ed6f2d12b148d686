"""Taking disguise off a text, cheaply, before anything is scored."""

import re
import unicodedata

from spamatlas.judge.direction import as_read
from spamatlas.judge.encoded import unencoded
from spamatlas.model.thin_blanks import without_thin_blanks

# Default-ignorable and bidirectional controls (Unicode Standard Annex 9, and DerivedCoreProperties), blanks that look
# like nothing (Hangul fillers, the empty Braille pattern), strokes through letters, the frame of a keycap, what sets
# notes between lines (Unicode, section 23.8).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\u0334-\u0338\u20d0-\u20f0\U000e0000-\U000e01ef]"
)
# All that is neither a letter of an alphabet nor a usual sign; what of it NFKC does not make plain; other alphabets.
_ODD_SIGNS = (
    "\u00ad\u0250-\u02af\u0300-\u036f\u03d0-\u03f9\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1d00-\u1dff\u200b-\u206f\u20d0-\u20f0"
    "\u2100-\u214f\u2460-\u24ff\u2800\u3164\ua730\ua731\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uff00-\ufffb\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff"
    "\U000e0000-\U000e01ef"
)
_FOREIGN_LETTERS = "\u0370-\u058f\u13a0-\u13f5\ua4d0-\ua4f7"
_ODD, _FOREIGN = re.compile(f"[{_ODD_SIGNS}]"), re.compile(f"[{_FOREIGN_LETTERS}]")
_STRANGE = re.compile(f"[{_ODD_SIGNS}{_FOREIGN_LETTERS}]")
_FANCY = re.compile(
    "[\u0250-\u02af\u0300-\u036f\u1ab0-\u1aff\u1d00-\u1d2b\u1dc0-\u1dff\u249c-\u24b5\ua730\ua731\ufe20-\ufe2f\U0001f110-\U0001f1ff]"
)
# Marks on letters (Unicode, section 7.9). What of them is left after NFKC makes one letter with none.
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]"
_MARKS = re.compile(f"{_MARK}+")
# One mark on three letters in a row is a line or a row of points, also where it makes a letter of another language
# with some of them; it begins with the rare sign, so that the search skips to it.
_UNDERLINED = re.compile(rf"({_MARK}{{1,4}})[^\W\d_]\1[^\W\d_]\1")
# One half of a flag alone is a letter in a frame.
_LONE_FLAG = re.compile("(?<![\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff](?![\U0001f1e6-\U0001f1ff])")
# A Latin word with letters of another alphabet in it, or the reverse.
_MIXED_HINT = re.compile("[\u0370-\u058f\u13a0-\u13f5\ua4d0-\ua4f7](?:[a-zA-Z]|(?<=[a-zA-Z].))")
_MIXED = re.compile("(?<![a-zA-Z0-9\u00c0-\u058f])[a-zA-Z0-9\u00c0-\u058f\u13a0-\u13f5\ua4d0-\ua4f7]{2,60}")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*·/|~]){3,}[^\W\d_](?![^\W_])")
_SEPARATORS = " .-_*·/|~"
_FOREIGN_SPACED_HINT = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_](?![^\W_])")
_SPACED_HINT = re.compile(r"([ .\-_*·/|~])[a-zA-Z]\1[a-zA-Z]\1[a-zA-Z](?![a-zA-Z])")
# Letters made one letter, separators blanks and figures that stand for letters one figure: three single letters, and
# a figure between two letters, are then found faster than by a pattern.
_ALIKE = bytes(
    97
    if chr(code).isalpha() and code < 128
    else 32
    if chr(code) in _SEPARATORS
    else 48
    if chr(code) in "013457@$"
    else 0
    for code in range(256)
)
_ASCII = bytes(range(128))
_LONE_LETTERS, _FIGURE_AMONG_LETTERS = b" a a a", b"a0a"
# A word of letters with single figures between them; no part of a link, an address or a number.
_LEETED = re.compile(r"(?<![\w./:@$&=%+#?~-])[A-Za-z]+(?:[013457@$][A-Za-z]+)+(?![\w@$/=&%#~-]|[.:][\w/])")
_BLANK = re.compile("[ \n]")
_ONE = re.compile("(?<=[aeiou])1|1(?=[aeiou])")
_LEET_LETTERS = str.maketrans("0134578@$", "oieastbas")
_SHORTEST_LEETED = 4

# Letters that look like Latin ones (a part of Unicode Technical Standard 39, confusables): Cyrillic, Armenian, Greek;
# Cherokee and Lisu.
_LIKE_CHEROKEE = "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴꓐꓑꓓꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴꓔ"
_LOOKALIKES = str.maketrans(
    "аеорсухѕіјӏԁԛԝһոցօνοαιкмтгвнАВЕКМНОРСТУХЅІЈԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧρτυκΥзьу" + _LIKE_CHEROKEE,
    "aeopcyxsijldqwhngovoaikmtrbhABEKMHOPCTYXSIJGABEZHIKMNOPTYXptukYzby"
    "DRTiAJEWMHYGhZbRWSVSLCPKdGBBPDGKJCZFMNLSRVHWXYAEIOUT",
)
_BORROWED = "аеорсухѕіјӏԁԛԝһАВЕКМНОРСТУХЅІЈԌ"
# A letter that looks like none of the Latin ones.
_OWN = re.compile(f"(?![{_BORROWED}])[\u0400-\u058f]|(?![{_LIKE_CHEROKEE}])[\u13a0-\u13f5\ua4d0-\ua4f7]")
_CYRILLIC_OWN = re.compile("[БГДЖЗИЙЛПФЦЧШЩЪЫЭЮЯбгджзийлпфцчшщъыэюяЇїЄєҐґЎў]")
_TO_CYRILLIC = str.maketrans("aeopcyxkmtiABEKMHOPCTYXI", "аеорсухкмтіАВЕКМНОРСТУХІ")
_BORROWED_HINT = re.compile("[\u0400-\u04ff\u13a0-\u13f5\ua4d0-\ua4f7]")
_LATIN = re.compile("[A-Za-z]")
# Letters in circles, squares and brackets, which Unicode does not call compatible with plain ones, and small capitals.
_FRAMED = {first + place: chr(65 + place) for first in (0x1F110, 0x1F130, 0x1F150, 0x1F170) for place in range(26)} | {
    0x249C + place: chr(97 + place) for place in range(26)
}
# Two of them are those of Cyrillic letters as well, which mixed words are then made Latin from.
_STYLED = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıɩᴦᴧᴨᴩᴫ", "aвcdefgнijklmnoprstuvwyzagiiглпрл") | _FRAMED


def undisguised(text: str) -> str:
    """The text as a person reads it: words in codes of machines decoded, no invisible characters, look-alike letters in
    mixed words made Latin, styled and framed letters plain (NFKC and more), what overrides and isolates turn round
    turned back, marks off letters that make none with them, spaced-out words closed, figures between letters read as
    letters.

    Pure ASCII passes with few searches. Words wholly in another alphabet stay as they are, unless all letters of that
    alphabet in a text look like Latin ones.
    """
    text = unencoded(text)
    if not text.isascii():
        text = without_thin_blanks(text)
        beyond = _beyond_ascii(text)
        if _STRANGE.search(beyond):
            if _ODD.search(beyond):
                text = _plain(text)
                beyond = _beyond_ascii(text)
            if _FOREIGN.search(beyond):
                text = _in_latin(text)
                if _FOREIGN_SPACED_HINT.search(text):
                    return _SPACED.sub(_closed, text)
    alike = _alike(text)
    if _LONE_LETTERS in alike and _SPACED_HINT.search(text):
        text = _SPACED.sub(_closed, text)
    return _without_figures(text) if _FIGURE_AMONG_LETTERS in alike else text


def _beyond_ascii(text: str) -> str:
    """The characters of a text that are not of ASCII: in most they are few, and sooner searched than the whole."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    text = _INVISIBLE.sub("", as_read(text))
    if _FANCY.search(text):
        text = _without_lines(text)
        text = _LONE_FLAG.sub(lambda found: chr(ord(found[0]) - 0x1F1E6 + 65), text.translate(_STYLED))
        return _MARKS.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", text)


def _without_lines(text: str) -> str:
    """The text without the marks that stand under, over or in one letter after another."""
    marks = {mark for marks in _UNDERLINED.findall(text) for mark in marks}
    return text.translate(dict.fromkeys(map(ord, marks))) if marks else text


def _in_latin(text: str) -> str:
    """Mixed words in Latin letters; all words, where a text has Latin letters and all others only look like them."""
    if _MIXED_HINT.search(text):
        text = _MIXED.sub(_latin, text)
    is_borrowed = not _OWN.search(text) and _BORROWED_HINT.search(text) and _LATIN.search(text)
    return text.translate(_LOOKALIKES) if is_borrowed else text


def _closed(run: re.Match[str]) -> str:
    """A run of single letters without the separators that stand between the letters; rarer ones part words."""
    text = run[0]
    for separator in _SEPARATORS:
        if text.count(separator) > 2:
            text = text.replace(separator, "")
    return text


def _alike(text: str) -> bytes:
    """Of each character of the text, in its place, what it is alike to (``_ALIKE``)."""
    return text.encode("latin-1", "replace").translate(_ALIKE)


def _without_figures(text: str) -> str:
    """The text with figures read as letters in small words.

    The slow pattern sees only what stands between blanks and has a figure among letters. Nothing that it matches has a
    blank in it, and a blank beside a match is to it as the text's end is.
    """
    alike = _alike(text)
    read: list[str] = []
    end = 0
    while (at := alike.find(_FIGURE_AMONG_LETTERS, end)) >= 0:
        start = max(text.rfind(" ", end, at), text.rfind("\n", end, at), end - 1) + 1
        blank = _BLANK.search(text, at)
        stop = blank.start() if blank else len(text)
        read += (text[end:start], _LEETED.sub(_in_letters, text[start:stop]))
        end = stop  # beyond ``at``, which is a letter
    return "".join((*read, text[end:]))


def _in_letters(found: re.Match[str]) -> str:
    """A small word with its figures read as letters, where it has twice as many letters; 1 beside a vowel is an l.

    Capitals after the first letter are of codes and reference numbers.
    """
    word = found[0]
    letters = sum(map(str.isalpha, word))
    if letters < 2 * (len(word) - letters) or len(word) < _SHORTEST_LEETED or word[1:] != word[1:].lower():
        return word
    return unleeted(_ONE.sub("l", word))


def unleeted(word: str) -> str:
    """A lower-case word with the digits that stand for letters read as letters."""
    return word.translate(_LEET_LETTERS)


def is_disguised(text: str) -> bool:
    """Whether a word mixes alphabets so as to look Latin."""
    return not text.isascii() and _MIXED_HINT.search(text) is not None


def _latin(word: re.Match[str]) -> str:
    """A mixed word in Latin letters, or in Cyrillic ones where it holds a letter that is like no Latin one."""
    if not _MIXED_HINT.search(word[0]):
        return word[0]
    return word[0].translate(_TO_CYRILLIC if _CYRILLIC_OWN.search(word[0]) else _LOOKALIKES)
