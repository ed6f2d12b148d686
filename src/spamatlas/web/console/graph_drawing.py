"""A graph as SVG: chips and dots that lead on, and the edges between them. The tables beside it say the same."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from math import log1p
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from spamatlas.model import Edge, EdgeKind, Graph
from spamatlas.web.console.graph_layout import CHIP, CHIP_WIDTH, COLUMN, DOT, Heading, Layout, Mark

INSET, LONGEST = 8, 25
"""Pixels before a label, and how many signs label and figure may have together in a chip."""
CLAIM = 0.5
"""An edge of less certainty is a claim, and is drawn broken."""


CROWDED = 80
"""With more lines than these, all are thinner and fainter."""


class Words(Struct, frozen=True):
    """What is written: a thing's label and its description, a group's heading, a number."""

    label: Callable[[Mark], str]
    told: Callable[[Mark], str]
    heading: Callable[[Heading], str]
    count: Callable[[int], str]


class Drawing(Struct, frozen=True, dict=True, kw_only=True):
    """A graph with its layout and words; each chip and dot is a link to the graph around it, in reading order."""

    graph: Graph
    layout: Layout
    words: Words
    mirrored: bool

    def svg(self) -> Markup:
        drawn = list(self._edges())
        edges = Markup("").join(drawn)
        heads = Markup("").join(map(self._heading, self.layout.headings))
        ordered = sorted(self.layout.marks.values(), key=lambda each: (each.level, each.y, each.x))
        marks = Markup("").join(map(self._mark, ordered))
        return Markup(
            '<svg class="graph{5}" viewBox="-6 -14 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" direction="ltr">'
            "{2}{3}{4}</svg>"
        ).format(
            self.layout.width + 12,
            self.layout.height + 24,
            edges,
            heads,
            marks,
            " crowded" if len(drawn) > CROWDED else "",
        )

    @cached_property
    def _most(self) -> int:
        return max((each.vertex.reports for each in self.layout.marks.values()), default=1)

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        return letters(self.graph)

    def _across(self, x: float, wide: float = 0.0) -> float:
        """Where something so wide begins, counted from the other side where the language is read from there."""
        return self.layout.width - x - wide if self.mirrored else x

    def _edges(self) -> Iterator[Markup]:
        """Those that carry likeness come last, so on top. A grid of dots has one line for all that its dots have."""
        drawn: set[tuple[object, object, bool]] = set()
        for edge in sorted(self.graph.edges, key=lambda each: each.is_shared):
            one, other = self.layout.marks.get(edge.source), self.layout.marks.get(edge.target)
            if one is None or other is None or one.level == other.level:
                continue
            if edge.kind is EdgeKind.STATED and self.graph.start not in (edge.source, edge.target):
                continue
            near, far = (one, other) if one.level < other.level else (other, one)
            bundle = (_end(near), _end(far), edge.is_shared)
            if bundle not in drawn:
                drawn.add(bundle)
                yield self._edge(edge, near, far)

    def _edge(self, edge: Edge, near: Mark, far: Mark) -> Markup:
        """From the far side of one column to the near side of the next, so that it crosses no chip."""
        begin = self._across(near.level * COLUMN + CHIP_WIDTH)
        end = self._across(far.level * COLUMN)
        half = (begin + end) / 2
        bend = f"{half:.0f} {near.middle:.1f} {half:.0f} {far.middle:.1f} {end:.0f} {far.middle:.1f}"
        looks = (" shared" if edge.is_shared else "") + (" claim" if edge.certainty < CLAIM else "")
        return Markup('<path class="edge{}" d="M{:.0f} {:.1f}C{}"/>').format(looks, begin, near.middle, bend)

    def _heading(self, heading: Heading) -> Markup:
        return Markup('<text class="heading{}" x="{:.0f}" y="{:.1f}">{}</text>').format(
            " end" if self.mirrored else "", self._across(heading.x), heading.y + 13, self.words.heading(heading)
        )

    def _mark(self, mark: Mark) -> Markup:
        vertex = mark.vertex
        looks = f"kind-{vertex.kind}"
        looks += (" hub" if vertex.is_hub else "") + (" start" if vertex.id == self.graph.start else "")
        looks += f" ruling-{vertex.ruling}" if vertex.ruling in ("spam", "suspect", "ham") else ""
        inside = self._chip(mark) if mark.is_chip else self._dot(mark)
        return Markup('<a href="{}" class="{}"><title>{}</title>{}</a>').format(
            address(vertex.id), looks, self.words.told(mark), inside
        )

    def _chip(self, mark: Mark) -> Markup:
        """A label, at the other end the letter of its cluster and its reports, a bar as long as their logarithm."""
        letter = self._letters.get(mark.vertex.id, "")
        count = f"{letter} {self.words.count(mark.vertex.reports)}".strip()
        label, room = self.words.label(mark), LONGEST - len(count)
        label = label if len(label) <= room else label[: room - 1] + "…"
        long = round((CHIP_WIDTH - 4) * log1p(mark.vertex.reports) / log1p(max(self._most, 1)), 1)
        return Markup(
            '<rect class="chip" x="{:.1f}" y="{:.1f}" width="{}" height="{}" rx="4"/>'
            '<rect class="side" x="{:.1f}" y="{:.1f}" width="3" height="{}"/>'
            '<rect class="reports" x="{:.1f}" y="{:.1f}" width="{}" height="2"/>'
            '<text class="label{}" x="{:.1f}" y="{:.1f}">{}</text><text class="count{}" x="{:.1f}" y="{:.1f}">{}</text>'
        ).format(
            self._across(mark.x, CHIP_WIDTH), mark.y, CHIP_WIDTH, CHIP,
            self._across(mark.x, 3), mark.y, CHIP,
            self._across(mark.x + 2, long), mark.y + CHIP - 3, long,
            " end" if self.mirrored else "", self._across(mark.x + INSET), mark.y + 15.5, label,
            "" if self.mirrored else " end", self._across(mark.x + CHIP_WIDTH - INSET), mark.y + 15.5, count,
        )  # fmt: skip

    def _dot(self, mark: Mark) -> Markup:
        return Markup('<rect class="dot" x="{:.1f}" y="{:.1f}" width="{}" height="{}" rx="2"/>').format(
            self._across(mark.x, DOT - 2), mark.y, DOT - 2, DOT - 2
        )


def _end(mark: Mark) -> object:
    """A chip is an end of its own; the dots of one grid are one end."""
    return mark.vertex.id if mark.is_chip else (mark.level, mark.vertex.kind)


def address(identity: str) -> str:
    """The page of the graph around a thing."""
    return f"/console/graph?node={quote(identity, safe='')}"


def letters(graph: Graph) -> Mapping[str, str]:
    """By vertex id the letter of its cluster: A for the surest, and so on."""
    found: dict[str, str] = {}
    for place, cluster in enumerate(graph.clusters[:26]):
        letter = chr(ord("A") + place)
        found |= dict.fromkeys((f"campaign:{name}" for name in cluster.campaigns), letter)
        found |= dict.fromkeys((each.vertex for each in cluster.shared), letter)
    return found
