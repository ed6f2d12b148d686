"""Header fields: in their order, unfolded, decoded."""

import binascii
import re
from base64 import b64decode
from functools import lru_cache
from quopri import decodestring
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from spamatlas.parse.mail.charset import decode

MOST_FIELDS = 2000
MOST_HEADER_BYTES = 1_000_000
LONGEST_NAME = 200

Fields = tuple[tuple[str, str], ...]

_BLANK_LINE = re.compile(rb"\n\r?\n")
_NAME = re.compile(r"[!-9;-~]+")
_UNFOLDED = re.compile(r"\n(?![ \t])")
# RFC 2047, section 2; blanks inside and a missing end are seen in the wild.
_WORD = re.compile(r"=\?([\w.:()-]{1,40})(?:\*[\w-]*)?\?([bBqQ])\?(.*?)(?:\?=|\Z)", re.DOTALL)
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_PARAMETER = re.compile(r";\s*([\w!#$%&*+.^`|~-]{1,60})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s]*))", re.DOTALL)


# RFC 5322, section 3.6, RFC 2045, section 3, and what providers wrote before these.
_OF_MAIL = frozenset(
    [
        *("bcc", "cc", "comments", "date", "from", "in-reply-to", "keywords", "message-id", "mime-version", "received"),
        *("references", "reply-to", "return-path", "sender", "subject", "to"),
        *("auto-submitted", "delivered-to", "envelope-to", "errors-to", "importance", "precedence", "priority"),
        *("apparently-to", "authentication-results", "domainkey-signature", "feedback-id", "organization", "status"),
        *("return-receipt-to", "disposition-notification-to", "thread-index", "thread-topic", "user-agent", "xref"),
        *("newsgroups", "path", "lines", "mailing-list", "sensitivity", "original-recipient", "envelope-from"),
    ]
)
_FAMILIES = ("x-", "content-", "resent-", "list-", "arc-", "dkim-", "received-", "authentication-", "ms-", "require-")


class Header(Struct, frozen=True):
    """The header fields of a message: ``fields`` in order with names as written, ``keyed`` with names in lower case.

    ``first`` is the first value of each name in lower case. Values are unfolded but raw, bytes as Latin-1, to be
    given to ``text_of``. ``end`` is where the fields end in the message, in bytes.
    """

    fields: Fields = ()
    keyed: Fields = ()
    first: dict[str, str] = {}
    end: int = 0


def header_in(message: bytes) -> Header:
    """The header that a message begins with.

    A line that is neither a field nor a continuation ends it (as a blank line does, RFC 5322, section 2.1).
    """
    text = _head(message).decode("latin-1")
    fields, keyed = [], []
    end = 0
    for line in _UNFOLDED.split(text, MOST_FIELDS)[:MOST_FIELDS]:
        name, colon, value = line.partition(":")
        key = _key(name)
        if not key:
            name = name.rstrip(" \t")
            key = _key(name)
        if not colon or not key:
            break
        value = " ".join(map(str.strip, value.split("\n"))).strip() if "\n" in value else value.strip()
        fields.append((name, value))
        keyed.append((key, value))
        end += len(line) + 1
    return Header(tuple(fields), tuple(keyed), dict(reversed(keyed)), min(end, len(text)))


def is_of_mail(header: Header) -> bool:
    """Whether any field is one that mails have; a text may begin with ``Urgent:`` or with ``https://`` as well."""
    return not _OF_MAIL.isdisjoint(header.first) or any(key.startswith(_FAMILIES) for key in header.first)


def is_beyond(header: Header) -> bool:
    """Whether more may stand at the top of a message than what was read of its header."""
    return header.end >= MOST_HEADER_BYTES or len(header.fields) >= MOST_FIELDS


def body_start(message: bytes, start: int = 0) -> int:
    """Where the first blank line of a message from there on begins; its end where it has none."""
    found = _BLANK_LINE.search(message, start)
    return found.start() + 1 if found else len(message)


def header_of(fields: Fields) -> Header:
    """The header that these fields make."""
    keyed = tuple([(name.lower(), value) for name, value in fields])
    return Header(fields, keyed, dict(reversed(keyed)))


def _head(message: bytes) -> bytes:
    """The message as far as the first blank line."""
    message = message[:MOST_HEADER_BYTES]
    end = message.find(b"\n\n")
    other = message.find(b"\n\r\n", 0, end if end >= 0 else len(message))
    end = other if other >= 0 else end
    return message[: end + 1] if end >= 0 else message


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """The name of a field in lower case; empty for what is none (RFC 5322, section 3.6.8), or is too long."""
    return name.lower() if len(name) <= LONGEST_NAME and _NAME.fullmatch(name) else ""


def text_of(raw: str) -> str:
    """A raw value as text: encoded words (RFC 2047) and 8-bit bytes decoded, also where broken."""
    if "=?" not in raw and raw.isascii():
        return raw.replace("\0", "")
    return _decoded(raw[:20_000])


@lru_cache(maxsize=8192)
def _decoded(raw: str) -> str:
    if not raw.isascii():
        raw = decode(raw.encode("latin-1", "replace"))[0]
    if "=?" not in raw:
        return raw
    words: list[tuple[str, bytes]] = []
    out: list[str] = []
    end = 0
    raw = _BETWEEN.sub(r"\1", raw)
    for match in _WORD.finditer(raw):
        if match.start() > end or not words or words[-1][0] != match[1].lower():
            out.append(_join(words))
            words.clear()
        out.append(raw[end : match.start()])
        words.append((match[1].lower(), _word(match[2], match[3])))
        end = match.end()
    return " ".join(("".join(out) + _join(words) + raw[end:]).split("\n"))


def _join(words: list[tuple[str, bytes]]) -> str:
    """Neighbours of one charset together: senders cut characters in two against RFC 2047, section 5."""
    return decode(b"".join(word for _, word in words), words[0][0])[0] if words else ""


def _word(encoding: str, written: str) -> bytes:
    raw = written.encode("utf-8", "replace")
    if encoding in "qQ":
        return decodestring(raw.replace(b"_", b" "))
    return unbase64(raw)


def unbase64(raw: bytes) -> bytes:
    """What base64 holds (RFC 4648, section 4), foreign characters and wrong padding passed over."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def parameters(value: str) -> dict[str, str]:
    """The parameters of a field as Content-Type has them, decoded (RFC 2231, sections 3 and 4; RFC 2047)."""
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, quoted, token in _PARAMETER.findall(value[:20_000]):
        key, star, rest = name.lower().partition("*")
        written = re.sub(r"\\(.)", r"\1", quoted) if quoted else token
        if not star:
            # The fast reader decodes fields: what is not ASCII is text already.
            found.setdefault(key, text_of(written) if written.isascii() else written)
        else:
            number = rest.rstrip("*")
            place = int(number) if number.isdecimal() and len(number) < 5 else 0
            pieces.setdefault(key, []).append((place, not rest or rest.endswith("*"), written))
    return found | {key: _continued(sorted(parts)) for key, parts in pieces.items()}


def _continued(parts: list[tuple[int, bool, str]]) -> str:
    label = ""
    body = b""
    for place, is_encoded, part in parts:
        written = part
        if is_encoded and place == parts[0][0] and written.count("'") >= 2:
            label, _, written = written.split("'", 2)
        raw = written.encode("latin-1", "replace")
        body += unquote_to_bytes(raw) if is_encoded else raw
    return decode(body, label)[0]


def value_of(fields: Fields, name: str) -> str:
    """The first value under a name, whatever its case; empty where there is none."""
    name = name.lower()
    return next((value for key, value in fields if key.lower() == name), "")
