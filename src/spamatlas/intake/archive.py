"""What every archive is held to: how deep, how much, and under which names."""

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from spamatlas.intake.refusal import Refused
from spamatlas.intake.source import Source

if TYPE_CHECKING:
    from spamatlas.intake.reading import Reading

MOST_LAYERS = 2
MOST_WRAPS = 3
FREE_BYTES = 67_108_864
"""Below this no ratio is looked at: small files of one repeated row are honest and compress a thousandfold."""
MOST_RATIO = 200
"""Logs and reports were seen to pack 5 to 40 times; DEFLATE reaches 1,032."""

BROKEN = (
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
)
"""What the decompressors raise for bytes that are not theirs."""


def enter(source: Source) -> None:
    """Raises Refused: ``nested-too-deep`` where one archive more would be too many."""
    if source.layers >= MOST_LAYERS or source.wraps > MOST_WRAPS:
        raise Refused("nested-too-deep", "archives are read two deep: unpack it and file what is in it")


def kept_name(written: str) -> str:
    """A member's name as it is shown; empty for one that is left out as hidden.

    Raises:
        Refused: ``unsafe-name`` for a name that would lead out of its folder.
    """
    parts = written.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or "\0" in written or parts[0][1:2] == ":":
        raise Refused("unsafe-name", "its name leads out of the archive")
    parts = [part for part in parts if part not in {"", "."}]
    if not parts or "__MACOSX" in parts or parts[-1].startswith("."):
        return ""
    in_maildir = len(parts) > 1 and parts[-2] in {"cur", "new"}
    if not in_maildir and any(part.startswith(".") for part in parts):
        return ""
    return "/".join(parts)


class Unpacked(io.RawIOBase):
    """What comes out of a decompressor, within the limits of the file it came from.

    ``packed_bytes`` tells how many bytes went in so far.

    Raises while it is read:
        Refused: ``damaged``, ``archive-too-large``.
    """

    def __init__(self, stream: BinaryIO, reading: "Reading", packed_bytes: Callable[[], int]) -> None:
        self._stream = stream
        self._desk = reading
        self._packed_bytes = packed_bytes
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except BROKEN as error:
            raise Refused("damaged", f"it does not unpack ({type(error).__name__}): it is cut off or broken") from error
        buffer[: len(data)] = data
        self._given += len(data)
        self._desk.unpacked_bytes += len(data)
        if self._desk.unpacked_bytes > self._desk.options.max_archive_bytes:
            raise Refused(
                "archive-too-large", f"it unpacks to more than {self._desk.options.max_archive_bytes:,} bytes"
            )
        if self._given > FREE_BYTES and self._given > MOST_RATIO * self._packed_bytes():
            raise Refused(
                "archive-too-large", f"it unpacks to more than {MOST_RATIO} times its size, as no report does"
            )
        return len(data)


class Gzip(io.RawIOBase):
    """A stream of gzip (RFC 1952), of one member or several; what else follows the last is ignored, as gzip(1) does.

    Mailers were seen to add a line end to the file, which the standard library takes for damage.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpacker = zlib.decompressobj(31)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = b""
        while not data:
            packed = self._unpacker.unconsumed_tail or self._unpacker.unused_data or self._stream.read(65_536)
            if self._unpacker.eof:
                if not packed.startswith(b"\x1f\x8b"):
                    return 0
                self._unpacker = zlib.decompressobj(31)
            if not packed:
                raise EOFError
            data = self._unpacker.decompress(packed, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Xz(io.RawIOBase):
    """An .xz stream whose dictionary may take 256 MiB: the format allows 4 GiB (xz file format 1.2, section 5.3.1)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=268_435_456)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = b""
        while not data and not self._unpacker.eof:
            packed = self._stream.read(65_536) if self._unpacker.needs_input else b""
            if not packed and self._unpacker.needs_input:
                raise EOFError
            data = self._unpacker.decompress(packed, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def bzip2(stream: BinaryIO) -> BinaryIO:
    """A stream of bzip2, unpacked."""
    return cast(BinaryIO, bz2.BZ2File(stream))


def zstd(stream: BinaryIO) -> BinaryIO:
    """A stream of Zstandard (RFC 8878), unpacked; a window of 128 MiB at most, as its command line allows."""
    return zstandard.ZstdDecompressor(max_window_size=134_217_728).stream_reader(stream)
