"""Where each thing of a graph stands: levels by distance from what was asked for, groups by kind, the same every time.

Every thing is drawn: the most telling of each group as a labelled chip, the rest as dots of a grid under them. So
nothing overlaps, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from spamatlas.model import EdgeKind, Graph, Vertex, VertexKind

COLUMN, CHIP_WIDTH, CHIP, PITCH = 262, 196, 24, 28
"""Pixels from column to column, and a chip's width, height and pitch."""
HEAD, GAP, DOT = 20, 12, 10
"""A group's heading, the space behind it, and the pitch of its dots."""
CHIPS = 26
"""So many labelled chips a column at most; every group has its part of them."""
FEWEST_CHIPS = 2
KINDS = tuple(VertexKind)
LOWEST_START = 180
"""What was asked for stands no lower, so that it is there where a small window begins."""


class Mark(Struct, frozen=True):
    """Where a thing stands: the left upper corner, and whether it is a labelled chip or a dot."""

    vertex: Vertex
    level: int
    x: float
    y: float
    is_chip: bool

    @property
    def middle(self) -> float:
        return self.y + (CHIP if self.is_chip else DOT - 2) / 2


class Heading(Struct, frozen=True):
    """The kind and number of the things in a group, over it."""

    kind: VertexKind
    count: int
    x: float
    y: float


class Layout(Struct, frozen=True):
    """Everything with its place; ``marks`` by vertex id."""

    marks: Mapping[str, Mark]
    headings: tuple[Heading, ...]
    width: float
    height: float


def laid_out(graph: Graph, kinds: Iterable[VertexKind] = (), *, with_hubs: bool = True) -> Layout:
    """The place of every thing of these kinds (none: of every kind); campaigns and the start are always there."""
    levels = _levels(graph)
    chosen = frozenset(kinds)
    columns: dict[int, dict[VertexKind, list[Vertex]]] = defaultdict(lambda: defaultdict(list))
    for each in graph.vertices:
        is_wanted = not chosen or each.kind in chosen or each.kind is VertexKind.CAMPAIGN
        if each.id == graph.start or (is_wanted and (with_hubs or not each.is_hub)):
            columns[levels.get(each.id, 1)][each.kind].append(each)
    marks: dict[str, Mark] = {}
    headings: list[Heading] = []
    sharing = Counter(edge.target for edge in graph.edges if edge.is_shared)
    for groups in columns.values():
        for group in groups.values():
            group.sort(key=lambda each: (each.is_hub, -sharing[each.id], -each.telling, -each.reports, each.id))
    bottoms = [_column(number, groups, marks, headings) for number, groups in sorted(columns.items())]
    height = max(bottoms)
    return _centred(marks, headings, dict(zip(sorted(columns), bottoms, strict=True)), height)


def _levels(graph: Graph) -> dict[str, int]:
    """Steps from what was asked for, over what campaigns name and come from. Who holds a thing stands in its column."""
    near: dict[str, set[str]] = defaultdict(set)
    stated = [edge for edge in graph.edges if edge.kind is EdgeKind.STATED]
    for edge in graph.edges:
        if edge.kind is not EdgeKind.STATED or graph.start in (edge.source, edge.target):
            near[edge.source].add(edge.target)
            near[edge.target].add(edge.source)
    found, front, level = {graph.start: 0}, {graph.start}, 0
    while front:
        level += 1
        front = {other for each in front for other in near[each]} - set(found)
        found |= dict.fromkeys(front, level)
    for edge in stated:
        found.setdefault(edge.target, found.get(edge.source, 1))
    return found


def _column(
    level: int, groups: Mapping[VertexKind, list[Vertex]], marks: dict[str, Mark], headings: list[Heading]
) -> float:
    x, y = level * COLUMN + 0.0, 0.0
    shares = _shares({kind: len(each) for kind, each in groups.items()})
    for kind in sorted(groups, key=KINDS.index):
        group = groups[kind]
        headings.append(Heading(kind, len(group), x, y))
        y += HEAD
        for each in group[: shares[kind]]:
            marks[each.id] = Mark(each, level, x, y, True)
            y += PITCH
        y = _dots(group[shares[kind] :], level, x, y, marks) + GAP
    return y


def _dots(rest: Sequence[Vertex], level: int, x: float, y: float, marks: dict[str, Mark]) -> float:
    across = CHIP_WIDTH // DOT
    for place, each in enumerate(rest):
        marks[each.id] = Mark(each, level, x + place % across * DOT, y + place // across * DOT, False)
    return y + -(-len(rest) // across) * DOT


def _shares(counts: Mapping[VertexKind, int]) -> dict[VertexKind, int]:
    """How many chips each group gets: at least a few, then one after the other in turn while there is room."""
    shares = {kind: min(count, FEWEST_CHIPS) for kind, count in counts.items()}
    while sum(shares.values()) < CHIPS:
        open_groups = [kind for kind in sorted(counts, key=KINDS.index) if shares[kind] < counts[kind]]
        if not open_groups:
            break
        for kind in open_groups[: CHIPS - sum(shares.values())]:
            shares[kind] += 1
    # A single dot under a full list of chips says nothing that a chip would not say better.
    return {kind: counts[kind] if counts[kind] - share == 1 else share for kind, share in shares.items()}


def _centred(
    marks: Mapping[str, Mark], headings: Sequence[Heading], bottoms: Mapping[int, float], height: float
) -> Layout:
    down = {level: (height - bottom) / 2 for level, bottom in bottoms.items()}
    down[0] = min(down[0], LOWEST_START)
    moved = {
        name: Mark(each.vertex, each.level, each.x, each.y + down[each.level], each.is_chip)
        for name, each in marks.items()
    }
    over = tuple(Heading(each.kind, each.count, each.x, each.y + down[round(each.x / COLUMN)]) for each in headings)
    width = max(bottoms) * COLUMN + CHIP_WIDTH
    return Layout(moved, over, width, height)
