"""Rows of a table written as CSV (RFC 4180), as the world writes it."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from spamatlas.intake.refusal import Refusal
from spamatlas.intake.source import HEAD_BYTES, Source

DELIMITERS = (",", ";", "\t", "|")
MOST_ROW_LINES = 2000
"""A quoted text may go over lines; a quotation mark that is never closed must not swallow the file."""

csv.field_size_limit(64_000_000)  # the standard library's 128 KiB would refuse long mails; rows are bounded here


class Row(Struct, frozen=True):
    """``line`` is the number of the line that it begins on, from 1."""

    line: int
    cells: list[str]


def header_of(source: Source) -> tuple[list[str], str]:
    """The names in the first line, folded (see ``folded``), and the delimiter that divides them."""
    line = first_line(source)
    if len(line) > 8192 or line[:1] in b"{[<":
        return [], ","
    delimiter = max(DELIMITERS, key=lambda sign: line.count(sign.encode()))
    if delimiter.encode() not in line:
        return [folded(_decoded(line, ""))], ","
    return [folded(cell) for cell in _cells(_decoded(line, ""), delimiter)], delimiter


def first_line(source: Source) -> bytes:
    """The first line that is not empty, without its end; at most 8,194 bytes."""
    return source.head[:8194].lstrip(b"\r\n").partition(b"\n")[0].rstrip(b"\r")


def folded(name: str) -> str:
    """A column's name without case and punctuation: ``Calling-Number`` and ``calling number`` are one."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def rows(source: Source, width: int, delimiter: str, most_bytes: int, charset: str = "") -> Iterator[Row | Refusal]:
    """The rows below the header that have ``width`` cells; a refusal under ``path:line`` for each that has not.

    UTF-8, else ``charset`` (Windows-1252 where none is named). A row whose quotation is never closed is
    refused alone, and the lines behind it are read anew.
    """
    lines = _Lines(source.open(), most_bytes)
    first = True
    while (line := lines.next()) is not None:
        number = lines.number
        if not line.strip():
            continue
        if first:
            first = False
            if b'"' not in line or line.count(b'"') % 2 == 0:
                continue
        name = f"{source.name}:{number}"
        if len(line) > most_bytes:
            yield Refusal(name, f"the line has more than {most_bytes:,} bytes", "too-large")
            continue
        whole = _whole(line, lines, most_bytes)
        if whole is None:
            yield Refusal(name, "a quotation mark is never closed", "ill-formed")
            continue
        cells = _cells(_decoded(whole, charset), delimiter)
        if len(cells) == width:
            yield Row(number, cells)
        else:
            yield Refusal(name, f"it has {len(cells)} columns, the table has {width}", "wrong-columns")


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(text.splitlines(keepends=True) if '"' in text else [text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _whole(line: bytes, lines: "_Lines", most_bytes: int) -> bytes | None:
    """The row that begins with this line; None, and the other lines put back, where its quotation never closes."""
    if line.count(b'"') % 2 == 0:
        return line
    taken = [line]
    size, odd = len(line), True
    while odd and len(taken) < MOST_ROW_LINES and size <= most_bytes:
        following = lines.next()
        if following is None:
            break
        taken.append(following)
        size += len(following) + 1
        odd = odd != (following.count(b'"') % 2 == 1)
    if not odd and size <= most_bytes:
        return b"\n".join(taken)
    lines.put_back(taken[1:])
    return None


def _decoded(line: bytes, charset: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(charset or "windows-1252", "replace")


class _Lines:
    """Lines without their ends, with a place to put some back; a line above the limit comes cut, just above it."""

    def __init__(self, stream: BinaryIO, most_bytes: int) -> None:
        self.number = 0
        self._stream = stream
        self._most_bytes = most_bytes
        self._waiting: deque[bytes] = deque()

    def next(self) -> bytes | None:
        if self._waiting:
            self.number += 1
            return self._waiting.popleft()
        line = self._stream.readline(self._most_bytes + 2)
        if not line:
            return None
        self.number += 1
        end = line
        while end and len(line) > self._most_bytes and end[-1:] != b"\n":
            end = self._stream.readline(HEAD_BYTES)
        return (
            line.rstrip(b"\r\n") if end is line and len(line) <= self._most_bytes + 1 else line[: self._most_bytes + 1]
        )

    def put_back(self, lines: list[bytes]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)
