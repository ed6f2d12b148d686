"""Arcs begin in one country and end in another, whatever the values; what is on no map is left out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.web.face.arcs import WIDEST, Arc, centre, drawn
from spamatlas.web.face.world import world

CODES = sorted({*world().shapes, *world().dots})
ARCS = st.builds(
    Arc,
    source=st.sampled_from(CODES),
    destination=st.sampled_from(CODES),
    tone=st.just("peer"),
    value=st.integers(1, 10**12),
)


@pytest.mark.parametrize("code", CODES)
def test_every_country_has_a_middle_on_the_map(code: str) -> None:
    x, y = centre(code) or (-1, -1)
    assert 0 <= x <= world().width
    assert 0 <= y <= world().height


def test_a_middle_lies_where_the_country_does() -> None:
    places = {code: centre(code) or (0, 0) for code in ("US", "BR", "ZA", "RU", "AU")}
    assert places["US"][0] < places["BR"][0] < places["ZA"][0] < places["AU"][0]
    assert places["RU"][1] < places["US"][1] < places["BR"][1] < places["AU"][1]


@given(st.lists(ARCS, max_size=12))
def test_each_arc_is_drawn_once_and_none_is_wider_than_the_widest(arcs: list[Arc]) -> None:
    svg = str(drawn(arcs, lambda each: f"{each.source} {each.destination} {each.value}").svg)
    assert svg.count('class="arc ') == len(arcs)
    for each in arcs:
        assert f"<title>{each.source} {each.destination} {each.value}</title>" in svg
    for path in re.findall(r'<g class="arc[^>]*><title>[^<]*</title><path d="([^"]*)"', svg):
        numbers = [float(each) for each in re.findall(r"-?\d+\.\d", path)]
        start, end = numbers[:2], numbers[-2:]
        assert ((start[0] - end[0]) ** 2 + (start[1] - end[1]) ** 2) ** 0.5 <= WIDEST + 0.2


def test_what_is_on_no_map_is_left_out_and_words_are_no_markup() -> None:
    svg = str(drawn([Arc("ZZ", "FR", "peer", 3), Arc("FR", "GB", "peer", 2)], lambda each: f"<b>{each.value}").svg)
    assert svg.count('class="arc ') == 1
    assert "<b>" not in svg
