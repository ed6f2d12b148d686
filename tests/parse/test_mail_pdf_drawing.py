"""Codes that a PDF draws with lines and boxes, and that much drawing is bounded."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.parse.pdf_files import TARGET, of_objects, opened, stream

from spamatlas.parse.mail.pdf import Document


def of_drawing(content: bytes) -> bytes:
    page = b"<</Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R>>"
    pages = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
    return of_objects(b"<</Type /Catalog /Pages 2 0 R>>", pages, page, stream(b"", content))


def dark() -> list[tuple[int, int]]:
    """The dark modules of a code, from above."""
    picture = Image.fromarray(zxingcpp.create_barcode(TARGET, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1))
    return [(x, y) for y in range(picture.height) for x in range(picture.width) if picture.getpixel((x, y)) == 0]


SQUARE = b"%d %d m %d %d l %d %d l %d %d l h\n"
RECTANGLES = b"".join(b"%d %d 4 4 re\n" % (100 + 4 * x, 500 - 4 * y) for x, y in dark())
SQUARES = b"".join(SQUARE % (x, y, x + 1, y, x + 1, y + 1, x, y + 1) for x, y in dark())


@pytest.mark.parametrize(
    "content",
    [
        RECTANGLES.replace(b"re\n", b"re f\n"),
        RECTANGLES + b"f\n",
        b"1 g 0 0 595 842 re f 0 0 0 rg\n" + RECTANGLES.replace(b"re\n", b"re f*\n"),
        b"q 4.3 0 0 -4.3 100 500 cm 0 0 0 1 k\n" + SQUARES + b"f* Q\n",
        b"q .5 0 0 .5 0 0 cm q 8 0 0 -8 100 900 cm (a) Tj\n" + SQUARES.replace(b"h\n", b"h f\n") + b"Q Q\n",
    ],
    ids=["one by one", "at once", "on a ground", "as paths", "within scales"],
)
def test_a_code_that_is_drawn_is_read(content: bytes) -> None:
    assert opened(of_drawing(content)).codes == (TARGET,)


def test_white_shapes_are_no_code() -> None:
    assert opened(of_drawing(b"1 g\n" + RECTANGLES + b"f\n")).codes == ()


@pytest.mark.parametrize(
    "content",
    [
        b"0 0 595 842 re f\n" * 60_000,
        b"0 0 595 842 re\n" * 60_000 + b"f\n",
        b"q " * 100_000 + b" re" * 100,
        b"9e9 1e400 re " * 100 + b"99999999999999999999999999999999999999 0 0 1 0 0 cm 0 0 9 9 re f\n" * 5000,
        b"(" * 100_000 + b" re" * 100,
        b"0 0 m " + b"1 1 l " * 100_000 + b"f\n",
    ],
)
def test_much_drawing_is_bounded(content: bytes) -> None:
    assert opened(of_drawing(content)).codes == ()


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from([b"re", b"f", b"f*", b"m", b"l", b"cm", b"q", b"Q", b"g", b"k", b"1", b"-9e9", b"0.5", b"("])
    )
)
def test_any_drawing_is_read(words: list[bytes]) -> None:
    assert isinstance(opened(of_drawing(b" ".join(words) + RECTANGLES[:3000])), Document)
