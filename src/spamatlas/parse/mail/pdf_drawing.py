"""Codes that a PDF draws with filled shapes instead of showing a picture (ISO 32000-1, section 8.5)."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 1_000_000
MOST_TOKENS = 100_000
LONGEST_SIDE = 1600
# The smallest code has 21 modules a side; drawn in runs, it has far more than so many shapes.
LEAST_SHAPES = 60
MOST_SHAPES = 40_000
MOST_PIXELS = 40_000_000
_DARK = 0.4

_TOKEN = re.compile(rb"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)|[A-Za-z]+\*?|\((?:[^()\\]|\\.){0,500}\)|[^\s]", re.DOTALL)
_FILLS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_ENDS = frozenset({b"n", b"S", b"s"}) | _FILLS

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def is_drawing(content: bytes) -> bool:
    """Whether a content stream fills enough shapes to be a code."""
    return content.count(b" re") >= LEAST_SHAPES or content.count(b" l") >= 3 * LEAST_SHAPES


class _Pen(Struct):
    matrix: Matrix
    is_dark: bool = True
    shapes: list[list[Point]] = []
    kept: list[tuple[Matrix, bool]] = []
    pixels_left: int = MOST_PIXELS


def drawn(content: bytes, box: Sequence[float]) -> "Image.Image | None":
    """What the stream fills, black on white; None where the box (left, bottom, right, top) is none.

    Curves, strokes, clips and texts are left out: codes have none.
    """
    from PIL import Image  # noqa: PLC0415  as in ``code``

    width, height = box[2] - box[0], box[3] - box[1]
    if not (0 < width < 20_000 and 0 < height < 20_000):
        return None
    scale = LONGEST_SIDE / max(width, height)
    canvas = Image.new("L", (max(1, round(width * scale)), max(1, round(height * scale))), 255)
    pen = _Pen((scale, 0.0, 0.0, -scale, -box[0] * scale, box[3] * scale))
    for operator, numbers in _operations(content[:MOST_BYTES]):
        if operator in _FILLS:
            _fill(canvas, pen)
        if operator in _ENDS:
            pen.shapes = []
        elif (act := _ACTS.get(operator)) and len(numbers) >= act[0]:
            act[1](pen, numbers[-act[0] :] if act[0] else [])
    return canvas


def _operations(content: bytes) -> Iterator[tuple[bytes, list[float]]]:
    numbers: list[float] = []
    for found in islice(_TOKEN.finditer(content), MOST_TOKENS):
        token = found[0]
        if token[0] in b"+-.0123456789":
            numbers.append(float(token[:30]))
        else:
            yield token, numbers
            numbers = []


def _at(pen: _Pen, x: float, y: float) -> Point:
    a, b, c, d, e, f = pen.matrix
    return a * x + c * y + e, b * x + d * y + f


def _turn(pen: _Pen, by: Sequence[float]) -> None:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = pen.matrix, by
    pen.matrix = (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _keep(pen: _Pen, _: Sequence[float]) -> None:
    if len(pen.kept) < 100:
        pen.kept.append((pen.matrix, pen.is_dark))


def _give_back(pen: _Pen, _: Sequence[float]) -> None:
    if pen.kept:
        pen.matrix, pen.is_dark = pen.kept.pop()


def _box(pen: _Pen, given: Sequence[float]) -> None:
    x, y, width, height = given
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    pen.shapes.append([_at(pen, *corner) for corner in corners])


def _begin(pen: _Pen, given: Sequence[float]) -> None:
    pen.shapes.append([_at(pen, *given)])


def _line(pen: _Pen, given: Sequence[float]) -> None:
    if pen.shapes:
        pen.shapes[-1].append(_at(pen, *given))


def _grey(pen: _Pen, given: Sequence[float]) -> None:
    pen.is_dark = sum(given) / len(given) < _DARK


def _inks(pen: _Pen, given: Sequence[float]) -> None:
    pen.is_dark = given[3] + sum(given[:3]) / 3 > 1 - _DARK


_ACTS: dict[bytes, tuple[int, Callable[[_Pen, Sequence[float]], None]]] = {
    b"cm": (6, _turn), b"q": (0, _keep), b"Q": (0, _give_back), b"re": (4, _box), b"m": (2, _begin), b"l": (2, _line),
    b"g": (1, _grey), b"rg": (3, _grey), b"k": (4, _inks), b"sc": (1, _grey), b"scn": (1, _grey),
}  # fmt: skip


def _fill(canvas: "Image.Image", pen: _Pen) -> None:
    """Shapes of one path within each other cut holes, as the rings of a code's corners are drawn."""
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415

    for shape in pen.shapes if len(pen.shapes) <= MOST_SHAPES else ():
        across, down = [round(x) for x, _ in shape], [round(y) for _, y in shape]
        right, bottom = max(across), max(down)
        area = (max(0, min(across)), max(0, min(down)), min(canvas.width, right), min(canvas.height, bottom))
        if len(shape) < 3 or area[0] >= area[2] or area[1] >= area[3]:
            continue
        pen.pixels_left -= (area[2] - area[0]) * (area[3] - area[1])
        if pen.pixels_left < 0:
            return
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]), 0)
        # Pillow counts the last row and column in: left there, neighbours would cut each other out.
        points = [(x - area[0] - (x == right), y - area[1] - (y == bottom)) for x, y in zip(across, down, strict=True)]
        ImageDraw.Draw(mask).polygon(points, fill=255)
        if len(pen.shapes) == 1:
            canvas.paste(0 if pen.is_dark else 255, area, mask)
        elif pen.is_dark:
            canvas.paste(ImageChops.difference(canvas.crop(area), mask), area)
