"""The script that makes the world's shapes: the projection, and the cut at the 180th meridian."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def world() -> ModuleType:
    spec = spec_from_file_location("world", Path(__file__).parents[2] / "frontend" / "world.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("place", "expected"),
    # x = λ·cos θ / (√3/2 · (A1 + …)); at the pole θ is 60 degrees (Šavrič, Patterson, Jenny 2018, equations 1 to 3).
    [((180, 0), (2.7066, 0.0)), ((0, 90), (0.0, 1.3173)), ((-180, 0), (-2.7066, 0.0)), ((180, 90), (1.6036, 1.3173))],
)
def test_known_places(world: ModuleType, place: tuple[float, float], expected: tuple[float, float]) -> None:
    assert world.equal_earth(*place) == pytest.approx(expected, abs=5e-4)


def test_a_ring_across_the_meridian_is_cut_in_two(world: ModuleType) -> None:
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    east, west = world.cut(ring)
    assert {x for x, _ in east} == {170.0, 180.0}
    assert {x for x, _ in west} == {-180.0, -170.0}


def test_a_ring_that_does_not_cross_stays_as_it_is(world: ModuleType) -> None:
    ring = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 0.0)]
    assert world.cut(ring) == [ring]


def test_a_path_closes_and_has_no_empty_steps(world: ModuleType) -> None:
    drawn = world.path([(0.0, 0.0), (10.0, 0.0), (10.001, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)])
    assert drawn.startswith("M")
    assert drawn.endswith("z")
    numbers = [int(each) for each in re.findall(r"-?\d+", drawn.partition("l")[2])]
    assert (0, 0) not in set(zip(numbers[::2], numbers[1::2], strict=True))
