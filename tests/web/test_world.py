"""The map: every state and territory has a place on it, areas are true, classes are few."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spamatlas.locale import languages
from spamatlas.web.face.world import MOST_CLASSES, class_of, classes, drawn, world

USER_ASSIGNED = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
"""Codes that CLDR knows and ISO 3166-1 does not (reserved there)."""


def area(path: str) -> float:
    """In square units, by the shoelace formula over each ring."""
    whole = 0.0
    for ring in path.split("M")[1:]:
        start, steps = ring.rstrip("z").split("l")
        x, y = (int(each) for each in start.split())
        numbers = [int(each) for each in re.findall(r"-?\d+", steps)]
        points = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        pairs = zip(points, points[1:] + points[:1], strict=True)
        whole += abs(sum(a * d - b * c for (a, b), (c, d) in pairs)) / 2
    return whole


def test_every_code_has_a_place() -> None:
    codes = set(languages()["en"].countries()) - USER_ASSIGNED
    assert codes <= {*world().shapes, *world().dots}


def test_no_place_is_off_the_map() -> None:
    for x, y in world().dots.values():
        assert 0 <= x <= world().width
        assert 0 <= y <= world().height


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Areas in million square kilometres: Greenland 2.17, DR Congo 2.34, Brazil 8.5, Australia 7.7, Algeria 2.38.
    [("GL", "CD", 2.17 / 2.34), ("BR", "AU", 8.5 / 7.7), ("DZ", "CD", 2.38 / 2.34), ("RU", "BR", 17.1 / 8.5)],
)
def test_areas_are_true_to_each_other(one: str, other: str, ratio: float) -> None:
    assert area(world().shapes[one]) / area(world().shapes[other]) == pytest.approx(ratio, rel=0.06)


@given(st.integers(0, 10**12))
def test_classes_are_few_and_hold_every_value(most: int) -> None:
    bounds = classes(most)
    assert len(bounds) <= MOST_CLASSES
    assert bounds == sorted(set(bounds))
    assert bounds[0] == 1
    assert class_of(max(most, 1), bounds) == len(bounds) - 1


def test_a_country_is_coloured_by_its_value_and_the_rest_hatched() -> None:
    values = {"KE": 3, "TO": 250, "ZZ": 9}
    svg = drawn(values, lambda code, value: f"{code} {value}", lambda code: f"/where/{code}").svg
    page = LexborHTMLParser(f"<body>{svg}</body>")
    links = {each.attributes["href"]: each for each in page.css("a")}
    assert set(links) == {"/where/KE", "/where/TO"}
    assert links["/where/TO"].css_first("circle"), "an island without a shape is a dot"
    assert links["/where/KE"].attributes["class"] < links["/where/TO"].attributes["class"]
    assert len(page.css("g.none path")) == len(world().shapes) - 1


def test_the_map_is_light(client: Any) -> None:
    everywhere = dict.fromkeys(languages()["en"].countries(), 5)
    svg = drawn(everywhere, lambda code, value: f"{code}: {value}", lambda code: f"/where/{code}").svg
    assert len(svg.encode()) < 60_000
    assert len(drawn({"KE": 5}, lambda code, _: code, None).svg.encode()) < 45_000


def test_the_map_says_what_it_does_not_mean(client: Any) -> None:
    page = LexborHTMLParser(client.get("/where").text)
    assert "do not imply any opinion" in page.css_first("#origins_by_country").text()
    assert page.css_first("#origins_by_country details table tbody tr"), "a table stands behind the map"
    svg = client.get("/figures/origins_by_country.svg").text
    assert "do not imply any" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg))
