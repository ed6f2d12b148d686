"""PDFs made for tests, and how they are opened."""

from hashlib import sha256

import zxingcpp
from PIL import Image

from spamatlas.parse.mail.pdf import Document, read_pdf

TARGET = "https://evil.example/code"


def code(says: str = TARGET) -> Image.Image:
    return Image.fromarray(zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6))


def of_objects(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root."""
    body = bytearray(b"%PDF-1.7\n")
    at = []
    for number, each in enumerate(objects, 1):
        at.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in at)
    return bytes(body + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def stream(head: bytes, body: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head, len(body), body)


def opened(body: bytes) -> Document:
    return read_pdf(body, sha256(body).hexdigest())
