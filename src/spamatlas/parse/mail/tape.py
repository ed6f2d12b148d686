"""The names of the files in a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"); nothing is unpacked."""

from collections.abc import Iterator

_BLOCK = 512
_MOST_NAME = 500
_LONG_NAME = b"L"  # of GNU tar: the next file's name stands in the data of this entry


def is_tar(body: bytes) -> bool:
    """Whether its first block has the mark of ustar."""
    return body[257:262] == b"ustar"


def names_in(body: bytes) -> Iterator[str]:
    """The name of each file, until where the archive ends or is broken."""
    at = 0
    while body[at + 257 : at + 262] == b"ustar":
        size = _size(body[at + 124 : at + 136])
        name = body[at : at + 100]
        if body[at + 156 : at + 157] == _LONG_NAME:
            name = body[at + _BLOCK : at + _BLOCK + min(size, _MOST_NAME)]
        yield name.partition(b"\0")[0].decode("utf-8", "replace")
        at += _BLOCK * (1 + -(-size // _BLOCK))


def _size(field: bytes) -> int:
    """A number in octal figures; one that is written otherwise (of files beyond 8 GB) is taken for nothing."""
    digits = field.strip(b"\0 ")
    return int(digits, 8) if digits and not digits.strip(b"01234567") else 0
