"""A figure: its finding, its drawing, the table behind it, and what it counts; the same on every page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.statistics import Table


class Drawing(Struct, frozen=True):
    """An SVG of full width; ``height`` is what it takes at ``chart.WIDTH`` wide, in pixels."""

    svg: Markup
    height: float


class Row(Struct, frozen=True, kw_only=True):
    """A bar: its label, its value and the value's share of the longest; ``before`` where there is a time before, which
    is drawn at ``mark``.

    ``share`` is the value's part of all that is counted, None where it means nothing. ``href`` leads on, with
    ``chosen`` of the page's filters set.
    """

    label: str
    value: int
    length: float
    share: float | None = None
    before: int | None = None
    mark: float | None = None
    href: str = ""
    chosen: Mapping[str, str] = {}


class Grid(Struct, frozen=True):
    """A table of words and numbers as this language writes them: the heads, and whether each column is of numbers."""

    heads: list[str]
    numbers: list[bool]
    rows: list[list[str]]


class Shown(Struct, frozen=True, kw_only=True):
    """What a figure shows of a table, in the reader's language.

    ``style`` names the macro that sets it in a page: ``ranked``, ``drawn``, or one of its own. ``poster`` is the
    drawing for the figure alone, where a page's own is not an SVG. ``key`` explains marks: class and words.
    """

    title: str
    style: str = "drawn"
    heading: str = ""
    drawing: Drawing | None = None
    poster: Drawing | None = None
    rows: list[Row] = []
    grid: Grid | None = None
    key: list[tuple[str, str]] = []
    note: str = ""
    more: dict[str, Any] = {}


class Figure(Struct, frozen=True, kw_only=True):
    """A way to show a statistic; it goes by the statistic's name. ``limit`` rows are asked for, 0: as many as usual."""

    name: str
    show: Callable[[Table, Language], Shown]
    limit: int = 0


def rows_of(sums: Mapping[str, int], whole: int, most: int = 10) -> list[Row]:
    """The largest values by their label, the longest bar first; ``whole`` is what shares are of."""
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))[:most]
    longest = ordered[0][1] if ordered else 1
    return [
        Row(label=label, value=value, length=value / longest, share=value / max(whole, 1)) for label, value in ordered
    ]


def grid_of(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> Grid:
    """A table from its heads (the words, and whether it is a column of numbers) and rows."""
    return Grid([head for head, _ in heads], [number for _, number in heads], [list(row) for row in rows])
