"""A .tar archive (POSIX.1-2017 pax, ustar, and GNU's long names), read as a stream."""

import io
import tarfile
from typing import BinaryIO

from spamatlas.intake.archive import enter, kept_name
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import HEAD_BYTES, Source

BLOCK = 512
MOST_NAME_BYTES = 65_536
"""An extended header holds little more than a name; one of gigabytes is an attack on memory."""

_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL = b"L", b"K", b"x", b"g"
_FILES = {b"0", b"\0", b"7"}


def recognise(source: Source, _options: Options) -> Likeness:
    """By the magic of ustar (POSIX.1-2017, pax), else by its name."""
    if source.head[257:262] == b"ustar":
        return Likeness.CERTAIN
    if not source.file_name.endswith(".tar"):
        return Likeness.NONE
    return Likeness.NAMED


def read(source: Source, reading: Reading) -> Filed:
    """Every member in order; links, devices and unsafe names are refused by name.

    Raises:
        Refused: ``damaged``, ``nested-too-deep``, ``archive-too-large``.
    """
    enter(source)
    stream = source.open()
    long_name = ""
    while header := _header(stream):
        if header.type in {_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL}:
            body = _extended(stream, header.size)
            if header.type == _LONG_NAME:
                long_name = body.rstrip(b"\0").decode("utf-8", "replace")
            elif header.type == _PAX:
                long_name = _pax_path(body) or long_name
            continue
        name, long_name = long_name or header.name, ""
        # Only files have a body; some writers give links the size of what they lead to.
        size = header.size if header.type in _FILES or header.type not in b"123456" else 0
        member = _Member(stream, size)
        if header.type != tarfile.DIRTYPE:
            yield from _member(header, name, member, source, reading)
        member.skip()
        if source.layers == 0 and source.wraps and reading.unpacked_bytes > reading.options.max_archive_bytes:
            raise Refused("archive-too-large", "the rest of it was not unpacked")


def _member(header: tarfile.TarInfo, written: str, member: "_Member", source: Source, reading: Reading) -> Filed:
    path = f"{source.name}!/{written.encode('utf-8', 'replace').decode()[:300]}"
    if header.type not in _FILES:
        yield Refusal(path, "a link or a device in an archive is not read", "not-a-file")
        return
    try:
        name = kept_name(written)
    except Refused as why:
        yield Refusal(path, why.reason, why.code)
        return
    if name:
        stream = io.BufferedReader(member, HEAD_BYTES)
        yield from reading.read(path, stream, layers=source.layers + 1, wraps=source.wraps, file_name=name)


def _header(stream: BinaryIO) -> tarfile.TarInfo | None:
    block = stream.read(BLOCK)
    if not block.strip(b"\0"):
        return None
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError as error:
        raise Refused("damaged", "a header of the archive is broken; what came before it was read") from error
    if header.size < 0:
        raise Refused("damaged", "a member of the archive claims a size below nothing")
    return header


def _extended(stream: BinaryIO, size: int) -> bytes:
    if size > MOST_NAME_BYTES:
        raise Refused("damaged", "an extended header of the archive is too large")
    body = stream.read(size)
    stream.read(-size % BLOCK)
    return body


def _pax_path(body: bytes) -> str:
    """The ``path`` record of an extended header: ``length key=value`` and a line end, over and over."""
    for record in body.split(b"\n"):
        _, _, pair = record.partition(b" ")
        if pair.startswith(b"path="):
            return pair[5:].decode("utf-8", "replace")
    return ""


class _Member(io.RawIOBase):
    """The body of one member; reads no byte beyond it."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size
        self._padding = -size % BLOCK

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = self._stream.read(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise Refused("damaged", "the archive ends within this member")
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def skip(self) -> None:
        left = self._left + self._padding
        while left and (data := self._stream.read(min(HEAD_BYTES, left))):
            left -= len(data)
        self._left = 0


READER = Reader(
    name="tar",
    summary="a .tar archive, also compressed, read member by member",
    recognise=recognise,
    read=read,
    media_types=("application/x-tar",),
)
