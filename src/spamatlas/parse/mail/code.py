"""Links in pictures of codes (QR and others), read once a distinct picture."""

import struct
import warnings
from base64 import b64decode
from collections import OrderedDict
from functools import cache
from hashlib import sha256
from io import BytesIO

MOST_PICTURE_BYTES = 5_000_000
MOST_PIXELS = 16_000_000
LEAST_SIDE = 40
LARGEST_SIDE = 1600
REMEMBERED = 4096


# What decoders raise on hostile bytes; a picture is never worth a message.
_BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error,
)  # fmt: skip


class Codes:
    """What the codes of the last pictures said, by the picture's SHA-256."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def of(self, picture: bytes, digest: str) -> tuple[str, ...]:
        """The texts of the codes in a picture; none where it is too small, too large or no picture."""
        if digest in self._known:
            self._known.move_to_end(digest)
            return self._known[digest]
        texts = _read(picture)
        self._known[digest] = texts
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return texts


@cache
def _codes() -> Codes:
    return Codes()


def codes_in(picture: bytes, digest: str = "") -> tuple[str, ...]:
    """The texts of the codes in a PNG, JPEG, GIF, BMP or WebP picture."""
    if not 60 < len(picture) <= MOST_PICTURE_BYTES:
        return ()
    return _codes().of(picture, digest or sha256(picture).hexdigest())


def codes_in_uri(uri: str) -> tuple[str, ...]:
    """The texts of the codes in a ``data:`` URI (RFC 2397)."""
    head, comma, data = uri.partition(",")
    if not comma or not head.endswith(";base64") or len(data) > MOST_PICTURE_BYTES * 4 // 3:
        return ()
    try:
        return codes_in(b64decode(data + "==="))
    except ValueError:
        return ()


def _read(picture: bytes) -> tuple[str, ...]:
    # Both cost start time and memory that a mail without pictures never pays.
    import zxingcpp  # noqa: PLC0415
    from PIL import Image, WebPImagePlugin  # noqa: F401, PLC0415  else what is no picture loads all formats

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(picture), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP"))
            if image.width * image.height > MOST_PIXELS or min(image.size) < LEAST_SIDE:
                return ()
            image.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            flat = image.convert("RGBA") if "transparency" in image.info or image.mode in ("RGBA", "LA") else image
            if flat.mode == "RGBA":
                flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat)
            grey = flat.convert("L")
            grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            return tuple(code.text[:4000] for code in zxingcpp.read_barcodes(grey)[:10] if code.text)
    except _BROKEN:
        return ()
