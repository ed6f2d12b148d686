"""The world by the number of reports: at most six classes, hatched where there are none, dots where a shape lacks."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import msgspec
from markupsafe import Markup
from msgspec import Struct

from spamatlas.web.face.chart import WIDTH
from spamatlas.web.face.figure import Drawing

MOST_CLASSES = 6
SERIES = (
    [digit * 10**power for power in range(20) for digit in (1, 2, 5)],
    [digit * 10**power for power in range(20) for digit in (1, 5)],
    *([10**power for power in range(0, 20, step)] for step in (1, 2, 4)),
)
"""Where classes may begin, from fine to coarse."""
RADIUS = 2.6


class World(Struct, frozen=True):
    """Shapes as SVG path data and dots as places, by ISO 3166-1 code, in Equal Earth (made by ``make world``)."""

    width: int
    height: int
    shapes: dict[str, str]
    dots: dict[str, tuple[int, int]]


@cache
def world() -> World:
    """The world's shapes; read once a process."""
    return msgspec.json.decode((files("spamatlas.web.face") / "world.json").read_bytes(), type=World)


def classes(most: int) -> list[int]:
    """The least value of each class up to ``most``: the finest of our series of round numbers that gives few enough."""
    for series in SERIES:
        bounds = [bound for bound in series if bound <= max(most, 1)]
        if len(bounds) <= MOST_CLASSES:
            return bounds
    raise ValueError(most)


def class_of(value: int, bounds: list[int]) -> int:
    """Which class a value of at least 1 is in, the lowest is 0."""
    return sum(value >= bound for bound in bounds) - 1


def tone_of(place: int, count: int) -> str:
    """The name of a class's colour; few classes are spread over all the shades."""
    return f"class-{round(place * (MOST_CLASSES - 1) / max(count - 1, 1)) if count > 1 else 3}"


def drawn(values: Mapping[str, int], told: Callable[[str, int], str], href: Callable[[str], str] | None) -> Drawing:
    """The map. ``told`` says a country's value in words; ``href`` leads to its page (the table behind has it too)."""
    bounds = classes(max(values.values(), default=1))
    empty = Markup("").join(Markup('<path d="{}"/>').format(path) for code, path in _shapes() if not values.get(code))
    bare = Markup("").join(_dot(code) for code in world().dots if not values.get(code))
    filled = Markup("").join(
        _country(code, tone_of(class_of(value, bounds), len(bounds)), told(code, value), href(code) if href else "")
        for code, value in sorted(values.items())
        if value and (code in world().shapes or code in world().dots)
    )
    svg = Markup(
        '<svg class="world" viewBox="0 0 {} {}" width="100%" aria-hidden="true"><defs>'
        '<pattern id="no-data" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="bare" width="4" height="4"/><rect class="stripe" width="1" height="4"/></pattern></defs>'
        '<g class="none" fill="url(#no-data)">{}</g><g class="none dots">{}</g>{}</svg>'
    )
    return Drawing(
        svg.format(world().width, world().height, empty, bare, filled), WIDTH * world().height / world().width
    )


def _shapes() -> list[tuple[str, str]]:
    return list(world().shapes.items())


def _country(code: str, tone: str, told: str, href: str) -> Markup:
    shape = (
        Markup('<path d="{}"/>').format(world().shapes[code]) if code in world().shapes else _dot(code, RADIUS + 0.6)
    )
    inner = Markup("<title>{}</title>{}").format(told, shape)
    if not href:
        return Markup('<g class="{}">{}</g>').format(tone, inner)
    return Markup('<a class="{}" href="{}" tabindex="-1">{}</a>').format(tone, href, inner)


def _dot(code: str, radius: float = RADIUS) -> Markup:
    x, y = world().dots[code]
    return Markup('<circle cx="{}" cy="{}" r="{}"/>').format(x, y, radius)
