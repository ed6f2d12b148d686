"""A package's archive, read within limits: it may come from anybody."""

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, BinaryIO

from spamatlas.model import Rejected

MOST_FILES = 4_000
MOST_INDEX_BYTES = 1_000_000
MOST_BYTES = 2_000_000_000
"""Unpacked; what is in a package is read through once and never held."""
BLOCK_BYTES = 1_000_000
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error, OverflowError)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """What an archive holds, by name. Nothing is ever unpacked to disk."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises Rejected ``archive-broken`` or ``archive-too-large``."""
        if _index_bytes(file) > MOST_INDEX_BYTES:
            raise Rejected("archive-too-large", "it names more files than a package holds")
        try:
            self._zip = zipfile.ZipFile(file)
        except (*BROKEN, NotImplementedError) as error:
            raise Rejected("archive-broken", "it is no whole zip archive") from error
        members = self._zip.infolist()
        if len(members) > MOST_FILES or sum(each.file_size for each in members) > MOST_BYTES:
            raise Rejected("archive-too-large", "it unpacks to more than a package holds")
        if any(not _is_plain(each) for each in members):
            raise Rejected(
                "archive-broken", "it holds something that is no plain file: a link, a folder, a locked file"
            )
        self.names: Sequence[str] = [each.filename for each in members]

    def get(self, name: str, most: int) -> bytes:
        """A file's bytes.

        Raises:
            Rejected: ``file-missing``, ``archive-broken``, ``archive-too-large`` for more bytes than ``most``.
        """
        content = io.BytesIO()
        self._read(name, content.write, most)
        return content.getvalue()

    def digest(self, name: str) -> str:
        """A file's SHA-256. Raises as ``get``."""
        found = sha256()
        self._read(name, found.update, MOST_BYTES)
        return found.hexdigest()

    def _read(self, name: str, take: Callable[[bytes], Any], most: int) -> None:
        try:
            member = self._zip.getinfo(name)
        except KeyError as error:
            raise Rejected("file-missing", f"{name} is not there") from error
        if member.file_size > most:
            raise Rejected("archive-too-large", f"{name} is larger than it may be")
        try:
            with self._zip.open(member) as file:
                while block := file.read(BLOCK_BYTES):
                    take(block)
        except (*BROKEN, RuntimeError, NotImplementedError) as error:
            raise Rejected("archive-broken", f"{name} can't be read") from error


def _is_plain(member: zipfile.ZipInfo) -> bool:
    mode = stat.S_IFMT(member.external_attr >> 16)
    return (
        not member.flag_bits & 0x1
        and not member.filename.endswith("/")
        and mode in {0, stat.S_IFREG}
        and member.compress_type in METHODS
    )


def _index_bytes(file: BinaryIO) -> int:
    """The size of the index as the archive's end states it (APPNOTE 4.3.16); one that needs Zip64 is too large."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557 - 20))
    tail = file.read()
    file.seek(0)
    if re.search(rb"PK\x06\x07.{16}PK\x05\x06", tail, re.DOTALL):
        return MOST_INDEX_BYTES + 1
    stated = re.finditer(rb"PK\x05\x06.{8}(.{4})", tail, re.DOTALL)
    return max((int.from_bytes(each[1], "little") for each in stated), default=0)
