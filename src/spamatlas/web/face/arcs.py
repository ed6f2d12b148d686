"""Routes between countries on the map of the world: arcs that are wide where they begin and pointed where they end."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from math import hypot, sqrt

from markupsafe import Markup
from msgspec import Struct

from spamatlas.web.face.chart import WIDTH
from spamatlas.web.face.figure import Drawing
from spamatlas.web.face.world import RADIUS, world

WIDEST, THINNEST = 9.0, 1.6
"""Units of the map across an arc's beginning: by the square root of its reports."""
BEND = 0.22
"""How far an arc swings out, as a part of its length; those to and fro swing out on different sides."""
RING = 4.0
_NUMBER = re.compile(r"-?\d+")

Place = tuple[float, float]


class Arc(Struct, frozen=True):
    """So many reports from one country to another, on one class of route."""

    source: str
    destination: str
    tone: str
    value: int


def drawn(arcs: Sequence[Arc], told: Callable[[Arc], str]) -> Drawing:
    """The map with its arcs, the largest below the others; a ring where source and destination are one country."""
    known = [each for each in arcs if centre(each.source) and centre(each.destination)]
    most = max((each.value for each in known), default=1)
    land = Markup("").join(Markup('<path d="{}"/>').format(path) for path in world().shapes.values())
    shapes = Markup("").join(
        _arc(each, told(each), most) for each in sorted(known, key=lambda each: (-each.value, each.source))
    )
    svg = Markup(
        '<svg class="world arcs" viewBox="0 0 {} {}" width="100%" aria-hidden="true"><g class="land">{}</g>{}</svg>'
    )
    return Drawing(svg.format(world().width, world().height, land, shapes), WIDTH * world().height / world().width)


@cache
def centre(code: str) -> Place | None:
    """The middle of a country's largest part, or its dot; None for what is not on the map."""
    if code in world().dots:
        return world().dots[code]
    if code not in world().shapes:
        return None
    rings = [_ring(text) for text in world().shapes[code].split("M")[1:]]
    return max((_middle(points) for points in rings), key=lambda each: each[0])[1]


def _ring(text: str) -> list[Place]:
    """The corners of one part; the first is absolute, the rest relative to the one before."""
    numbers = [int(each) for each in _NUMBER.findall(text)]
    x, y = numbers[0], numbers[1]
    points: list[Place] = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _middle(points: list[Place]) -> tuple[float, Place]:
    """Area and centroid of a polygon (shoelace formula)."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not area:
        return 0.0, points[0]
    return abs(area) / 2, (x / (3 * area), y / (3 * area))


def _arc(each: Arc, told: str, most: int) -> Markup:
    start, end = centre(each.source), centre(each.destination)
    assert start is not None
    assert end is not None
    wide = max(THINNEST, WIDEST * sqrt(each.value / most))
    if start == end:
        shape = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(*start, max(RADIUS, RING * wide / WIDEST))
    else:
        shape = Markup('<path d="{}"/>').format(_wedge(start, end, wide))
    return Markup('<g class="arc route-{}"><title>{}</title>{}</g>').format(each.tone, told, shape)


def _wedge(start: Place, end: Place, wide: float) -> str:
    """Out along one side, back along the other: as wide as said at the start, nothing at the end."""
    (x, y), (to_x, to_y) = start, end
    length = hypot(to_x - x, to_y - y) or 1.0
    across = ((y - to_y) / length, (to_x - x) / length)
    swing = BEND * length
    middle = ((x + to_x) / 2 - across[0] * swing, (y + to_y) / 2 - across[1] * swing)
    half = wide / 2
    sides = [
        (x + side * half * across[0], y + side * half * across[1], middle[0] + side * half / 2 * across[0], middle[1])
        for side in (1, -1)
    ]
    (ax, ay, bx, by), (cx, cy, dx, dy) = sides
    return f"M{ax:.1f} {ay:.1f}Q{bx:.1f} {by:.1f} {to_x:.1f} {to_y:.1f}Q{dx:.1f} {dy:.1f} {cx:.1f} {cy:.1f}z"
