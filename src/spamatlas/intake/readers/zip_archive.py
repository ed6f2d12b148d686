"""A .zip archive (APPNOTE 6.3)."""

import io
import re
import stat
import struct
import zipfile
from typing import BinaryIO, cast

from spamatlas.intake.archive import BROKEN, Unpacked, enter, kept_name
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import HEAD_BYTES, Source

MOST_INDEX_BYTES = 33_554_432
"""The index is held in memory, at about ten times its size: 32 MiB name some 400,000 members."""


def recognise(source: Source, _options: Options) -> Likeness:
    """By the magic of a local header, or of an empty archive."""
    return Likeness.CERTAIN if source.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """Every member in the order of the index; encrypted ones, links and unsafe names are refused by name.

    Raises:
        Refused: ``damaged``, ``nested-too-deep``, ``archive-too-large``.
    """
    enter(source)
    with source.seekable() as file:
        if index_bytes(file) > MOST_INDEX_BYTES:
            raise Refused("archive-too-large", "it has too many members: split it")
        try:
            archive = zipfile.ZipFile(file)
        except (*BROKEN, struct.error, OverflowError) as error:
            raise Refused("damaged", f"it is no whole zip archive ({type(error).__name__})") from error
        with archive:
            for member in archive.infolist():
                # Not is_dir(): Python 3.11's reads the last letter of a name, and a name may have none.
                if not member.filename.endswith("/"):
                    yield from _member(archive, member, source, reading)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source, reading: Reading) -> Filed:
    path = f"{source.name}!/{_shown(member.filename)}"
    try:
        name = kept_name(member.filename)
        if not name:
            return
        opened = _opened(archive, member)
    except Refused as why:
        yield Refusal(path, why.reason, why.code)
        return
    with opened:
        stream = io.BufferedReader(Unpacked(opened, reading, lambda: member.compress_size), HEAD_BYTES)
        yield from reading.read(path, stream, layers=source.layers + 1, wraps=source.wraps, file_name=name)
    if reading.unpacked_bytes > reading.options.max_archive_bytes:
        raise Refused("archive-too-large", "the rest of it was not unpacked")


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    if member.flag_bits & 0x1:
        raise Refused("encrypted", "it is locked with a password: file it unlocked")
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise Refused("not-a-file", "a link or a device in an archive is not read")
    try:
        return cast(BinaryIO, archive.open(member))
    except (*BROKEN, struct.error) as error:
        raise Refused("damaged", f"the member does not open ({type(error).__name__})") from error


def index_bytes(file: BinaryIO) -> int:
    """The size of the central directory as the archive's end states it (APPNOTE 4.3.16, 4.3.14)."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 65_557 - 76))
    tail = file.read()
    file.seek(0)
    size = 0
    for record in re.finditer(rb"PK\x05\x06.{8}(.{4})", tail, re.DOTALL):
        size = max(size, int.from_bytes(record[1], "little") % 0xFFFFFFFF)
    for record in re.finditer(rb"PK\x06\x06.{36}(.{8})", tail, re.DOTALL):
        size = max(size, int.from_bytes(record[1], "little"))
    return min(size, end)


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:300]


READER = Reader(
    name="zip",
    summary="a .zip archive, read member by member",
    recognise=recognise,
    read=read,
    media_types=("application/zip", "application/x-zip-compressed"),
)
