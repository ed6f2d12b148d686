"""Links in pictures of codes (QR and others), read once a distinct picture."""

import struct
import warnings
from base64 import b64decode
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from spamatlas.parse.mail.remembered import Remembered

if TYPE_CHECKING:
    from PIL import Image

MOST_PICTURE_BYTES = 20_000_000
MOST_PIXELS = 16_000_000
MOST_JPEG_PIXELS = 52_000_000
"""Of a JPEG that is not progressive: read at a fraction of its size, so a telephone's is looked at."""
LEAST_SIDE = 40
_LEAST_BYTES = 60
LARGEST_SIDE = 1600
MOST_CODES = 10
MOST_CHARACTERS = 4000

# What decoders raise on hostile bytes; a picture is never worth a message.
BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error,
)  # fmt: skip


class Picture(Struct, frozen=True):
    """The texts of the codes in a picture. ``is_small`` where it can hold none; ``is_unread`` where it is larger than
    what is looked at, or says so.
    """

    codes: tuple[str, ...] = ()
    is_small: bool = False
    is_unread: bool = False


_UNREAD = Picture(is_unread=True)


@cache
def _pictures() -> Remembered[Picture]:
    return Remembered(_read)


def warm_up() -> None:
    """Load what the first picture would load: 20 ms, so only for a process that lives for long."""
    from PIL import Image  # noqa: PLC0415  as in _read

    _read(b"")
    codes_of(Image.new("L", (LEAST_SIDE, LEAST_SIDE)))


def codes_in(picture: bytes, digest: str = "") -> tuple[str, ...]:
    """The texts of the codes in a picture; none where it is too large or no picture."""
    return picture_in(picture, digest).codes


def picture_in(picture: bytes, digest: str = "") -> Picture:
    """What a PNG, JPEG, GIF, BMP or WebP picture holds; nothing where it is none. ``digest`` is its SHA-256."""
    if len(picture) <= _LEAST_BYTES:
        return Picture(is_small=True)
    if len(picture) > MOST_PICTURE_BYTES:
        return _UNREAD
    return _pictures().of(picture, digest or sha256(picture).hexdigest())


def picture_in_uri(uri: str) -> Picture:
    """The same of a ``data:`` URI (RFC 2397)."""
    head, comma, data = uri.partition(",")
    if not comma or not head.endswith(";base64"):
        return Picture()
    if len(data) > MOST_PICTURE_BYTES * 4 // 3:
        return _UNREAD
    try:
        return picture_in(b64decode(data + "==="))
    except ValueError:
        return Picture()


def is_readable(width: int, height: int) -> bool:
    """Whether a picture of so many pixels can hold a code and is small enough to be looked at."""
    return min(width, height) >= LEAST_SIDE and width * height <= MOST_PIXELS


def codes_of(image: "Image.Image") -> tuple[str, ...]:
    """The texts of the codes in an opened picture; what is transparent counts as white.

    Raises:
        BROKEN: the pixels do not decode.
    """
    import zxingcpp  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    flat = image.convert("RGBA") if "transparency" in image.info or image.mode in ("RGBA", "LA") else image
    if flat.mode == "RGBA":
        flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat)
    grey = flat.convert("L")
    grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return tuple(code.text[:MOST_CHARACTERS] for code in zxingcpp.read_barcodes(grey)[:MOST_CODES] if code.text)


def _read(picture: bytes) -> Picture:
    # It costs start time and memory that a mail without pictures never pays.
    from PIL import Image, WebPImagePlugin  # noqa: F401, PLC0415  else what is no picture loads all formats

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(picture), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP"))
            if min(image.size) < LEAST_SIDE:
                return Picture(is_small=True)
            is_jpeg = image.format == "JPEG" and "progressive" not in image.info
            if image.width * image.height > (MOST_JPEG_PIXELS if is_jpeg else MOST_PIXELS):
                return _UNREAD
            image.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            return Picture(codes_of(image))
    except Image.DecompressionBombError:
        return _UNREAD  # it says that it is larger than what the library opens; no error of the kinds below
    except BROKEN:
        return Picture()
