"""The tree of MIME parts, by two readers: a fast one, and a careful one for what that cannot read."""

import email
import re
from contextlib import suppress
from email.errors import InvalidBase64LengthDefect
from email.message import Message as StandardMessage
from email.policy import compat32
from typing import Any, cast

from fast_mail_parser import ParseError, parse_email_tree
from msgspec import Struct

from spamatlas.model import Rejected
from spamatlas.parse.mail.bounds import MOST_DECLARED, MOST_PARTS, PARTS, declared
from spamatlas.parse.mail.field import Header, parameters, text_of, unbase64

MOST_BYTES = 50_000_000
# The fast reader takes 2 s for 100,000 encoded words (measured), and the square of that for more.
MOST_WORDS = 5000

# Of a longer name the middle is left out: its ending says what opens the file.
MOST_NAME = 500

REJECTIONS = frozenset({"empty", "too-large", "no-header"})

_TEXT = re.compile(r"(text/[a-z]+)(?:;.*)?", re.IGNORECASE | re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]{4,}")
_BLANK_LINE = re.compile(rb"\r?\n|\Z")
_AS_IT_STANDS = frozenset({"", "7bit", "8bit", "binary"})
_PART_FIELDS = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})


class Part(Struct, kw_only=True):
    """One node: ``body`` is transfer-decoded; ``content_type`` lower case; ``fields`` raw, names lower case."""

    content_type: str
    fields: dict[str, str] = {}
    body: bytes = b""
    children: tuple["Part", ...] = ()
    file_name: str = ""
    charset: str = ""
    is_attached: bool = False
    parameters: dict[str, str] = {}


class Budget(Struct):
    """What may still be read: parts that hold something; how many there were of any kind."""

    left: int = MOST_PARTS
    seen: int = 0

    def takes(self, is_empty: bool) -> bool:
        """Whether one more part is read. Empty ones use nothing up: they would hide what comes after them."""
        self.seen += 1
        if is_empty:
            return self.seen <= MOST_PARTS
        self.left -= 1
        return self.left >= 0


def check(body: bytes) -> None:
    """Refuse, on the raw bytes, what no reader should be given.

    Raises:
        Rejected: ``empty``, ``too-large``.
    """
    if not body or body.isspace():
        raise Rejected("empty", "there are no bytes to read; file the message again")
    if len(body) > MOST_BYTES:
        raise Rejected("too-large", f"a mail may have {MOST_BYTES} bytes; file it without its attachments")


def read_tree(body: bytes, header: Header) -> tuple[Part, tuple[str, ...]]:
    """The root part and warnings: ``second-reader`` where the fast reader gave up, ``unread-parts`` where both did,
    ``parts-beyond`` where there are more than ``MOST_PARTS`` parts, of which the first that hold anything are read.

    A mail that is one text as it stands, as most are, needs neither reader. One that neither makes parts of is read as
    one text, all of it: what a sender can write to confuse readers must not be a way past the judges.

    Give it what ``bounded`` gives. ``header`` is the mail's own.
    """
    plain = _plain(body, header)
    if plain:
        return plain, ()
    if body.count(b"=?") <= MOST_WORDS and declared(body) <= MOST_DECLARED:
        with suppress(ParseError):
            return read_by_fast(body, header)
    budget = Budget()
    try:
        root = _careful(email.message_from_bytes(body, policy=compat32), budget)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return Part(content_type="text/plain", body=body[header.end :]), ("unread-parts",)
    return root, ("second-reader", *_beyond(budget))


def read_by_fast(body: bytes, header: Header) -> tuple[Part, tuple[str, ...]]:
    """The root part as the fast reader has it, and ``parts-beyond`` where it has more than are read.

    Raises:
        ParseError: it cannot read the mail.
    """
    budget = Budget()
    return _fast(parse_email_tree(body, mode="lazy"), budget, _of_part(header)), _beyond(budget)


def _beyond(budget: Budget) -> tuple[str, ...]:
    return (PARTS,) if budget.seen > MOST_PARTS else ()


def _plain(body: bytes, header: Header) -> Part | None:
    """The root of a mail whose body is one text without a transfer encoding; None for every other mail."""
    kind = _TEXT.fullmatch(header.first.get("content-type", "text/plain"))
    encoding = header.first.get("content-transfer-encoding", "").strip().lower()
    start = _BLANK_LINE.match(body, header.end)
    if not kind or not start or encoding not in _AS_IT_STANDS:
        return None
    fields = _of_part(header)
    disposition = fields.get("content-disposition", "").strip()
    return _part(kind[1].lower(), fields, body[start.end() :], (), disposition)


def _fast(node: Any, budget: Budget, fields: dict[str, str] | None = None) -> Part:
    if fields is None:
        fields = {name.lower(): values[0] for name, values in reversed(list(node.headers.items()))}
    children = (
        ()
        if node.is_message
        else tuple(_fast(child, budget) for child in node.children if budget.takes(_is_empty(child)))
    )
    return _part(node.content_type.lower(), fields, node.content or b"", children, node.disposition or "")


def _is_empty(node: Any) -> bool:
    return not (node.is_message or node.children or (node.content or b"").strip())


def _of_part(header: Header) -> dict[str, str]:
    """The fields that say what a part is, the first of each name, decoded as the fast reader does."""
    return {name: text_of(header.first[name]) for name in _PART_FIELDS if name in header.first}


def _careful(node: "StandardMessage[str, str]", budget: Budget) -> Part:
    fields = {name.lower(): str(value) for name, value in reversed(node.items())}
    kind = node.get_content_type()
    # Of a leaf it would be text, in a charset that may be none: the standard reader fails on that.
    nested = node.get_payload() if node.is_multipart() else None
    if kind == "message/rfc822" and isinstance(nested, list) and nested:
        return _part(
            kind,
            fields,
            cast("StandardMessage[str, str]", nested[0]).as_bytes(),
            (),
            node.get_content_disposition() or "",
        )
    if isinstance(nested, list):
        parts = cast("list[StandardMessage[str, str]]", nested)
        children = tuple(_careful(child, budget) for child in parts if budget.takes(_holds_nothing(child)))
        return _part(kind, fields, b"", children, "")
    body = node.get_payload(decode=True)
    body = _mended(node, body) if isinstance(body, bytes) else b""
    return _part(kind, fields, body, (), node.get_content_disposition() or "")


def _mended(node: "StandardMessage[str, str]", body: bytes) -> bytes:
    """The body; what base64 holds where the standard reader left it as it was, being cut off or padded wrongly.

    Mail programs show it all the same. What follows, as lists put a footer there, is none of it.
    """
    if not any(isinstance(each, InvalidBase64LengthDefect) for each in node.defects):
        return body
    written = _BASE64.match(body)
    return unbase64(written[0] if written else body)


def _holds_nothing(node: "StandardMessage[str, str]") -> bool:
    return not (node.is_multipart() or (node.get_payload(decode=True) or b"").strip())  # type: ignore[union-attr]


def _part(kind: str, fields: dict[str, str], body: bytes, children: tuple[Part, ...], disposition: str) -> Part:
    content_type, placement = fields.get("content-type", ""), fields.get("content-disposition", "")
    of_type = parameters(content_type) if ";" in content_type else {}
    name = (parameters(placement).get("filename", "") if ";" in placement else "") or of_type.get("name", "")
    return Part(
        content_type=kind,
        fields=fields,
        body=body,
        children=children,
        file_name=name if len(name) <= MOST_NAME else name[: MOST_NAME // 2] + name[-MOST_NAME // 2 :],
        charset=of_type.get("charset", ""),
        is_attached=disposition.lower().startswith("attachment"),
        parameters=of_type,
    )
