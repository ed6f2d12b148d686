"""The names of the files in a cabinet ([MS-CAB], sections 2.1 and 2.3), from its list; nothing is unpacked."""

from collections.abc import Iterator
from struct import Struct as Layout

START = b"MSCF\0\0\0\0"

_FILES = Layout("<16xI8xH")  # coffFiles and, after reserved3, the version and cFolders, cFiles
_ENTRY_BYTES = 16
_MOST_NAME = 256


def names_in(body: bytes) -> Iterator[str]:
    """The name of each file, until where the list ends or is broken.

    Raises:
        struct.error: the header is cut off.
    """
    at, count = _FILES.unpack_from(body)
    for _ in range(count):
        start = at + _ENTRY_BYTES
        end = body.find(b"\0", start, start + _MOST_NAME + 1)
        if end < 0:
            return
        yield body[start:end].decode("utf-8", "replace")
        at = end + 1
