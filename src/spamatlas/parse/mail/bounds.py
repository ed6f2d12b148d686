"""A mail brought within what readers can be given: what lies beyond is read as the text it is, or not at all."""

import re

from spamatlas.parse.mail.field import body_start

MOST_PARTS = 1000
DEEPEST = 30
MOST_DELIMITERS = 50_000
"""Lines that may begin a part; a reader makes a million parts of as many in a second (measured)."""
MOST_DECLARED = 2000
"""Boundaries that may be declared where the fast reader is to read: it was seen to end the process at 40,000 levels."""

MOST_PART_HEADER = 1_000_000
"""Bytes of the fields of a part: readers take ten times as much memory for them (measured)."""

PARTS, LEVELS, FIELDS = "parts-beyond", "levels-beyond", "fields-beyond"

_MARK = re.compile(
    rb"^--([^\r\n]{1,300})|boundary\s*=\s*(?:\"([^\"\r\n]{1,300})|([^\s;\"]{1,300}))|^content-type\s*:\s*message/(?:rfc822|global)",
    re.IGNORECASE | re.MULTILINE,
)
_DELIMITER = re.compile(rb"\n--")
# Of the same length as what they stand for, so that nothing moves.
_BOUNDARY, _NO_BOUNDARY = b"boundary", b"unparted"
_MESSAGE, _NO_MESSAGE = b"message/", b"message-"
_TYPE, _NO_TYPE = b"content-type", b"content-kind"
_FIELD_BYTES = 2000


def bounded(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The mail, at most ``DEEPEST`` levels and ``MOST_DELIMITERS`` parts of it, and a warning for each that was more.

    A container that lies deeper stays, but no longer says that it is one: it is read as a text, its parts as they
    stand. So nothing that a reader shows is out of the judges' sight.
    """
    warnings = []
    if body.count(b"\n--") > MOST_DELIMITERS:
        body = _cut(body)
        warnings.append(PARTS)
    if len(body) > MOST_PART_HEADER:
        body, is_cut = _with_short_headers(body)
        warnings += [FIELDS] * is_cut
    if declared(body) > DEEPEST:
        shallow = _shallow(body)
        if shallow != body:
            warnings.append(LEVELS)
        body = shallow
    return body, tuple(warnings)


def declared(body: bytes) -> int:
    """How many parts may say that there are parts in them; never too few."""
    lowered = body.lower()
    return lowered.count(_BOUNDARY) + lowered.count(b"message/")


def _cut(body: bytes) -> bytes:
    for number, match in enumerate(_DELIMITER.finditer(body), 1):
        if number > MOST_DELIMITERS:
            return body[: match.start() + 1]
    return body


def _with_short_headers(body: bytes) -> tuple[bytes, bool]:
    """The mail without what stands, further than ``MOST_PART_HEADER`` below a line that may begin a part, before the
    next blank line; and whether there was any.
    """
    kept: list[bytes] = []
    taken, blank = 0, -1
    for match in _DELIMITER.finditer(body):
        start = match.start()
        if start < taken:
            continue
        if blank < start:
            blank = body_start(body, start + 1)
        if blank - start > MOST_PART_HEADER:
            kept.append(body[taken : start + MOST_PART_HEADER])
            taken = blank - 1
    return (b"".join((*kept, body[taken:])), True) if kept else (body, False)


def _shallow(body: bytes) -> bytes:
    """The mail without what says, ``DEEPEST`` levels deep, that there are parts within a part.

    How deep a place is, is told by the boundaries that are open at a time.
    """
    changed, lowered = bytearray(body), body.lower()
    names: set[bytes] = set()
    opened: dict[bytes, None] = {}
    waiting = 0
    for match in _MARK.finditer(body):
        line, *declares = match.groups()
        is_deep = len(opened) + waiting >= DEEPEST
        name = next(filter(None, declares), None)
        start = match.start()
        if name and is_deep:
            changed[start : start + len(_BOUNDARY)] = _NO_BOUNDARY
            field = lowered.rfind(_TYPE, max(0, start - _FIELD_BYTES), start)
            if field >= 0:
                changed[field : field + len(_TYPE)] = _NO_TYPE
        elif name:
            names.add(name.strip())
        elif line is not None:
            waiting = _step(line.rstrip(), names, opened, waiting)
        elif is_deep:
            at = match.end() - len(match[0].rpartition(b"/")[2]) - len(_MESSAGE)
            changed[at : at + len(_MESSAGE)] = _NO_MESSAGE
            changed[start : start + len(_TYPE)] = _NO_TYPE
        else:
            waiting += 1
    return bytes(changed)


def _step(line: bytes, names: set[bytes], opened: dict[bytes, None], waiting: int) -> int:
    """Open or close by a line that begins with a delimiter; how many messages then wait for their parts."""
    name = line if line in names else line.removesuffix(b"--")
    if name not in names:
        return waiting
    if name in opened:
        # From the innermost on, so that each is closed once: a list would be searched for every line.
        while next(reversed(opened)) != name:
            opened.popitem()
        if line != name:
            del opened[name]
        return 0
    if line == name:
        opened[name] = None
    return waiting
