"""A named stream of bytes whose beginning can be looked at."""

import codecs
import io
import re
import shutil
import tempfile
from collections.abc import Callable
from typing import BinaryIO

from spamatlas.intake.refusal import Refused

HEAD_BYTES = 65_536

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16_LE = re.compile(rb"(?:[\x09-\x7e]\x00){8}")
_UTF16_BE = re.compile(rb"(?:\x00[\x09-\x7e]){8}")


class Source:
    """``name`` is what people are told; ``head`` the first bytes, at most ``HEAD_BYTES``; ``whole`` says
    that there are no more. ``layers`` counts the archives around it, ``wraps`` the compressions.

    Text in UTF-16 or UTF-32 comes out as UTF-8 (``transcoded``), a byte order mark is taken off; so nothing
    behind this has to know.
    """

    def __init__(self, name: str, stream: BinaryIO, *, layers: int = 0, wraps: int = 0, file_name: str = "") -> None:
        self.name = name
        self.file_name = (file_name or name).lower()
        self.layers = layers
        self.wraps = wraps
        self.transcoded = False
        head = stream.read(HEAD_BYTES)
        while 0 < len(head) < HEAD_BYTES and (more := stream.read(HEAD_BYTES - len(head))):
            head += more
        if head.startswith(codecs.BOM_UTF8):
            head = head[3:]
            self.whole = len(head) < HEAD_BYTES - 3
        else:
            self.whole = len(head) < HEAD_BYTES
        self.head = head
        self._stream = stream
        charset = _wide_charset(head)
        if charset:
            self._transcode(charset)

    def open(self) -> BinaryIO:
        """The bytes from the beginning; to be called once."""
        if self.whole:
            return io.BytesIO(self.head)
        return io.BufferedReader(_Chained(self.head, self._stream), HEAD_BYTES)

    def seekable(self, most_in_memory_bytes: int = 16_777_216) -> BinaryIO:
        """The bytes as a file in which one can jump; a stream is first copied, to disk where it is long."""
        if self.whole:
            return io.BytesIO(self.head)
        if self._stream.seekable():
            self._stream.seek(0)
            return io.BufferedReader(self._stream, HEAD_BYTES)  # type: ignore[type-var]
        copy = tempfile.SpooledTemporaryFile(most_in_memory_bytes)  # noqa: SIM115  lives as long as its reader
        shutil.copyfileobj(self.open(), copy, HEAD_BYTES)
        copy.seek(0)
        return copy  # type: ignore[return-value]

    def read(self, most_bytes: int) -> bytes:
        """All of it.

        Raises:
            Refused: ``too-large``.
        """
        body = self.head if self.whole else self.head + self._stream.read(max(0, most_bytes + 1 - len(self.head)))
        if len(body) > most_bytes:
            raise Refused("too-large", f"one report may have {most_bytes:,} bytes")
        return body

    def _transcode(self, charset: str) -> None:
        rest = io.BufferedReader(_Transcoded(_chain(self.head, self._stream, self.whole), charset), HEAD_BYTES)
        self.head = rest.read(HEAD_BYTES)
        self.whole = len(self.head) < HEAD_BYTES
        self._stream = rest
        self.transcoded = True


def _wide_charset(head: bytes) -> str:
    for mark, charset in _BOMS:
        if head.startswith(mark):
            return charset
    if b"\0" not in head[:2]:
        return ""
    return "utf-16-le" if _UTF16_LE.match(head) else "utf-16-be" if _UTF16_BE.match(head) else ""


def _chain(head: bytes, stream: BinaryIO, whole: bool) -> BinaryIO:
    return io.BytesIO(head) if whole else io.BufferedReader(_Chained(head, stream), HEAD_BYTES)


class _Chained(io.RawIOBase):
    """Bytes already read, then the rest of the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if self._head:
            size = min(len(buffer), len(self._head))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Transcoded(io.RawIOBase):
    """A stream of another Unicode encoding form as UTF-8; what does not decode is U+FFFD."""

    def __init__(self, stream: BinaryIO, charset: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._ready = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            data = self._stream.read(HEAD_BYTES)
            self._ended = not data
            self._ready = memoryview(self._decoder.decode(data, final=self._ended).encode("utf-8", "replace"))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


class Counted(io.RawIOBase):
    """A file that tells how many bytes are read from it."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._tell = tell

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        size: int = self._stream.readinto(buffer)  # type: ignore[attr-defined]
        self._tell(size)
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()
