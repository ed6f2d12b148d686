"""Flows from source to destination as ribbons: what stands where, and the drawing of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from spamatlas.web.face.figure import Drawing

OTHER = "*"
"""The node that gathers the small flows."""
COLUMNS = 3
PLOT = 300
"""Pixels that all flows together are high."""
LEAST, GAP = 17, 7
"""A node's least pitch, so that its label has room, and the space between two nodes."""
SPAN, THICK = 1000, 10
"""Units across, stretched to the width, and a node's own."""


class Flow(Struct, frozen=True):
    """So many reports from a source to a destination by way of ``transit`` (empty: straight) on one class of route."""

    source: str
    transit: str
    destination: str
    tone: str
    value: int


class Node(Struct, frozen=True):
    """A place in a column: its top and height in pixels."""

    column: int
    name: str
    top: float
    height: float


class Ribbon(Struct, frozen=True):
    """A part of a flow between two columns: its top at either end, and its height."""

    flow: Flow
    start: int
    end: int
    top: float
    end_top: float
    height: float


class Layout(Struct, frozen=True):
    """Where all stands, and how high it is in all."""

    nodes: list[Node]
    ribbons: list[Ribbon]
    height: float


def gathered(flows: Sequence[Flow], most: int = 12) -> list[Flow]:
    """The largest flows, and all others in grey: between the places that the large ones show, or from or to *other*."""
    ordered = sorted(flows, key=lambda each: (-each.value, each.source, each.transit, each.destination, each.tone))
    large = ordered[:most]
    sources, destinations = {each.source for each in large}, {each.destination for each in large}
    small: dict[tuple[str, str], int] = defaultdict(int)
    for each in ordered[most:]:
        source = each.source if each.source in sources else OTHER
        small[source, each.destination if each.destination in destinations else OTHER] += each.value
    rest = [Flow(source, "", destination, "other", value) for (source, destination), value in sorted(small.items())]
    return large + rest


def laid_out(flows: Sequence[Flow]) -> Layout:
    """Nodes by size within their column, the gathered one last; ribbons leave and arrive in the order of the nodes.

    One scale holds for all, so every node is as high as the flows through it together.
    """
    total = sum(each.value for each in flows) or 1
    scale = PLOT / total
    columns = [_column(place, flows, scale) for place in range(COLUMNS)]
    tallest = max(_bottom(column) for column in columns)
    nodes = [_moved(node, (tallest - _bottom(column)) / 2) for column in columns for node in column]
    return Layout(nodes, _ribbons(flows, nodes, scale), tallest)


def drawn(
    flows: Sequence[Flow], label: Callable[[str], str], told: Callable[[Flow], str], *, mirrored: bool
) -> Drawing:
    """The ribbons stretched to any width, with words of one size over them; ``told`` is a flow in words."""
    layout = laid_out(flows)
    ribbons = Markup("").join(_ribbon(each, told(each.flow), mirrored) for each in layout.ribbons)
    blocks = Markup("").join(_block(each, mirrored) for each in layout.nodes)
    words = Markup("").join(_word(each, label(each.name), mirrored) for each in layout.nodes)
    stretched = Markup(
        '<svg width="100%" height="{0:.0f}" viewBox="0 0 {1} {0:.0f}" preserveAspectRatio="none">{2}{3}</svg>'
    ).format(layout.height, SPAN, ribbons, blocks)
    svg = Markup('<svg class="sankey" width="100%" height="{:.0f}" direction="ltr" aria-hidden="true">{}{}</svg>')
    return Drawing(svg.format(layout.height, stretched, words), layout.height)


def _stops(flow: Flow) -> list[tuple[int, str]]:
    """The columns that a flow stops in, with the node there."""
    found = [(0, flow.source), (1, flow.transit), (2, flow.destination)]
    return [(column, name) for column, name in found if column != 1 or name]


def _column(column: int, flows: Sequence[Flow], scale: float) -> list[Node]:
    sums: Mapping[str, int] = _sums(column, flows)
    names = sorted(sums, key=lambda name: (name == OTHER, -sums[name], name))
    nodes, top = [], 0.0
    for name in names:
        height = sums[name] * scale
        room = max(height, LEAST)
        nodes.append(Node(column, name, top + (room - height) / 2, height))
        top += room + GAP
    return nodes


def _sums(column: int, flows: Sequence[Flow]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for flow in flows:
        for at, name in _stops(flow):
            if at == column:
                sums[name] += flow.value
    return sums


def _bottom(column: Sequence[Node]) -> float:
    if not column:
        return 0.0
    last = column[-1]
    return last.top + last.height + max(0.0, LEAST - last.height) / 2


def _moved(node: Node, down: float) -> Node:
    return Node(node.column, node.name, node.top + down, node.height)


def _ribbons(flows: Sequence[Flow], nodes: Sequence[Node], scale: float) -> list[Ribbon]:
    """Ends are stacked from the top of each node, those to the highest node first."""
    place = {(node.column, node.name): node.top for node in nodes}
    hops = [(flow, *pair) for flow in flows for pair in zip(_stops(flow), _stops(flow)[1:], strict=False)]
    leaving = sorted(hops, key=lambda hop: (place[hop[1]], place[hop[2]], hop[0].tone))
    starts = _stacked([(id(flow), here, there, flow.value) for flow, here, there in leaving], place, scale)
    arriving = sorted(hops, key=lambda hop: (place[hop[2]], place[hop[1]], hop[0].tone))
    ends = _stacked([(id(flow), there, here, flow.value) for flow, here, there in arriving], place, scale)
    return [
        Ribbon(flow, here[0], there[0], starts[id(flow), here, there], ends[id(flow), there, here], flow.value * scale)
        for flow, here, there in hops
    ]


Stop = tuple[int, str]


def _stacked(
    hops: Sequence[tuple[int, Stop, Stop, int]], place: Mapping[Stop, float], scale: float
) -> dict[tuple[int, Stop, Stop], float]:
    """The top of each hop at its first stop, one below the other in the order given."""
    used: dict[Stop, float] = defaultdict(float)
    found = {}
    for flow, here, there, value in hops:
        found[flow, here, there] = place[here] + used[here]
        used[here] += value * scale
    return found


def _edges(column: int) -> tuple[float, float]:
    """Where a column's nodes begin and end, across."""
    left = column * (SPAN - THICK) / (COLUMNS - 1)
    return left, left + THICK


def _ribbon(each: Ribbon, told: str, mirrored: bool) -> Markup:
    begin, end = _edges(each.start)[1], _edges(each.end)[0]
    if mirrored:
        begin, end = SPAN - begin, SPAN - end
    upper = _curve(begin, each.top, end, each.end_top)
    lower = _curve(end, each.end_top + each.height, begin, each.top + each.height)
    path = f"M{begin:.0f} {each.top:.1f}{upper}v{each.height:.1f}{lower}z"
    return Markup('<path class="ribbon route-{}" d="{}"><title>{}</title></path>').format(each.flow.tone, path, told)


def _curve(x: float, y: float, end_x: float, end_y: float) -> str:
    """From a place to another, level at both ends."""
    half = (x + end_x) / 2
    return f"C{half:.0f} {y:.1f} {half:.0f} {end_y:.1f} {end_x:.0f} {end_y:.1f}"


def _block(node: Node, mirrored: bool) -> Markup:
    left = _edges(node.column)[0]
    return Markup('<rect class="block" x="{:.0f}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
        SPAN - left - THICK if mirrored else left, node.top, THICK, max(node.height, 1)
    )


def _word(node: Node, label: str, mirrored: bool) -> Markup:
    at = [2.2, 52.0, 97.8][node.column]
    to_the_left = (node.column == 2) is not mirrored
    return Markup('<text class="name{}" x="{:.1f}%" y="{:.1f}">{}</text>').format(
        " end" if to_the_left else "", 100 - at if mirrored else at, node.top + node.height / 2 + 4.5, label
    )
