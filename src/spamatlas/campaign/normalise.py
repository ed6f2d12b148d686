"""The content of a message with everything taken out that senders vary from copy to copy."""

import re
import unicodedata

from spamatlas.campaign.confusables import FOLD

# Stand-ins: letters of a script (Vai) that no normal form or case fold touches, one each for a link, a mail
# address, a number or code, and a greeting with its name.
LINK, ADDRESS, NUMBER, GREETING = "ꔀꔁꔂꔃ"
# While the work goes on each is a control character, so that a text in ASCII stays one, which is cheap to work on.
_LINK_MARK, _ADDRESS_MARK, _NUMBER_MARK, _GREETING_MARK = _MARKS = "\1\2\3\4"
# The text beyond this many characters is not compared: copies differ by their tails (quotes, footers), and
# the work for a mail must stay bounded.
COMPARED_CHARACTERS = 2_000

_DOT = r"(?:\.|\[\.\]|\(\.\)|\s?\[dot\]\s?)"
_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}+@[a-z0-9-]{1,63}(?:" + _DOT + r"[a-z0-9-]{1,63}){1,5}")
_LINK = re.compile(
    r"h(?:tt|xx)ps?:?//[!-~]+"
    r"|(?<![a-z0-9])[a-z0-9][a-z0-9-]{1,62}+(?:"
    + _DOT
    + r"[a-z0-9-]{2,63}+){0,4}"
    + _DOT
    + r"[a-z]{2,18}(?![a-z0-9])(?:[/?:][!-~]*)?"
)
# Every link and address has one of these in it.
_LEADING = re.compile(r"\.[a-z0-9\])-]|//")
# Written as people write them; folded like the text that they are looked for in.
_GREETINGS = (
    "dear|hi|hello|hey|greetings|good morning|good day|good evening|hola|estimado|estimada|estimados|estimadas"
    "|buenos dias|buenas tardes|bonjour|cher|chere|chers|salut|hallo|sehr geehrte|sehr geehrter|liebe|lieber|ciao"
    "|gentile|caro|cara|oi|ola|prezado|prezada|habari|mpendwa|halo|yth|merhaba|sayin"
    "|привет|здравствуйте|здравствуй|уважаемый|уважаемая|уважаемые"
).translate(FOLD)
_GREETING = re.compile(rf"[\n.!]\s*(?:{_GREETINGS})(?![\w{_MARKS}])[^\n,!:;.?]{{0,40}}[\n,!:;]")
_LEETED = re.compile(r"[0-9@$](?:(?<=[a-z\u0370-\u052f].)|(?=[a-z\u0370-\u052f]))")
_TOKEN = re.compile(r"[a-z0-9@$\u0370-\u052f]+")
_TOKEN_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789@$") | frozenset(map(chr, range(0x370, 0x530)))
_CODE = re.compile(r"[0-9]{3,}$|^[0-9]{3,}|[0-9]{4,}")
_NUMBERS = re.compile(r"[0-9](?:[0-9.,:/ -]*[0-9])?")
_LETTERS = re.compile(rf"[\w{_MARKS}]+")
_REPEATED = tuple((2 * sign, sign) for sign in (NUMBER, LINK, ADDRESS))
_STAND_INS = tuple(zip(_MARKS, (LINK, ADDRESS, NUMBER, GREETING), strict=True))
_LEET = str.maketrans("0134578@$296", "oieastbaszgb")
_NO_MARKS = dict.fromkeys(map(ord, _MARKS), "\0")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LOWER = bytes(code if chr(code) not in _MARKS else 0 for code in range(128)).lower().ljust(256, b"\0")
_ASCII_SEPARATORS = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) not in _MARKS)


def normalise(text: str) -> str:
    """What is left to compare: folded letters without any space, and one stand-in for each thing that varies.

    Compatibility forms, case, accents, zero-width and bidi controls, look-alike letters and leet digits are
    folded; links, addresses, numbers, codes and greetings become stand-ins; spaces, punctuation and emoji go, which
    joins letters that were spaced out. ``l`` becomes ``i``, as ``1`` and ``|`` stand for both. Never shown to anyone.
    """
    text = text[:COMPARED_CHARACTERS]
    if text.isascii():
        return _compact(text.encode("ascii").translate(_LOWER).decode("ascii"))
    compact = _compact(_folded(_composed(_composed(text).casefold())))
    # Taking separators out can bring letters together that compose (Hangul), which would fold otherwise next time.
    return compact if unicodedata.is_normalized("NFKC", compact) else normalise(compact)


def _folded(text: str) -> str:
    """Look-alikes folded, our own marks taken out; only what is not ASCII is translated, mostly little."""
    if any(mark in text for mark in _MARKS):
        text = text.translate(_NO_MARKS)
    return _FOREIGN.sub(lambda run: run[0].translate(FOLD), text)


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _compact(text: str) -> str:
    text = _without_links(text)
    # The text itself may open with a greeting, as any of its lines may.
    text = _GREETING.sub(_GREETING_MARK, "\n" + text[:400]) + text[400:]
    text = _NUMBERS.sub(_NUMBER_MARK, _unleeted(text))
    if text.isascii():
        text = text.encode("ascii").translate(None, _ASCII_SEPARATORS).decode("ascii")
    else:
        text = "".join(_LETTERS.findall(text.replace("_", " ")))
    text = text.replace("l", "i")
    for mark, stand_in in _STAND_INS:
        text = text.replace(mark, stand_in)
    for twice, once in _REPEATED:
        while twice in text:
            text = text.replace(twice, once)
    return text


def _without_links(text: str) -> str:
    """Marks for addresses and links. No space is in one unless a dot is spelled out, so few words need a search."""
    if "dot]" in text:
        return _LINK.sub(_LINK_MARK, _ADDRESS.sub(_ADDRESS_MARK, text))
    parts: list[str] = []
    done = 0
    for found in _LEADING.finditer(text):
        if found.start() < done:
            continue
        start = max(done, text.rfind(" ", done, found.start()) + 1)
        word = text[start : _end_of_word(text, found.end())]
        parts += text[done:start], _LINK.sub(_LINK_MARK, _ADDRESS.sub(_ADDRESS_MARK, word) if "@" in word else word)
        done = start + len(word)
    return "".join((*parts, text[done:])) if parts else text


def _end_of_word(text: str, start: int) -> int:
    end = text.find(" ", start)
    return end if end >= 0 else len(text)


def _unleeted(text: str) -> str:
    """Words with digits in them read as letters, codes (three digits at an end, four anywhere) as numbers."""
    parts: list[str] = []
    done = 0
    for found in _LEETED.finditer(text):
        start = found.start()
        if start < done:
            continue
        while start > done and text[start - 1] in _TOKEN_SIGNS:
            start -= 1
        token = _TOKEN.match(text, start)
        if token is None:  # the search found one of its signs
            continue
        parts += text[done:start], _read(token[0])
        done = token.end()
    return "".join((*parts, text[done:])) if parts else text


def _read(token: str) -> str:
    return _CODE.sub(_NUMBER_MARK, token) if _CODE.search(token) else token.translate(_LEET)
