"""Bytes to text, by the label where it holds and by the look of the bytes where it does not."""

import re
from codecs import lookup
from collections import Counter
from encodings.aliases import aliases
from functools import lru_cache

# Labels that mean more than they say, as browsers read them (WHATWG Encoding, section 4.2).
_WIDER = {
    "us_ascii": "utf_8", "ascii": "utf_8", "iso_8859_1": "cp1252", "latin_1": "cp1252", "latin1": "cp1252",
    "iso8859_1": "cp1252", "iso_8859_9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x_gbk": "gb18030",
    "gb_2312_80": "gb18030", "euc_kr": "cp949", "ks_c_5601_1987": "cp949", "ksc5601": "cp949",
    "shift_jis": "cp932", "x_sjis": "cp932", "sjis": "cp932", "iso_2022_jp": "iso2022_jp_ext",
    "big5": "big5hkscs", "tis_620": "cp874", "iso_8859_11": "cp874", "windows_874": "cp874",
    "iso_8859_8_i": "iso8859_8", "iso_8859_8_e": "iso8859_8", "unicode_1_1_utf_7": "utf_7", "utf8mb4": "utf_8",
    "x_mac_cyrillic": "mac_cyrillic", "x_mac_roman": "mac_roman", "macintosh": "mac_roman", "cp_850": "cp850",
}  # fmt: skip
_KNOWN = frozenset(aliases.values()) - {
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec", "mbcs", "oem",
} | {"cp874", "cp932", "cp949", "cp950", "koi8_u", "koi8_t", "cp1006", "utf_8_sig", "utf_8", "mac_arabic"}  # fmt: skip
_LATIN = ("cp1252", "cp1254", "iso8859_15")
_DOUBLE = ("gb18030", "cp932", "cp949", "big5hkscs")
_GUESSED = (*_DOUBLE, "cp1251", "koi8_r", "cp1256", "cp1252")
# A letter of another script beside one of ASCII: no language writes so.
_MIXED = re.compile(r"[A-Za-z][^\W\x00-\x7f]|[^\W\x00-\x7f][A-Za-z]")
# What tells charsets apart: bytes above ASCII, the second bytes that may belong to them, and a neighbour on each side.
_TELLING = re.compile(rb"[^\n]?(?:[\x80-\xff][\x30-\xff]?)+[^\n]?")
_ABOVE_ASCII = bytes(range(0x80, 0x100))
_ESCAPES = re.compile(rb"\x1b\$[@B(]|\x1b\([JB]")


def warm_up() -> None:
    """Load the charsets that are guessed among."""
    for codec in (*_GUESSED, "gb2312", "big5", "shift_jis"):
        lookup(codec)


def decode(body: bytes, label: str = "") -> tuple[str, str]:
    """The text, and a warning code: empty, ``charset-unknown`` or ``charset-wrong``.

    A label that is missing, unknown or contradicted by the bytes is replaced by a guess; the text is
    always whole, what no charset explains stands as U+FFFD. NUL is taken out.
    """
    codec = codec_for(label) if label else "utf_8"
    warning = "" if codec else "charset-unknown"
    if codec in _LATIN:
        if body.isascii():
            return _clean(body.decode("ascii")), ""
        if text := _as_utf8(body):
            return _clean(text), "charset-wrong"
    if codec:
        try:
            return _clean(body.decode(codec)), ""
        except (UnicodeDecodeError, ValueError):
            warning = "charset-wrong" if label else ""
    if codec and codec != "utf_8" and _nearly(body, codec):
        return _clean(body.decode(codec, "replace")), warning
    return _clean(_guess(body)), warning


def _as_utf8(body: bytes) -> str:
    """The text where bytes under a Latin label are UTF-8 without a fault, which Latin text never is by chance."""
    try:
        return body.decode("utf_8")
    except UnicodeDecodeError:
        return ""


@lru_cache(maxsize=4096)
def codec_for(label: str) -> str:
    """The codec behind a charset label, empty where there is none.

    Only names of a closed set reach Python's codec search, which would import and remember any name.
    """
    key = re.sub(r"[^a-z0-9]+", "_", label[:60].lower()).strip("_").removeprefix("charset_")
    key = _WIDER.get(key, key)
    key = aliases.get(key, aliases.get(key.replace("windows_", "cp").replace("cs", "", 1), key))
    key = _WIDER.get(key, key)
    return key if key in _KNOWN else ""


def _nearly(body: bytes, codec: str) -> bool:
    """Whether the label is right save for a few broken bytes (a cut character, a footer in another charset)."""
    text = body[:20_000].decode(codec, "replace")
    return text.count("\ufffd") * 20 < max(20, len(text))


def _guess(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf_16", "replace")
    if _ESCAPES.search(body):
        return body.decode("iso2022_jp_ext", "replace")
    try:
        return body.decode("utf_8")
    except UnicodeDecodeError as error:
        if error.start > 0 and _nearly(body, "utf_8") and _is_multibyte(body):
            return body.decode("utf_8", "replace")
    lines = [line for line in body[:4000].split(b"\n") if not line.isascii()]
    sample = b" ".join([found for line in lines for found in _TELLING.findall(line)])
    best = max(_GUESSED, key=lambda codec: _likeness(sample, codec))
    return body.decode(best, "replace")


def _is_multibyte(body: bytes) -> bool:
    """Whether well-formed UTF-8 sequences outnumber the other bytes above ASCII."""
    sound = len(re.findall(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}", body))
    return sound * 2 > (len(body) - len(body.translate(None, _ABOVE_ASCII))) / 2


def _likeness(sample: bytes, codec: str) -> float:
    """How much the sample reads like a language that is written in this charset; higher is likelier.

    Common Han, kana and Hangul count for a double-byte charset; lower case outnumbers upper case in
    Cyrillic, so that KOI8-R and windows-1251, which swap the two, are told apart; Latin letters above
    ASCII stand alone among ASCII ones. The steps are plain orderings, not fitted numbers.
    """
    text = sample.decode(codec, "replace")
    high = {sign: number for sign, number in Counter(text).items() if sign > "\x7f"}
    if not high:
        return 0.0
    bad = sum(n for sign, n in high.items() if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < "\xa0")
    mixed = 0 if codec == "cp1252" else len(_MIXED.findall(text))
    return (sum(_fits(sign, codec) * n for sign, n in high.items()) - 4 * bad - mixed) / sum(high.values())


@lru_cache(maxsize=65_536)
def _fits(sign: str, codec: str) -> float:
    if codec in _DOUBLE:
        if codec == "cp949":
            return 1.0 if "\uac00" <= sign <= "\ud7a3" else -0.2
        if codec == "cp932":
            return 1.0 if "\u3040" <= sign <= "\u30ff" else 0.5 * _is_common_han(sign, "shift_jis")
        return 0.9 * _is_common_han(sign, "gb2312" if codec == "gb18030" else "big5") + 0.5 * (sign in "，。、！？：；")
    if codec in ("cp1251", "koi8_r"):
        return 0.8 if "\u0430" <= sign <= "\u044f" else 0.1 if "\u0400" <= sign <= "\u04ff" else -0.2
    if codec == "cp1256":
        return 0.85 if sign in "النيمترهوعبسدفكقحجةخصشأ،" else 0.1 if "\u0621" <= sign <= "\u064a" else -0.2
    return 0.4 if sign.isalpha() and sign.islower() else 0.2 if sign in "’‘“”–—•…£€©®°\xa0«»¡¿" else -0.1


def _is_common_han(sign: str, national: str) -> bool:
    """Whether the character is in the first, frequent level of its national set."""
    if not "\u4e00" <= sign <= "\u9fff":
        return False
    try:
        lead = sign.encode(national)[0]
    except UnicodeEncodeError:
        return False
    return {"gb2312": 0xB0 <= lead <= 0xD7, "big5": 0xA4 <= lead <= 0xC6}.get(national, 0x88 <= lead <= 0x97)


def _clean(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text
