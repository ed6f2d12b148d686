"""Small drawings tell what the numbers beside them do."""

import re

import pytest

from spamatlas.web.console.drawing import SPARK_HEIGHT, lean, spark


def test_a_column_a_day_as_high_as_its_share() -> None:
    heights = [float(each) for each in re.findall(r"v-([\d.]+)", spark([0, 5, 10]))]
    assert heights == [0.5, (SPARK_HEIGHT - 1) / 2, SPARK_HEIGHT - 1]
    assert spark([0, 5, 10]).count('class="last" d="M56') == 1
    assert spark([])
    assert spark([0, 0])


@pytest.mark.parametrize(
    ("weight", "most", "x", "width", "side"),
    [(2.0, 4.0, "0", "50.0", "for"), (-4.0, 4.0, "-100.0", "100.0", "against"), (9.0, 4.0, "0", "100.0", "for"),
     (0.0, 0.0, "-0.0", "0.0", "against")],
)  # fmt: skip
def test_a_weight_leans_to_its_side(weight: float, most: float, x: str, width: str, side: str) -> None:
    assert f'<rect x="{x}" width="{width}" height="8" class="{side}"/>' in lean(weight, most)
