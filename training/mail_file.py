"""Stubs of files: enough of each kind for what a reader of mail looks at."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import escape

import numpy as np
import zxingcpp

_FORM = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Sign in</title></head><body>
<form method="post" action="{link}"><input type="email" name="u"><input type="password" name="p">
<button type="submit">Continue</button></form><script>document.title=atob("{noise}")</script></body></html>"""
_EVENT = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{noise}@calendar.example\r
DTSTART:20261{n}0{n}T1{n}0000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def file_of(kind: str, chance: random.Random, link: str = "") -> bytes:
    """The bytes of a stub; ``link`` is where a form or a code leads.

    Raises:
        KeyError: there is no stub of that kind.
    """
    return KINDS[kind](chance, link)


def _noise(chance: random.Random, most: int = 3000) -> bytes:
    return chance.randbytes(chance.randint(200, most))


def _letters(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=24))


def _zip(chance: random.Random, names: tuple[str, ...], *, is_locked: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), _noise(chance))
    packed = held.getvalue()
    return packed.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    ) if is_locked else packed  # fmt: skip


def _picture(rows: list[bytes]) -> bytes:
    """A grey PNG of 8 bits (ISO/IEC 15948)."""
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _code(chance: random.Random, link: str) -> bytes:
    """A QR code (ISO/IEC 18004) with white around it, as it is photographed or printed."""
    made = zxingcpp.create_barcode(link, zxingcpp.BarcodeFormat.QRCode)
    drawn = np.array(zxingcpp.write_barcode_to_image(made, scale=chance.randint(3, 6)))
    margin = chance.randint(4, 40)
    rows = [bytes([255] * margin) + row.tobytes() + bytes([255] * margin) for row in drawn]
    blank = [bytes([255] * len(rows[0]))] * margin
    return _picture(blank + rows + blank)


def _grey(chance: random.Random, _: str) -> bytes:
    width, height = chance.randint(80, 320), chance.randint(40, 240)
    return _picture([bytes([chance.randint(180, 255)]) * width for _ in range(height)])


def _pdf(chance: random.Random, _: str) -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nstream\n" + _noise(chance) + b"\nendstream\n%%EOF\n"


def _text(chance: random.Random, _: str) -> bytes:
    return "\n".join(_letters(chance) for _ in range(chance.randint(3, 30))).encode()


KINDS: dict[str, Callable[[random.Random, str], bytes]] = {
    "pdf": _pdf,
    "html form": lambda chance, link: _FORM.format(link=escape(link), noise=_letters(chance)).encode(),
    "html": lambda chance, _: f"<html><body><p>{_letters(chance)}</p></body></html>".encode(),
    "svg": lambda _, link: (
        f'<svg xmlns="http://www.w3.org/2000/svg"><a href="{escape(link)}"><text>Open</text></a></svg>'.encode()
    ),
    "zip": lambda chance, _: _zip(chance, ("report.txt", "figures.csv")),
    "zip with a program": lambda chance, _: _zip(chance, ("invoice.pdf.exe",)),
    "zip with a script": lambda chance, _: _zip(chance, ("scan.js",)),
    "locked zip": lambda chance, _: _zip(chance, ("document.doc",), is_locked=True),
    "docx": lambda chance, _: _zip(chance, ("[Content_Types].xml", "word/document.xml")),
    "docm": lambda chance, _: _zip(chance, ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    "xlsx": lambda chance, _: _zip(chance, ("[Content_Types].xml", "xl/workbook.xml")),
    "xlsm": lambda chance, _: _zip(chance, ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
    "iso": lambda chance, _: b"\0" * 2048 + b"\x01CD001\x01\0" + _noise(chance),
    "ics": lambda chance, _: _EVENT.format(noise=_letters(chance), n=chance.randint(0, 2)).encode(),
    "png": _grey,
    "text picture": _grey,
    "png with a QR code": _code,
    "jpg": lambda chance, _: b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + _noise(chance),
    "text": _text,
    "gz": lambda chance, _: b"\x1f\x8b\x08\0" + _noise(chance),
    "bytes": lambda chance, _: _noise(chance),
}
