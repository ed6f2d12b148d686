"""Where a PDF leads: its links and the codes in its pictures (ISO 32000-2), read once a distinct file."""

import logging
import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from itertools import islice
from types import ModuleType
from typing import Any

from msgspec import Struct

from spamatlas.parse.mail.code import BROKEN, codes_in, codes_of, is_readable
from spamatlas.parse.mail.patience import attempt
from spamatlas.parse.mail.pdf_drawing import drawn, is_drawing
from spamatlas.parse.mail.remembered import Remembered

MOST_BYTES = 10_000_000
MOST_PAGES = 10
MOST_LINKS = 200
MOST_IMAGES = 10
MOST_NODES = 500
MOST_SECONDS = 2.0
_A4 = (0, 0, 595, 842)
DEEPEST = 8
_HEAD = 1024
# An address that is written plainly; readers repair files that the library gives up.
_WRITTEN = re.compile(rb"/URI ?\(((?:[A-Za-z]{3,6}:|www\.)[!-'*-\[\]-~]{3,2000})\)")
# What is compressed is in streams (section 7.3.8); a file without one says all that it says plainly.
_STREAM = b"stream"
_LOCKED = re.compile(rb"/Encrypt\s{1,20}\d{1,10}\s{1,20}\d{1,5}\s{1,20}R\b")
# Each several times what the PDFs need that people send; the whole of a file is bounded by how many parts are opened.
_LIMITS = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 5_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "maximum_declared_stream_length": MOST_BYTES,
    "image_maximum_buffer_size": 64_000_000,
    "array_maximum_element_count": 20_000,
    "dictionary_maximum_element_count": 20_000,
    "stream_filters_maximum_length": 3,
    "stream_decoding_work_maximum_length": 40_000_000,
    "jbig2dec_binary": None,
}


class Document(Struct, frozen=True):
    """``addresses`` are the URIs that its links open, ``codes`` the texts of the codes in its pictures.

    ``is_locked`` where it opens with a password only; one that merely forbids printing or copying opens without.
    ``is_unread`` where it holds something and could not be opened, or took too long.
    """

    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    is_locked: bool = False
    is_unread: bool = False


class _Reading(Struct):
    addresses: list[str] = []
    codes: list[str] = []
    is_locked: bool | None = None
    is_opened: bool = False
    images_left: int = MOST_IMAGES
    nodes_left: int = MOST_NODES


def is_pdf(body: bytes) -> bool:
    """Whether readers would open it as a PDF: its mark stands within the first 1024 bytes (ISO 32000-1, annex H)."""
    return b"%PDF-" in body[:_HEAD]


def read_pdf(body: bytes, digest: str) -> Document:
    """What the first ``MOST_PAGES`` pages lead to; ``digest`` is the file's SHA-256.

    What is broken, locked, larger than the limits or takes more than ``MOST_SECONDS`` of processor time gives what
    could be read until there, or nothing.
    """
    return _documents().of(body, digest) if len(body) <= MOST_BYTES else Document(is_unread=True)


@cache
def _documents() -> Remembered[Document]:
    return Remembered(_read)


@cache
def _reader() -> ModuleType:
    # A fifth of a second that a mail without a PDF never pays.
    import pypdf  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it quotes the file in its warnings
    return pypdf


def _broken() -> tuple[type[Exception], ...]:
    pypdf = _reader()
    return (*BROKEN, AssertionError, zlib.error, pypdf.errors.PyPdfError, pypdf.errors.DependencyError)


def _read(body: bytes) -> Document:
    reading = _Reading()
    is_done = attempt(lambda: _look_into(body, reading), MOST_SECONDS)
    addresses = {*reading.addresses}
    written = (found[1].decode("ascii") for found in islice(_WRITTEN.finditer(body), MOST_LINKS))
    reading.addresses += [address for address in written if address not in addresses]
    # What the library cannot read may still say that it is encrypted (ISO 32000-2, section 7.5.5, table 15).
    is_locked = bool(_LOCKED.search(body)) if reading.is_locked is None else reading.is_locked
    return Document(
        tuple(dict.fromkeys(reading.addresses))[:MOST_LINKS],
        tuple(dict.fromkeys(reading.codes)),
        is_locked,
        not is_locked and not (is_done and (reading.is_opened or _STREAM not in body)),
    )


def _look_into(body: bytes, reading: _Reading) -> None:
    pypdf, broken = _reader(), _broken()
    with suppress(*broken), warnings.catch_warnings(), pypdf.apply_configuration(**_LIMITS):
        warnings.simplefilter("ignore")
        file = pypdf.PdfReader(BytesIO(body), root_object_recovery_limit=1000, xref_stream_maximum_entries=100_000)
        reading.is_locked = file.is_encrypted and not file.decrypt("")
        reading.addresses += _opened(file.root_object.get("/OpenAction"))
        for page, resources in islice(_pages(file.root_object["/Pages"], reading), MOST_PAGES):
            reading.is_opened = True
            with suppress(*broken):
                reading.addresses += islice(_addresses(page), MOST_LINKS)
            for image in _images(resources, reading):
                with suppress(*broken):
                    reading.codes += _codes_in(image)
            with suppress(*broken):
                reading.codes += _drawn_codes(page)


def _pages(node: Any, reading: _Reading, resources: Any = None, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """The pages in order, each with its resources, which it may have from the nodes above (section 7.7.3.4)."""
    node = _object(node)
    reading.nodes_left -= 1
    if not isinstance(node, dict) or reading.nodes_left < 0 or depth > DEEPEST:
        return
    resources = node.get("/Resources", resources)
    children = _object(node.get("/Kids"))
    if not isinstance(children, list):
        yield node, resources
        return
    for child in children:
        yield from _pages(child, reading, resources, depth + 1)


def _addresses(page: Any) -> Iterator[str]:
    """What the page's links open (section 12.6.4.8)."""
    for each in _list(page.get("/Annots"))[:MOST_LINKS]:
        annotation = _object(each)
        if isinstance(annotation, dict):
            yield from _opened(annotation.get("/A"))


def _opened(action: Any) -> Iterator[str]:
    action = _object(action)
    address = _object(action.get("/URI")) if isinstance(action, dict) else None
    if isinstance(address, bytes):
        address = address.decode("latin-1")
    if isinstance(address, str) and address.strip():
        yield address.strip()[:2000]


def _images(resources: Any, reading: _Reading, depth: int = 0) -> Iterator[Any]:
    """The pictures that a page may draw, also within forms; each only if it can hold a code."""
    resources = _object(resources)
    drawn = _object(resources.get("/XObject")) if isinstance(resources, dict) else None
    for name in list(drawn) if isinstance(drawn, dict) else ():
        reading.nodes_left -= 1
        if reading.nodes_left < 0 or not reading.images_left:
            return
        piece = _object(drawn.get(name))  # type: ignore[union-attr]
        kind = piece.get("/Subtype") if isinstance(piece, dict) else None
        if kind == "/Form" and depth < DEEPEST:
            yield from _images(piece.get("/Resources"), reading, depth + 1)
        elif kind == "/Image" and is_readable(_length(piece, "/Width"), _length(piece, "/Height")):
            reading.images_left -= 1
            yield piece


def _codes_in(image: Any) -> tuple[str, ...]:
    if _list(image.get("/Filter"), alone=True)[-1:] == ["/DCTDecode"]:
        return codes_in(image.get_data())  # the bytes of a JPEG file (section 7.4.8)
    # The library also writes the picture anew: without compression that costs little.
    return codes_of(image.decode_as_image({"compress_level": 0}))


def _drawn_codes(page: Any) -> tuple[str, ...]:
    content = b"\n".join(_object(each).get_data() for each in _list(page.get("/Contents"), alone=True)[:50])
    if not is_drawing(content):
        return ()
    canvas = drawn(content, [float(each) for each in _list(page.get("/MediaBox")) or _A4][:4])
    return codes_of(canvas) if canvas else ()


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _list(value: Any, alone: bool = False) -> list[Any]:
    value = _object(value)
    return list(value) if isinstance(value, list) else [value] if alone else []


def _length(image: Any, name: str) -> int:
    value = _object(image.get(name))
    return int(value) if isinstance(value, (int, float)) else 0
