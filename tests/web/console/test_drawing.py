"""Small drawings tell what the numbers beside them do."""

import re

from spamatlas.web.console.drawing import SPARK_HEIGHT, spark


def test_a_column_a_day_as_high_as_its_share() -> None:
    heights = [float(each) for each in re.findall(r"v-([\d.]+)", spark([0, 5, 10]))]
    assert heights == [0.5, (SPARK_HEIGHT - 1) / 2, SPARK_HEIGHT - 1]
    assert spark([0, 5, 10]).count('class="last" d="M56') == 1
    assert spark([])
    assert spark([0, 0])
