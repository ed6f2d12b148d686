"""A file of many mails, each behind a ``From `` line (RFC 4155; mboxo and mboxrd quoting)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.readers.mail import mail
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal
from spamatlas.intake.source import Source

CHUNK_BYTES = 1_048_576

# A separator has a time of day, and a header field (or another From line, quoted) follows: text that
# merely begins a line with "From " is not one, where a writer left it unquoted.
_SEPARATOR = re.compile(rb"From [^\n]{0,200}?\d\d:\d\d[^\n]{0,80}\n(?=>?[!-9;-~]{1,76}[ \t]*:|>From |\r?\n|\Z)")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FIRST = re.compile(rb"From [^\n]{0,200}\d\d:\d\d[^\n]{0,80}\r?\n")
_OVERLAP_BYTES = 512


def recognise(source: Source, _options: Options) -> Likeness:
    """By a From line with a time of day at the top."""
    if source.file_name.endswith(".eml"):
        return Likeness.NONE
    if _FIRST.match(source.head):
        return Likeness.CERTAIN
    return Likeness.NAMED if source.file_name.endswith((".mbox", ".mbx")) else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """Every mail in order; the n-th is named ``path#n``, the only one of its file plainly ``path``."""
    messages = _messages(source.open(), reading.options.max_report_bytes)
    held = next(messages, None)
    following = next(messages, None)
    alone = following is None
    place = 1
    while held is not None:
        name = source.name if alone else f"{source.name}#{place}"
        if held:
            yield from mail(name, _QUOTED.sub(rb"\1", held) if b"\n>" in held else held, reading, source)
        else:
            yield Refusal(name, f"empty, or above the limit of {reading.options.max_report_bytes:,} bytes", "too-large")
        held, following, place = following, next(messages, None), place + 1


def _messages(stream: BinaryIO, most_bytes: int) -> Iterator[bytes]:
    """The mails without their separators; empty for one of more than ``most_bytes``."""
    kept = bytearray()
    size = 0
    begun = False
    for text, ends in _pieces(stream):
        size += len(text)
        if size <= most_bytes:
            kept += text
        if ends:
            if begun or kept.strip():
                yield bytes(kept) if size <= most_bytes else b""
            kept, size, begun = bytearray(), 0, True
    if kept.strip() or size > most_bytes:
        yield bytes(kept) if size <= most_bytes else b""


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The text between separators in pieces; True with the last piece before a separator."""
    rest, at_start = b"", True
    while chunk := stream.read(CHUNK_BYTES):
        buffer = rest + chunk
        # What a separator might still run across is left for the next round.
        safe = max(buffer.rfind(b"\n", 0, max(0, len(buffer) - _OVERLAP_BYTES)) + 1, 0)
        at = 0
        for start, end in _separators(buffer, at_start, safe):
            yield buffer[at:start], True
            at = end
        cut = max(at, safe)
        yield buffer[at:cut], False
        rest, at_start = buffer[cut:], cut > 0 or at_start
    at = 0
    for start, end in _separators(rest, at_start, len(rest)):
        yield rest[at:start], True
        at = end
    yield rest[at:], False


def _separators(buffer: bytes, at_start: bool, before: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each separator that begins before an offset; ``at_start`` when the buffer begins a line."""
    start = 0 if at_start and buffer.startswith(b"From ") else buffer.find(b"\nFrom ") + 1
    while (start or at_start) and start < before:
        match = _SEPARATOR.match(buffer, start)
        if match:
            yield start, match.end()
        start = buffer.find(b"\nFrom ", match.end() - 1 if match else start) + 1
        if not start:
            return


READER = Reader(
    name="mbox",
    summary="a file of many mails, each behind a From line",
    recognise=recognise,
    read=read,
    media_types=("application/mbox",),
)
