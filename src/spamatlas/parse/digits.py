"""Digits of every script, brought to the ten of ASCII."""

import re
from functools import lru_cache

# Where the ten digits of each script begin (Unicode, general category Nd); to search all code points takes 0.2 s.
_ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
    0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
)  # fmt: skip
_ASCII = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
# Fullwidth signs that stand in numbers and links of East Asian texts (Unicode, Halfwidth and Fullwidth Forms).
_ASCII |= {ord(wide): narrow for wide, narrow in zip("＋－．／：＠（）", "+-./:@()", strict=True)}
_ASCII |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# Dashes and spaces that are typed for a hyphen and a blank, one character for one.
_ASCII |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-") | dict.fromkeys((0xA0, 0x2007, 0x202F), " ")
# Characters without width, used to break words and numbers apart.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F))
)
_TABLE = {chr(code): narrow or "" for code, narrow in (_ASCII | _INVISIBLE).items()}
# One wide range beyond the first plane: a list of many would be tried one by one for every character.
_FOREIGN = re.compile(f"[{''.join(re.escape(sign) for sign in _TABLE if ord(sign) < 0x10000)}\U000104a0-\U0001fbff]")


def plain_digits(text: str) -> str:
    """The text with digits of all scripts, fullwidth letters and signs as ASCII, without invisible marks."""
    return text if text.isascii() else _plain(text)


@lru_cache(maxsize=16)  # links and numbers ask about the same text
def _plain(text: str) -> str:
    return _FOREIGN.sub(lambda sign: _TABLE.get(sign[0], sign[0]), text)
