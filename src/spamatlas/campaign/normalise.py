"""The content of a message with everything taken out that senders vary from copy to copy."""

import re
import unicodedata

from spamatlas.campaign.confusables import FOLD

# Stand-ins: letters of a script (Vai) that no normal form or case fold touches, one each for a link, a mail
# address, a number or code, and a greeting with its name.
LINK, ADDRESS, NUMBER, GREETING = "ꔀꔁꔂꔃ"
# The text beyond this many characters is not compared: copies differ by their tails (quotes, footers), and
# the work for a mail must stay bounded.
COMPARED_CHARACTERS = 2_000

_DOT = r"(?:\.|\[\.\]|\(\.\)|\s?\[dot\]\s?)"
_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:" + _DOT + r"[a-z0-9-]{1,63}){1,5}")
_LINK = re.compile(
    r"h(?:tt|xx)ps?:?//[!-~]+"
    r"|(?<![a-z0-9])[a-z0-9][a-z0-9-]{1,62}(?:"
    + _DOT
    + r"[a-z0-9-]{2,63}){0,4}"
    + _DOT
    + r"[a-z]{2,18}(?![a-z0-9])(?:[/?:][!-~]*)?"
)
_LINK_LIKELY = re.compile(r"[a-z0-9][.)\]][a-z0-9\[]|//|dot\]")
# Written as people write them; folded like the text that they are looked for in.
_GREETINGS = (
    "dear|hi|hello|hey|greetings|good morning|good day|good evening|hola|estimado|estimada|estimados|estimadas"
    "|buenos dias|buenas tardes|bonjour|cher|chere|chers|salut|hallo|sehr geehrte|sehr geehrter|liebe|lieber|ciao"
    "|gentile|caro|cara|oi|ola|prezado|prezada|habari|mpendwa|halo|yth|merhaba|sayin"
    "|привет|здравствуйте|здравствуй|уважаемый|уважаемая|уважаемые"
).translate(FOLD)
_GREETING = re.compile(rf"(?:^|[\n.!])\s*(?:{_GREETINGS})\b[^\n,!:;.?]{{0,40}}[\n,!:;]")
_LEETED = re.compile(r"[a-z\u0370-\u052f][0-9@$]|[0-9@$][a-z\u0370-\u052f]")
_TOKEN = re.compile(r"[a-z0-9@$\u0370-\u052f]+")
_CODE = re.compile(r"[0-9]{3,}$|^[0-9]{3,}|[0-9]{4,}")
_NUMBERS = re.compile(r"[0-9](?:[0-9.,:/ -]*[0-9])?")
_LETTERS = re.compile(r"[^\W_]+")
_REPEATED = re.compile(f"{NUMBER}{{2,}}|{LINK}{{2,}}|{ADDRESS}{{2,}}")
_LEET = str.maketrans("0134578@$296", "oieastbaszgb")


def normalise(text: str) -> str:
    """What is left to compare: folded letters without any space, and one stand-in for each thing that varies.

    Compatibility forms, case, accents, zero-width and bidi controls, look-alike letters and leet digits are
    folded; links, addresses, numbers, codes and greetings become stand-ins; spaces, punctuation and emoji go, which
    joins letters that were spaced out. ``l`` becomes ``i``, as ``1`` and ``|`` stand for both. Never shown to anyone.
    """
    text = text[:COMPARED_CHARACTERS]
    if text.isascii():
        return _compact(text.lower())
    compact = _compact(_composed(_composed(text).casefold()).translate(FOLD))
    # Taking separators out can bring letters together that compose (Hangul), which would fold otherwise next time.
    return compact if unicodedata.is_normalized("NFKC", compact) else normalise(compact)


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _compact(text: str) -> str:
    if "@" in text:
        text = _ADDRESS.sub(ADDRESS, text)
    if _LINK_LIKELY.search(text):
        text = _LINK.sub(LINK, text)
    text = _GREETING.sub(GREETING, text[:400]) + text[400:]
    if _LEETED.search(text):
        text = _TOKEN.sub(_unleet, text)
    text = _NUMBERS.sub(NUMBER, text)
    text = "".join(_LETTERS.findall(text)).replace("l", "i")
    return text if text.isascii() else _REPEATED.sub(_once, text)


def _once(run: re.Match[str]) -> str:
    return run[0][0]


def _unleet(found: re.Match[str]) -> str:
    """A word with digits in it read as letters, or a code (three digits at an end, four anywhere) taken out."""
    token = found[0]
    if token.isalpha() or not _LEETED.search(token):
        return token
    return _CODE.sub(NUMBER, token) if _CODE.search(token) else token.translate(_LEET)
