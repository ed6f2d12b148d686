"""Nothing is lost between the two sides of a Sankey."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.web.face.sankey import GAP, OTHER, PLOT, Flow, drawn, gathered, laid_out

PLACES = st.sampled_from(["", "KE", "FR", "GB", "CN", "US", "BR"])
FLOWS = st.lists(
    st.builds(
        Flow,
        source=PLACES,
        transit=st.sampled_from(["", "NL", "NL GB"]),
        destination=PLACES,
        tone=st.sampled_from(["sim_box", "peer", "unknown"]),
        value=st.integers(1, 10_000),
    ),
    min_size=1,
    max_size=40,
)


@given(FLOWS)
def test_gathering_keeps_the_sum_and_the_largest(flows: list[Flow]) -> None:
    kept = gathered(flows, 12)
    assert sum(each.value for each in kept) == sum(each.value for each in flows)
    large = [each for each in kept if each.tone != "other"]
    assert len(large) == min(12, len(flows))
    assert min(each.value for each in large) >= max([0, *sorted((each.value for each in flows), reverse=True)[12:]])


@given(FLOWS)
def test_a_nodes_height_is_that_of_its_flows(flows: list[Flow]) -> None:
    kept = gathered(flows)
    scale = PLOT / sum(each.value for each in kept)
    layout = laid_out(kept)
    leaving: dict[tuple[int, str], float] = defaultdict(float)
    arriving: dict[tuple[int, str], float] = defaultdict(float)
    for each in layout.ribbons:
        names = {0: each.flow.source, 1: each.flow.transit, 2: each.flow.destination}
        leaving[each.start, names[each.start]] += each.height
        arriving[each.end, names[each.end]] += each.height
    for node in layout.nodes:
        for through in (leaving, arriving):
            if (node.column, node.name) in through:
                assert through[node.column, node.name] == pytest.approx(node.height)
    for column in (0, 2):
        assert sum(node.height for node in layout.nodes if node.column == column) == pytest.approx(PLOT)
    assert scale > 0


@given(FLOWS)
def test_nodes_do_not_overlap_and_stay_inside(flows: list[Flow]) -> None:
    layout = laid_out(gathered(flows))
    for column in range(3):
        nodes = sorted((node for node in layout.nodes if node.column == column), key=lambda node: node.top)
        for above, below in pairwise(nodes):
            assert above.top + above.height + GAP <= below.top + 1e-6
        assert all(node.top >= -1e-6 and node.top + node.height <= layout.height + 1e-6 for node in nodes)
        if OTHER in {node.name for node in nodes}:
            assert nodes[-1].name == OTHER


@given(FLOWS)
def test_ribbons_fill_each_node_without_a_gap(flows: list[Flow]) -> None:
    layout = laid_out(gathered(flows))
    tops = {(node.column, node.name): node for node in layout.nodes}
    ends: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    for each in layout.ribbons:
        names = {0: each.flow.source, 1: each.flow.transit, 2: each.flow.destination}
        ends[each.end, names[each.end]].append((each.end_top, each.height))
    for place, pieces in ends.items():
        at = tops[place].top
        for top, height in sorted(pieces):
            assert top == pytest.approx(at, abs=1e-6)
            at += height


def test_sources_stand_at_the_right_in_a_mirrored_page() -> None:
    flows = [Flow("KE", "", "FR", "sim_box", 3)]

    def blocks(mirrored: bool) -> list[int]:
        svg = drawn(flows, str, lambda flow: flow.source, mirrored=mirrored).svg
        return [int(each) for each in re.findall(r'class="block" x="(\d+)"', svg)]

    assert blocks(mirrored=False) == [0, 990]
    assert blocks(mirrored=True) == [990, 0]


def test_what_a_label_says_is_text() -> None:
    svg = drawn([Flow("<b>", "", "x", "peer", 1)], str, lambda _: "<script>", mirrored=False).svg
    assert "<b>" not in svg
    assert "<script>" not in svg
