"""The beginnings of what an archive holds, within bounds: enough to tell what each is."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator
from struct import Struct as Layout

from spamatlas.parse.mail.archive import Entry, zip_entries

MOST_OPENED = 20
"""So many files of a zip archive are begun."""
FIRST_BYTES, MOST_BYTES = 1_024, 1_000_000
"""So much is unpacked of each to tell its kind, and of what is packed itself to read its list."""
MOST_LISTED = 4
"""So many archives in an archive are unpacked as far as ``MOST_BYTES``."""
_MOST_MEMORY = 32_000_000

_LOCAL = Layout("<26xHH")  # APPNOTE.TXT 6.3.10, section 4.3.7: the lengths of name and extra field
_STORED, _DEFLATED = 0, 8
_PACKED = (b"PK\3\4", b"Rar!", b"7z\xbc\xaf", b"MSCF", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")


def beginnings(body: bytes) -> Iterator[bytes]:
    """The first bytes of the files in a zip archive, or of what one stream of gzip (RFC 1952), bzip2 or xz holds.

    What is locked, packed by another method or broken is left out.
    """
    if body.startswith(b"PK"):
        yield from _in_zip(body)
    else:
        yield _unpacked_stream(body)


def _in_zip(body: bytes) -> Iterator[bytes]:
    listed = 0
    for number, entry in enumerate(zip_entries(body)):
        if number >= MOST_OPENED:
            return
        if entry.is_encrypted:
            continue
        start = member_of(body, entry, FIRST_BYTES)
        if start.startswith(_PACKED) and listed < MOST_LISTED:
            listed += 1
            start = member_of(body, entry, MOST_BYTES)
        yield start


def member_of(body: bytes, entry: Entry, most: int) -> bytes:
    """The first bytes of a file of a zip archive, at most so many; nothing where it is cut off or packed otherwise."""
    try:
        name, extra = _LOCAL.unpack_from(body, max(0, entry.at))
    except struct.error:
        return b""
    start = entry.at + 30 + name + extra
    packed = body[start : start + min(most, entry.size_bytes)]
    if entry.method == _STORED:
        return packed
    return _inflated(packed, -zlib.MAX_WBITS, most) if entry.method == _DEFLATED else b""


def _unpacked_stream(body: bytes) -> bytes:
    packed = body[:MOST_BYTES]
    if body.startswith(b"\x1f\x8b\x08"):
        return _inflated(packed, 16 + zlib.MAX_WBITS, MOST_BYTES)
    try:
        if body.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(packed, MOST_BYTES)
        if body.startswith(b"\xfd7zXZ\0"):
            return lzma.LZMADecompressor(memlimit=_MOST_MEMORY).decompress(packed, MOST_BYTES)
    except (OSError, ValueError, EOFError, lzma.LZMAError):
        pass  # broken, or of more memory than is given
    return b""


def _inflated(packed: bytes, window: int, most: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(packed, most)
    except zlib.error:
        return b""
