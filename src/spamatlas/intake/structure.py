"""What the beginning of a JSON text shows of its form."""

import re

import msgspec

_LINES_LOOKED_AT = 5


def first_objects(head: bytes) -> bool:
    """Whether one of the first lines is a whole JSON object and the text is not a list."""
    start = head[:64].lstrip()[:1]
    if start != b"{" and (start == b"[" or b'\n{"' not in head[:4096]):
        return False
    return any(_is_object(line) for line in head.split(b"\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT])


def is_one_object(head: bytes) -> bool:
    """Whether this begins as one JSON object and not as a line of several."""
    if head.lstrip()[:1] != b"{":
        return False
    first, _, rest = head.strip().partition(b"\n")
    return not (rest.strip() and _is_object(first))


def has_keys(head: bytes, *keys: bytes) -> bool:
    """Whether every key is written as a key somewhere in this text (``"key":``, quotes not escaped)."""
    return all(re.search(rb'(?<!\\)"' + re.escape(key) + rb'"\s*:', head) for key in keys)


def _is_object(line: bytes) -> bool:
    line = line.strip()
    if line[:1] != b"{" or line[-1:] != b"}":
        return False
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
