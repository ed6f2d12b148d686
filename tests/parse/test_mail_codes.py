"""Codes that are drawn in other ways than as a picture that is attached."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from spamatlas.parse.mail.code import codes_in
from spamatlas.parse.mail.drawn_code import codes_in_blocks, codes_in_tables
from spamatlas.parse.mail.package import pictures_in
from spamatlas.parse.mail.page import read_page

SAID = "https://evil.example/code"
_HALF = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def modules() -> list[list[bool]]:
    """The rows of a QR code that says ``SAID``, with a light margin."""
    code = zxingcpp.create_barcode(SAID, zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(code.to_image(scale=1)).convert("L")
    return [[drawn.getpixel((x, y)) < 128 for x in range(drawn.width)] for y in range(drawn.height)]


def picture(kind: str, **options: str) -> bytes:
    file = BytesIO()
    code = zxingcpp.create_barcode(SAID, zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(code.to_image(scale=6)).save(file, kind, **options)
    return file.getvalue()


def package(name: str, held: bytes, method: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", method) as written:
        written.writestr("[Content_Types].xml", "<Types/>")
        written.writestr(name, held)
    return file.getvalue()


def full_blocks() -> str:
    return "\n".join("".join("██" if dark else "  " for dark in row) for row in modules())


def half_blocks(is_light: bool = False) -> str:
    rows = modules()
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = (zip(upper, lower, strict=True) for upper, lower in pairs)
    return "\n".join("".join(_HALF[(upper ^ is_light, lower ^ is_light)] for upper, lower in line) for line in lines)


def table(dark: str, light: str) -> str:
    rows = ("".join(f"<td {dark if each else light}></td>" for each in row) for row in modules())
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize("drawn", [full_blocks(), half_blocks(), half_blocks(is_light=True)])
def test_a_code_in_block_characters_is_read(drawn: str) -> None:
    assert codes_in_blocks(f"Scan this:\r\n{drawn}\nThanks") == (SAID,)
    assert codes_in_blocks("Scan\n" + drawn.replace("\n", "\r\n")) == (SAID,)


@pytest.mark.parametrize("text", ["", "Loading ███████░░░ 70 %", "█" * 400, "\n".join(["█ ▀▄ " * 8] * 40), "█" * 9])
def test_bars_and_boxes_are_no_code(text: str) -> None:
    assert codes_in_blocks(text) == ()


@pytest.mark.parametrize(
    ("dark", "light"),
    [
        ("bgcolor=black", "bgcolor=white"),
        ("style='background:#123;font-size:0'", ""),
        ("bgcolor='#102030'", "bgcolor='#eeeeee'"),
    ],
)
def test_a_code_in_the_cells_of_a_table_is_read(dark: str, light: str) -> None:
    assert read_page(f"<p>scan</p>{table(dark, light)}").codes == (SAID,)


def test_a_table_of_figures_is_no_code() -> None:
    row = "<tr>" + "<td bgcolor=#ddeeff>1</td><td>2</td>" * 15 + "</tr>"
    assert codes_in_tables(LexborHTMLParser(f"<table>{row * 30}</table>")) == ()


@pytest.mark.parametrize("options", [{}, {"compression": "tiff_lzw"}, {"compression": "packbits"}])
def test_a_code_in_a_tiff_is_read(options: dict[str, str]) -> None:
    assert codes_in(picture("TIFF", **options)) == (SAID,)


def test_a_tiff_with_vast_tiles_is_not_unpacked() -> None:
    file = BytesIO()
    Image.new("L", (100, 100)).save(file, "TIFF", tiffinfo={322: 60_000, 323: 60_000})
    assert codes_in(file.getvalue()) == ()


@pytest.mark.parametrize("name", ["word/media/image1.png", "xl/media/a.PNG", "ppt/media/x.jpeg", "Pictures/1.png"])
def test_the_pictures_of_a_package_are_found(name: str) -> None:
    held = picture("PNG")
    assert list(pictures_in(package(name, held), 5)) == [held]


@pytest.mark.parametrize("name", ["word/document.xml", "word/media/a.exe", "docProps/thumbnail.png", "media.png"])
def test_nothing_else_of_a_package_is_unpacked(name: str) -> None:
    assert list(pictures_in(package(name, b"x"), 5)) == []


def test_what_is_large_strange_or_too_much_is_not_unpacked() -> None:
    assert list(pictures_in(package("word/media/a.png", b"\0" * 6_000_000), 5)) == []
    assert list(pictures_in(package("word/media/a.png", b"x", ZIP_BZIP2), 5)) == []
    assert list(pictures_in(package("word/media/a.png", b"x"), 0)) == []


@given(st.data())
def test_any_package_is_read(data: st.DataObject) -> None:
    body = bytearray(package("word/media/a.png", b"xyz" * 20))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert len(list(pictures_in(bytes(body[: data.draw(st.integers(0, len(body)))]), 3))) <= 3


@given(st.binary(max_size=200))
def test_any_tiff_is_read(rest: bytes) -> None:
    assert isinstance(codes_in(b"II*\0\x08\0\0\0" + rest + b"\0" * 60), tuple)


@given(st.text(st.sampled_from("█▀▄ \n\u00a0x"), max_size=900))
def test_any_blocks_are_read(text: str) -> None:
    assert isinstance(codes_in_blocks(text), tuple)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("line", ["█" * 400 + "\n", "█" * 10 + "\n", "█", "█ " * 5 + "x\n", " " * 399 + "█"])
def test_many_blocks_are_read_soon(line: str) -> None:
    codes_in_blocks(line * (200_000 // len(line)))
