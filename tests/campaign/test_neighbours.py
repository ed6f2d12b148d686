"""Which directions are near each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamatlas.campaign import neighbours
from spamatlas.campaign.embedding import DIMENSIONS
from spamatlas.campaign.meaning import SCALE, directions
from spamatlas.campaign.neighbours import Neighbours


def drawn(seed: int, many: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(3, DIMENSIONS))
    return directions(
        (centres[chance.integers(0, 3, many)] + chance.normal(size=(many, DIMENSIONS))).astype(np.float32)
    )


@given(st.integers(0, 1_000), st.integers(1, 60), st.integers(1, 5))
@settings(max_examples=30)
def test_all_that_are_near_are_found_the_nearest_first(seed: int, many: int, most: int) -> None:
    rows, asked = drawn(seed, many), drawn(seed + 1, 4)
    kept = Neighbours()
    for start in range(0, many, 7):
        assert kept.add(rows[start : start + 7]) == start
    cosines = asked.astype(float) @ rows.T.astype(float) / SCALE**2
    for place in range(4):
        order = sorted(range(many), key=lambda row: (-round(cosines[place, row], 5), row))
        expected = [row for row in order if cosines[place, row] >= 0.15][:most]
        found = [each for each in kept.near(asked, 0.15, most) if each.place == place]
        assert [round(each.cosine, 4) for each in found] == [round(cosines[place, row], 4) for row in expected]


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = drawn(5, 50)
    kept = Neighbours()
    kept.add(rows)
    whole = kept.near(rows[:3], 0.1, 10)
    assert whole
    monkeypatch.setattr(neighbours, "BLOCK", 7)
    assert [(each.place, each.row) for each in kept.near(rows[:3], 0.1, 10)] == [
        (each.place, each.row) for each in whole
    ]
    assert Neighbours().near(rows[:1], 0.2, 10) == []


def test_more_rows_than_were_thought_of() -> None:
    kept = Neighbours()
    rows = drawn(9, 5_000)
    kept.add(rows)
    assert len(kept) == 5_000
    assert kept.near(rows[-1:], 0.1, 1)[0].row == 4_999
