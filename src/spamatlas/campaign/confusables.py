"""Letters that look alike, folded onto one: a skeleton in the sense of UTS #39, section 4.

The fold is the same for every word, whatever its script: spammers put Cyrillic letters into Latin words
and Latin ones into Cyrillic words, and only a uniform skeleton finds both. Real Russian or Greek text stays
apart from Latin text by the letters that have no double. The skeleton is compared, never shown.
"""

import unicodedata

# Cyrillic, Greek, Armenian, IPA and Cherokee lower-case letters, by the Latin letter that they pass for. Own
# selection after UTS #39 confusables.txt, with the doubles of their capitals (В, Н, Т) and of the digits
# that stand for them in Russian leet (3 for з, 4 for ч, 6 for б).
DOUBLES = {
    "a": "аɑαꭺӓӑ", "b": "вбьƅβ", "c": "сϲᴄꮯⅽ", "d": "ԁɗꮷⅾ", "e": "еєэзҽεɛꬲ", "f": "ƒꬵϝ", "g": "ɡցɢ", "h": "нһհ", "i": "іїιɩıӏוΙ",  # noqa: E501
    "j": "јϳʝ", "k": "кκᴋқ", "m": "мṃ", "n": "ոпηռή", "o": "оοօσᴏ๐ഠ", "p": "рρϱ", "q": "ԛզգ", "r": "гᴦꭇ", "s": "ѕꜱꮪ", "t": "тτᴛ",  # noqa: E501
    "u": "υսиᴜц", "v": "νѵᴠⅴ", "w": "ԝωᴡшщ", "x": "хχ×ⅹ", "y": "уүγʏў", "z": "ᴢʐζ", "l": "ⅼ",
}  # fmt: skip
# Deleted: soft hyphen, Arabic tatweel and vowel marks, Mongolian separator, zero-width and bidi controls, variation
# selectors, byte order mark, tags (Unicode 16, Default_Ignorable_Code_Point), combining accents.
INVISIBLE = [
    *range(0x300, 0x370), *range(0x64B, 0x653), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0FFF),
    0xAD, 0x34F, 0x61C, 0x640, 0x115F, 0x1160, 0x180E, 0x20E3, 0x3164, 0xFEFF,
]  # fmt: skip


def _accents() -> dict[int, str]:
    """The Latin, Greek and Cyrillic letters with an accent, by the letter without."""
    ranges = (range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))
    bare = {code: unicodedata.normalize("NFD", chr(code))[0] for block in ranges for code in block}
    return {code: letter for code, letter in bare.items() if letter != chr(code)}


def _fold() -> dict[int, int | str | None]:
    """One table for ``str.translate``: what is unseen goes, accents go, doubles become Latin.

    The letters of the living scripts that stay are listed too: a key that is missing costs an exception each time.
    """
    same = {code: code for block in (range(0x3100), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4)) for code in block}
    doubles = {ord(double): latin for latin, many in DOUBLES.items() for double in many}
    plain = {code: doubles.get(ord(letter), letter) for code, letter in _accents().items()}
    return {
        **same,
        **plain,
        **doubles,
        ord("ß"): "ss",
        ord("ø"): "o",
        ord("ł"): "l",
        ord("đ"): "d",
        **dict.fromkeys(INVISIBLE),
    }


FOLD = _fold()
