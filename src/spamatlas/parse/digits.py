"""Digits of every script, brought to the ten of ASCII."""

import re
import sys
import unicodedata

_ASCII = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Nd"
}
# Fullwidth signs that stand in numbers and links of East Asian texts (Unicode, Halfwidth and Fullwidth Forms).
_ASCII |= {ord(wide): narrow for wide, narrow in zip("＋－．／：＠（）", "+-./:@()", strict=True)}
_ASCII |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# Dashes and spaces that are typed for a hyphen and a blank, one character for one.
_ASCII |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-") | dict.fromkeys((0xA0, 0x2007, 0x202F), " ")
# Characters without width, used to break words and numbers apart.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F))
)
_TABLE = _ASCII | _INVISIBLE
_FOREIGN = re.compile(f"[{''.join(map(re.escape, map(chr, _TABLE)))}]")


def plain_digits(text: str) -> str:
    """The text with digits of all scripts, fullwidth letters and signs as ASCII, without invisible marks."""
    if text.isascii() or not _FOREIGN.search(text):
        return text
    return text.translate(_TABLE)
