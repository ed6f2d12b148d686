"""Words that stand openly in a text in a code that only machines read, as the words that they are."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from urllib.parse import unquote_to_bytes

from msgspec import Struct

MOST_RUNS = 300
"""More than there is room for in what is read of a message (3,000 letters), so that none stands behind others."""
MOST_LEVELS = 2
"""A code within a code is undone once, what is below that is left."""
_SHORTEST = 20
"""Characters of base64: fifteen bytes, two or three words."""
_LEAST_PLAIN = 0.6
_CUT_BYTES = 3
"""A text that is cut ends within a character of UTF-8, or of base64."""

# Whole lines and what stands within one (RFC 4648, section 4). The first character of words in UTF-8 is neither + nor /
# in base64; what a link, an address or a name of a file holds is left to it.
_BASE64 = re.compile(
    r"(?<![\w+/=&?.%@-])[A-Za-z0-9][A-Za-z0-9+/]{19,}(?:\r?\n[A-Za-z0-9+/]{4,}(?![^\s=]))*"
    r"(?:(?:\r?\n[A-Za-z0-9+/]{2,3}(?==))?={1,2})?"
)
# Each begins with a letter of its own, which is found fast. RFC 2045, section 6.7, with its soft breaks of lines.
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)(?:=(?:[0-9A-F]{2}|\r?\n)){3,}")
# RFC 3986, section 2.1.
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3,}")
# Numbered references (HTML, section 13.5), which nobody writes but a program.
_NUMBER = "&#(?:[0-9]{2,7}|[xX][0-9A-Fa-f]{2,6});?"
_REFERENCES = re.compile(f"{_NUMBER} ?(?:{_NUMBER} ?){{2,}}{_NUMBER}")
# One letter each in place of what base64 may be made of, so that a long run is found faster than by a pattern.
_ALIKE = bytes(97 if chr(code).isalnum() or chr(code) in "+/" else 32 for code in range(128)) + b" " * 128
_RUN = b"a" * _SHORTEST
_BLANKS = " \n\t\r"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Code(Struct, frozen=True):
    """A way to write words that only machines read: its name, the same in every language, a sign without which a
    text has none of it, what finds runs of it, what makes words of a run.
    """

    name: str
    sign: str
    runs: Callable[[str], Iterator[re.Match[str]]]
    words: Callable[[str], str]


def unencoded(text: str) -> str:
    """The text with the words in place of runs of base64, quoted-printable, percent-encoding and numbered character
    references; the same where there is none, or what they hold is no readable text.

    Bounded: at most ``MOST_RUNS`` runs of each code, ``MOST_LEVELS`` deep, never longer than what came.
    """
    for _ in range(MOST_LEVELS):
        if (read := _once(text)) == text:
            break
        text = read
    return text


def codes_of(text: str) -> Iterator[str]:
    """The names of the codes that words of the text are in, as it stands."""
    for code in _CODES:
        if code.sign in text and any(words for _, words in _runs(text, code)):
            yield code.name


def _once(text: str) -> str:
    for code in _CODES:
        if code.sign not in text:
            continue
        parts: list[str] = []
        end = 0
        for found, words in _runs(text, code):
            if words:
                parts += (text[end : found.start()], words)
                end = found.end()
        if parts:
            text = "".join((*parts, text[end:]))
    return text


def _runs(text: str, code: Code) -> Iterator[tuple[re.Match[str], str]]:
    for found in islice(code.runs(text), MOST_RUNS):
        yield found, "" if _is_in_link(text, found.start()) else code.words(found[0])


def _base64_runs(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds, which is asked only where as many characters of base64 stand in a row as it wants: no
    such row has a place within it where the pattern may begin.
    """
    alike, end = _alike(text), 0
    while (at := alike.find(_RUN, end)) >= 0:
        found = _BASE64.match(text, alike.rfind(b" ", 0, at) + 1)
        stop = alike.find(b" ", at)
        end = max(found.end() if found else 0, stop if stop >= 0 else len(text))
        if found:
            yield found


def _is_in_link(text: str, place: int) -> bool:
    """Whether a place is within an address: what is written so there is meant for machines."""
    start = max(text.rfind(blank, 0, place) for blank in _BLANKS) + 1
    before = text[max(start, place - 2_000) : place].lower()
    return "://" in before or "www." in before or before.startswith("mailto:")


def _of_base64(run: str) -> str:
    """What a run says; the line behind a block may be a plain word that only looks like another line of it."""
    whole = _words_in(run)
    return whole if whole or "\n" not in run else _and_last(*run.rsplit("\n", 1))


def _and_last(lines: str, last: str) -> str:
    words = _words_in(lines)
    return f"{words}\n{last}" if words else ""


def _words_in(run: str, levels: int = MOST_LEVELS) -> str:
    """What base64 holds, where it is words: with blanks between them, or of a script that ASCII has no letter of.

    A picture, a key or a random token is neither.
    """
    packed = "".join(run.split()).rstrip("=")
    if len(packed) % 4 == 1:  # cut within a character
        packed = packed[:-1]
    octets = b64decode(packed + "=" * (-len(packed) % 4))
    if levels > 1 and octets.isascii() and _BASE64.fullmatch(again := octets.decode("latin-1")):
        return again if _words_in(again, levels - 1) else ""
    text = _readable(octets)
    return text if not text.isascii() or len(text.split()) > 1 else ""


def _of_quoted(run: str) -> str:
    return _readable(unquote_to_bytes(run.replace("\r", "").replace("=\n", "").replace("=", "%")))


def _of_percent(run: str) -> str:
    return _readable(unquote_to_bytes(run))


def _of_references(run: str) -> str:
    return _readable(unescape(run).encode("utf-8", "replace"))


def _readable(octets: bytes) -> str:
    """The text that octets are in UTF-8, where it is one of letters, else nothing."""
    text = octets.decode("utf-8", "ignore")
    if not text or len(text.encode()) < len(octets) - _CUT_BYTES:
        return ""
    letters = sum(map(str.isalpha, text))
    plain = letters + sum(map(text.count, _BLANKS))
    return text if letters and not _CONTROL.search(text) and plain >= _LEAST_PLAIN * len(text) else ""


def _alike(text: str) -> bytes:
    """Of each character of the text, in its place, whether base64 may have it (``_ALIKE``)."""
    return text.encode("latin-1", "replace").translate(_ALIKE)


_CODES = (
    Code("base64", "", _base64_runs, _of_base64),
    Code("quoted-printable", "=", _QUOTED.finditer, _of_quoted),
    Code("%XX", "%", _PERCENT.finditer, _of_percent),
    Code("&#NN;", "&#", _REFERENCES.finditer, _of_references),
)
