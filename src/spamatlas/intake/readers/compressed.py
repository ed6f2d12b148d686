"""One file, compressed: .gz, .bz2, .xz, .zst. A .tar.gz is a tar within it."""

import io
import re
from typing import BinaryIO, cast

from spamatlas.intake.archive import Gzip, Unpacked, Xz, bzip2, enter, zstd
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refused
from spamatlas.intake.source import HEAD_BYTES, Counted, Source

_OPENERS = {
    b"\x1f\x8b\x08": lambda stream: cast(BinaryIO, Gzip(stream)),
    b"BZh": bzip2,
    b"\xfd7zXZ\x00": lambda stream: cast(BinaryIO, Xz(stream)),
    b"\x28\xb5\x2f\xfd": zstd,
}
_SUFFIX = re.compile(r"\.(?:gz|gzip|bz2|xz|zst)\Z")
_SHORT = re.compile(r"\.t(?:gz|bz2|xz|zst)\Z")


def recognise(source: Source, _options: Options) -> Likeness:
    """By the magic numbers of the four formats."""
    return Likeness.CERTAIN if any(source.head.startswith(magic) for magic in _OPENERS) else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """What is compressed, read as the kind that it is, under the same path."""
    enter(source)
    packed = 0

    def count(size: int) -> None:
        nonlocal packed
        packed += size

    opener = next((opener for magic, opener in _OPENERS.items() if source.head.startswith(magic)), None)
    if opener is None:
        raise Refused("damaged", "it is not compressed in a way that is known")
    counted = io.BufferedReader(Counted(source.open(), count), HEAD_BYTES)
    unpacked = io.BufferedReader(Unpacked(opener(counted), reading, lambda: packed), HEAD_BYTES)
    inner = _SUFFIX.sub("", _SHORT.sub(".tar", source.file_name))
    yield from reading.read(source.name, unpacked, layers=source.layers, wraps=source.wraps + 1, file_name=inner)


READER = Reader(
    name="compressed",
    summary="one file compressed with gzip, bzip2, xz or Zstandard",
    recognise=recognise,
    read=read,
    media_types=("application/gzip", "application/x-gzip"),
)
