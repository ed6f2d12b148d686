"""The names of the files in an archive and whether a password locks them, from its lists; nothing is unpacked."""

import struct
from collections.abc import Callable, Iterator
from struct import Struct as Layout

from msgspec import Struct

from spamatlas.parse.mail import cabinet, seven_zip, tape

MOST_FILES = 1000
MOST_NAME = 500
MOST_UNPACKED, MOST_SWELLING = 100_000_000, 200
"""Bytes, and how many times what it is packed: what intake opens of an archive swells no further either."""

_ZIP_END = b"PK\x05\x06"
_ZIP_ENTRY = b"PK\x01\x02"
_ZIP_LOCAL = b"PK\x03\x04"
# APPNOTE.TXT 6.3.10: sections 4.3.16 (size and offset of the directory), 4.3.12 and 4.3.7 (flags, lengths).
_ZIP_PLACE = Layout("<II")
_ZIP_HEAD = Layout("<HH8xIIHHH8xI")
_ZIP_FIRST = Layout("<H18xH")
_GZIP = b"\x1f\x8b\x08"
_RAR_4 = b"Rar!\x1a\x07\x00"
_RAR_5 = b"Rar!\x1a\x07\x01\x00"
_RAR_BLOCK = Layout("<2xBHH")
_RAR_SIZE = Layout("<I")
_RAR_NAME = Layout("<H")


class Listing(Struct, frozen=True):
    """The names of the first ``MOST_FILES`` files, and whether any of them, or their list, needs a password.

    ``is_cut`` where there are more; ``is_swollen`` where a zip says that it unpacks to what no work does
    (``MOST_UNPACKED`` and ``MOST_SWELLING``).
    """

    names: tuple[str, ...] = ()
    is_encrypted: bool = False
    is_cut: bool = False
    is_swollen: bool = False


class Entry(Struct, frozen=True):
    """A file in a zip archive: its method of packing, its bytes so packed, and where in the archive its own header
    should be.
    """

    name: str
    is_encrypted: bool
    method: int
    size_bytes: int
    at: int


class _File(Struct, frozen=True):
    name: str = ""
    is_encrypted: bool = False
    packed: int = 0
    unpacked: int = 0


def listing_of(body: bytes) -> Listing:
    """What a zip, RAR, 7z, cabinet, tar or gzip file says it holds, until where its lists are broken.

    Of other bytes nothing.
    """
    files: list[_File] = []
    try:
        for file in _files(body):
            files.append(file)
            if len(files) > MOST_FILES:
                break
    except (struct.error, IndexError, OverflowError):
        pass  # cut off or broken: what was read until there counts
    is_cut = len(files) > MOST_FILES
    names = tuple([file.name for file in files[:MOST_FILES] if file.name and not file.name.endswith("/")])
    unpacked, packed = sum(file.unpacked for file in files), sum(file.packed for file in files)
    is_swollen = unpacked > max(MOST_UNPACKED, MOST_SWELLING * packed)
    return Listing(names, any(file.is_encrypted for file in files), is_cut, is_swollen)


def _files(body: bytes) -> Iterator[_File]:
    for start, read in _READERS:
        if body.startswith(start):
            return read(body)
    return _named(tape.names_in(body))  # none where it is no tar


def _named(names: Iterator[str]) -> Iterator[_File]:
    return map(_File, names)


def zip_entries(body: bytes) -> Iterator[Entry]:
    """The first files of a zip archive by its directory, until where that is broken; of other bytes nothing."""
    shift, at = _zip_directory(body)
    for _ in range(MOST_FILES):
        if at < 0 or body[at : at + 4] != _ZIP_ENTRY or len(body) < at + 46:
            return
        flags, method, size, _, length, extra, comment, local = _ZIP_HEAD.unpack_from(body, at + 8)
        yield Entry(_name(body, at + 46, length), bool(flags & 1), method, size, local + shift)
        at += 46 + length + extra + comment


def _zip_files(body: bytes) -> Iterator[_File]:
    """The first file by its own header, as it is all that a cut archive has; then the directory."""
    _, at = _zip_directory(body)
    if at < 0 and body.startswith(_ZIP_LOCAL):
        flags, length = _ZIP_FIRST.unpack_from(body, 6)
        yield _File(_name(body, 30, length), bool(flags & 1))
    while at >= 0 and body[at : at + 4] == _ZIP_ENTRY:
        flags, _, packed, unpacked, length, extra, comment, _ = _ZIP_HEAD.unpack_from(body, at + 8)
        yield _File(_name(body, at + 46, length), bool(flags & 1), packed, unpacked)
        at += 46 + length + extra + comment


def _zip_directory(body: bytes) -> tuple[int, int]:
    """By how much the bytes before the archive shift its offsets, and where its directory is, -1 without one."""
    end = body.rfind(_ZIP_END, max(0, len(body) - 65_557))
    if end < 0 or len(body) < end + 20:
        return 0, -1
    size, offset = _ZIP_PLACE.unpack_from(body, end + 12)
    # Bytes before the archive shift every offset: the directory is what stands before its end.
    at = next((place for place in (end - size, offset) if place >= 0 and body[place : place + 4] == _ZIP_ENTRY), -1)
    if at < 0:  # the place is told elsewhere (section 4.3.14, Zip64), or wrongly
        return 0, body.find(_ZIP_ENTRY)
    return at - offset, at


def _gzip_files(body: bytes) -> Iterator[_File]:
    """The name of the one file, where it is told (RFC 1952, section 2.3.1)."""
    flags, at = body[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    end = body.find(b"\0", at, at + MOST_NAME) if flags & 8 else -1
    if end > 0:
        yield _File(body[at:end].decode("latin-1"))


def _rar_4_files(body: bytes) -> Iterator[_File]:
    """The blocks of RAR 1.5 to 4 (technote.txt of RAR 4): 0x73 the archive's own, 0x74 a file."""
    at = len(_RAR_4)
    for _ in range(MOST_FILES + 1):
        kind, flags, size = _RAR_BLOCK.unpack_from(body, at)
        added = _RAR_SIZE.unpack_from(body, at + 7)[0] if flags & 0x8000 or kind == 0x74 else 0
        if kind == 0x73 and flags & 0x80:  # all that follows is encrypted
            yield _File(is_encrypted=True)
            return
        if kind == 0x74:
            length = _RAR_NAME.unpack_from(body, at + 26)[0]
            name = _name(body, at + (40 if flags & 0x100 else 32), length).partition("\0")[0]
            yield _File(name, bool(flags & 4))
        if size < 7:
            return
        at += size + added


def _rar_5_files(body: bytes) -> Iterator[_File]:
    """The blocks of RAR 5 (rarlab.com/technote.htm): 4 that the headers are encrypted, 2 a file."""
    at = len(_RAR_5)
    for _ in range(MOST_FILES + 1):
        size, start = _vint(body, at + 4)
        kind, here = _vint(body, start)
        flags, here = _vint(body, here)
        extra, here = _vint(body, here) if flags & 1 else (0, here)
        held, here = _vint(body, here) if flags & 2 else (0, here)
        if kind == 4:
            yield _File(is_encrypted=True)
            return
        if kind == 2:
            yield _rar_5_file(body, here, start + size - extra, start + size)
        if not size:
            return
        at = start + size + held


def _rar_5_file(body: bytes, here: int, extra: int, end: int) -> _File:
    flags, here = _vint(body, here)
    for _ in range(2):  # unpacked size, attributes
        _, here = _vint(body, here)
    here += 4 * (bool(flags & 2) + bool(flags & 4))  # time, checksum
    for _ in range(2):  # method, system
        _, here = _vint(body, here)
    length, here = _vint(body, here)
    return _File(_name(body, here, length), _is_rar_5_encrypted(body, extra, end))


def _is_rar_5_encrypted(body: bytes, at: int, end: int) -> bool:
    for _ in range(20):
        if at >= end:
            return False
        size, start = _vint(body, at)
        if _vint(body, start)[0] == 1:
            return True
        at = start + size
    return False


def _seven_zip_files(body: bytes) -> Iterator[_File]:
    header = seven_zip.header_of(body)
    is_locked = seven_zip.is_locked(header)
    yield _File(is_encrypted=is_locked)
    for name in seven_zip.names_in(header):
        yield _File(name, is_locked)


def _vint(body: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends; ten bytes at most."""
    value = 0
    for place in range(10):
        byte = body[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise IndexError(at)


def _name(body: bytes, at: int, length: int) -> str:
    """The end of a name, where its ending is; UTF-8 or what was before it."""
    return body[max(at, at + length - MOST_NAME) : at + length].decode("utf-8", "replace")


_READERS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], Iterator[_File]]], ...] = (
    ((_ZIP_LOCAL, _ZIP_END), _zip_files),
    (_RAR_5, _rar_5_files),
    (_RAR_4, _rar_4_files),
    (seven_zip.START, _seven_zip_files),
    (cabinet.START, lambda body: _named(cabinet.names_in(body))),
    (_GZIP, _gzip_files),
)
