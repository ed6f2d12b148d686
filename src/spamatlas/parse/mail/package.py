"""The pictures in a package of Office (OOXML, OpenDocument); nothing else of one is unpacked."""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

MOST_BYTES = 5_000_000
"""Of one picture, unpacked."""
MOST_LIST_BYTES = 300_000
"""Of the list of what a package holds: a document has some hundred parts of about 80 bytes each."""

# ECMA-376-1, section 15.2.14 (image parts, by usage in ``media``); ODF 1.3, part 2, section 2.2.1 (``Pictures``).
_PICTURE = re.compile(r"(?:^|/)(?:media|Pictures)/[^/]{1,200}\.(?:png|jpe?g|gif|bmp|webp|tiff?)\Z", re.IGNORECASE)
# APPNOTE.TXT 6.3.10, sections 4.3.15 and 4.3.16.
_END, _LARGE, _LIST_SIZE = b"PK\x05\x06", b"PK\x06\x07", struct.Struct("<I")
_BROKEN = (
    BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def pictures_in(body: bytes, most: int) -> Iterator[bytes]:
    """The first pictures of a package, each of ``MOST_BYTES`` at most; none where the list is broken."""
    if not _has_short_list(body):
        return
    try:
        with ZipFile(BytesIO(body)) as package:
            for name in [name for name in package.namelist() if _PICTURE.search(name)][:most]:
                info = package.getinfo(name)
                if info.compress_type in (ZIP_STORED, ZIP_DEFLATED) and info.file_size <= MOST_BYTES:
                    with package.open(info) as picture:
                        yield picture.read(MOST_BYTES)
    except _BROKEN:
        return


def _has_short_list(body: bytes) -> bool:
    end = body.rfind(_END, max(0, len(body) - 65_557))
    if end < 0 or len(body) < end + 22 or _LARGE in body[max(0, end - 20) : end]:
        return False
    return int(_LIST_SIZE.unpack_from(body, end + 12)[0]) <= MOST_LIST_BYTES
