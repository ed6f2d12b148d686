"""The list of files at the end of a 7z archive (7zFormat.txt and Methods.txt of the LZMA SDK)."""

import lzma
from collections.abc import Iterator
from struct import Struct as Layout

START = b"7z\xbc\xaf\x27\x1c"
MOST_HEADER = 1_000_000
MOST_MARKS = 200

_NEXT_HEADER = Layout("<QQ")
_PACKED, _NAMES = 0x17, 0x11
_AES = b"\x06\xf1\x07\x01"
_LZMA = b"\x23\x03\x01\x01\x05"  # a coder with properties, its id of three bytes, five bytes of properties
_LZMA_2 = b"\x21\x21\x01"
_UNPACKED = 0x0C
_BEGIN = 32


def header_of(body: bytes) -> bytes:
    """The end header, at most ``MOST_HEADER`` bytes of it; unpacked where it is packed by LZMA or LZMA2, as most are.

    One that is encrypted or packed otherwise stays as it is.

    Raises:
        struct.error: the archive is cut off.
        IndexError: it is broken.
    """
    offset, size = _NEXT_HEADER.unpack_from(body, 12)
    header = body[_BEGIN + offset : _BEGIN + offset + min(size, MOST_HEADER)]
    is_packed = header[:1] == bytes([_PACKED]) and _AES not in header
    return _unpacked(body, header) if is_packed else header


def is_locked(header: bytes) -> bool:
    """Whether a coder of the archive, or of its header, is AES."""
    return _AES in header


def names_in(header: bytes) -> Iterator[str]:
    """The names, found by their mark, their length and their end: what stands before them need not be read."""
    at = header.find(_NAMES)
    for _ in range(MOST_MARKS):
        if at < 0:
            return
        names = _names_at(header, at + 1)
        if names:
            yield from names
            return
        at = header.find(_NAMES, at + 1)


def _unpacked(body: bytes, header: bytes) -> bytes:
    """The header that a packed header describes: 06 place, count, 09 sizes, 07 coders, 0C unpacked sizes."""
    coder, at = next(((coder, at) for coder in (_LZMA, _LZMA_2) if (at := header.find(coder)) >= 0), (b"", 0))
    begin = at + len(coder)
    end = begin + (5 if coder == _LZMA else 1)
    if not coder or header[end] != _UNPACKED:
        return header
    size = min(_number(header, end + 1)[0], MOST_HEADER)
    place, at = _number(header, 2)
    packed = _number(header, _number(header, at)[1] + 1)[0]
    # A dictionary as large as what comes out is enough, whatever the archive asks for.
    rules: dict[str, int] = {"id": lzma.FILTER_LZMA2, "dict_size": size + 4096}
    if coder == _LZMA:
        signs = header[begin]
        rules |= {"id": lzma.FILTER_LZMA1, "lc": signs % 9, "lp": signs // 9 % 5, "pb": signs // 45}
    start = _BEGIN + place
    try:
        reader = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[rules])
        return reader.decompress(body[start : start + min(packed, MOST_HEADER)], size)
    except (lzma.LZMAError, ValueError, EOFError):
        return header


def _names_at(header: bytes, at: int) -> list[str]:
    """The names of a property that begins here: its length, a zero, UTF-16 names that each end in a zero."""
    try:
        length, at = _number(header, at)
    except IndexError:
        return []
    held = header[at : at + min(length, MOST_HEADER)]
    if len(held) != length or length < 5 or length % 2 == 0 or held[0] or not held.endswith(b"\0\0"):
        return []
    try:
        names = held[1:].decode("utf-16-le").split("\0")
    except UnicodeDecodeError:
        return []
    return [name[-500:] for name in names if name]


def _number(header: bytes, at: int) -> tuple[int, int]:
    """A number whose first byte says by its leading ones how many follow, and where it ends."""
    first = header[at]
    ones = next((place for place in range(8) if not first & (0x80 >> place)), 8)
    rest = header[at + 1 : at + 1 + ones]
    if len(rest) < ones:
        raise IndexError(at)
    high = first & ((0x80 >> ones) - 1) if ones < 8 else 0
    return int.from_bytes(rest, "little") + (high << (8 * ones)), at + 1 + ones
