"""The tree of MIME parts, by two readers: a fast one, and a careful one for what that cannot read."""

import email
import re
from contextlib import suppress
from email.message import Message as StandardMessage
from email.policy import compat32
from typing import Any, cast

from fast_mail_parser import ParseError, parse_email_tree
from msgspec import Struct

from spamatlas.model import Rejected
from spamatlas.parse.mail.field import Header, parameters, text_of

MOST_BYTES = 50_000_000
MOST_PARTS = 1000
DEEPEST = 30
# The fast reader takes 2 s for 100,000 encoded words (measured), and the square of that for more.
MOST_WORDS = 5000

REJECTIONS = frozenset({"empty", "too-large", "too-many-parts", "nested-too-deep", "no-header"})

_MARK = re.compile(
    rb"^--([^\r\n]{1,300})|boundary\s*=\s*(?:\"([^\"\r\n]{1,300})|([^\s;\"]{1,300}))|^content-type\s*:\s*message/(?:rfc822|global)",
    re.IGNORECASE | re.MULTILINE,
)
_TEXT = re.compile(r"(text/[a-z]+)(?:;.*)?", re.IGNORECASE | re.DOTALL)
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


def check(body: bytes) -> None:
    """Refuse, on the raw bytes, what no reader should be given.

    ``MOST_PARTS`` and ``DEEPEST`` bound the work; 40,000 levels were seen to end the process.

    Raises:
        Rejected: ``empty``, ``too-large``, ``too-many-parts``, ``nested-too-deep``.
    """
    if not body or body.isspace():
        raise Rejected("empty", "there are no bytes to read; file the message again")
    if len(body) > MOST_BYTES:
        raise Rejected("too-large", f"a mail may have {MOST_BYTES} bytes; file it without its attachments")
    lowered = body.lower()
    if lowered.count(b"boundary") + lowered.count(b"message/") > DEEPEST and _depth(body) > DEEPEST:
        raise Rejected("nested-too-deep", f"parts may be nested {DEEPEST} deep; file the inner message by itself")


def read_tree(body: bytes, header: Header) -> tuple[Part, str]:
    """The root part and a warning: ``second-reader`` where the fast reader gave up, ``unread-parts`` where both did.

    A mail that is one text as it stands, as most are, needs neither reader. One that neither makes parts of is read as
    one text, all of it: what a sender can write to confuse readers must not be a way past the judges.

    Call ``check`` first. ``header`` is the mail's own.

    Raises:
        Rejected: ``too-many-parts``.
    """
    plain = _plain(body, header)
    if plain:
        return plain, ""
    if body.count(b"=?") <= MOST_WORDS:
        with suppress(ParseError):
            return read_by_fast(body, header), ""
    budget = [MOST_PARTS]
    try:
        return _careful(email.message_from_bytes(body, policy=compat32), budget), "second-reader"
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return Part(content_type="text/plain", body=body[header.end :]), "unread-parts"


def read_by_fast(body: bytes, header: Header) -> Part:
    """The root part as the fast reader has it.

    Raises:
        ParseError: it cannot read the mail.
        Rejected: ``too-many-parts``.
    """
    return _fast(parse_email_tree(body, mode="lazy"), [MOST_PARTS], _of_part(header))


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


def _depth(body: bytes) -> int:
    """How deep parts are nested, told by the boundaries that are open at a time; an upper bound."""
    declared: set[bytes] = set()
    opened: list[bytes] = []
    deepest = waiting = 0
    for match in _MARK.finditer(body):
        line, *names = match.groups()
        name = next(filter(None, names), None)
        if name:
            declared.add(name.strip())
        elif line is None:
            waiting += 1
        else:
            waiting = _step(line.rstrip(), declared, opened, waiting)
        deepest = max(deepest, len(opened) + waiting)
        if deepest > DEEPEST:
            break
    return deepest


def _step(line: bytes, declared: set[bytes], opened: list[bytes], waiting: int) -> int:
    name = line if line in declared else line.removesuffix(b"--")
    if name not in declared:
        return waiting
    if name in opened:
        del opened[opened.index(name) + (line == name) :]
        return 0
    if line == name:
        opened.append(name)
    return waiting


def _fast(node: Any, budget: list[int], fields: dict[str, str] | None = None) -> Part:
    if fields is None:
        fields = {name.lower(): values[0] for name, values in reversed(list(node.headers.items()))}
    children = () if node.is_message else tuple(_fast(child, _spend(budget)) for child in node.children)
    return _part(node.content_type.lower(), fields, node.content or b"", children, node.disposition or "")


def _of_part(header: Header) -> dict[str, str]:
    """The fields that say what a part is, the first of each name, decoded as the fast reader does."""
    return {name: text_of(header.first[name]) for name in _PART_FIELDS if name in header.first}


def _careful(node: "StandardMessage[str, str]", budget: list[int]) -> Part:
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
        children = tuple(_careful(child, _spend(budget)) for child in nested)  # type: ignore[arg-type]
        return _part(kind, fields, b"", children, "")
    body = node.get_payload(decode=True)
    return _part(kind, fields, body if isinstance(body, bytes) else b"", (), node.get_content_disposition() or "")


def _part(kind: str, fields: dict[str, str], body: bytes, children: tuple[Part, ...], disposition: str) -> Part:
    content_type, placement = fields.get("content-type", ""), fields.get("content-disposition", "")
    of_type = parameters(content_type) if ";" in content_type else {}
    name = (parameters(placement).get("filename", "") if ";" in placement else "") or of_type.get("name", "")
    return Part(
        content_type=kind,
        fields=fields,
        body=body,
        children=children,
        file_name=name[:500],
        charset=of_type.get("charset", ""),
        is_attached=disposition.lower().startswith("attachment"),
        parameters=of_type,
    )


def _spend(budget: list[int]) -> list[int]:
    budget[0] -= 1
    if budget[0] < 0:
        raise Rejected("too-many-parts", f"a mail may have {MOST_PARTS} parts; file them by themselves")
    return budget
