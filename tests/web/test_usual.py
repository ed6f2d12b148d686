"""The first figure says in a sentence whether it is more than usual."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from spamatlas.locale import languages
from spamatlas.web.figures.rising import Change, shown
from spamatlas.web.figures.volume_usual import show

ENGLISH = languages()["en"]


def midnight() -> datetime:
    """The last one, asked for anew: tests may be collected on one day and run on the next."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def table(node: Any, values: list[tuple[int, float | None]], days_more: int = 0) -> Any:
    until = midnight() + timedelta(days=days_more)
    since = until - timedelta(days=len(values))
    rows = [
        {"time": since + timedelta(days=place), "reports": value, "reporters": 9, "weeks": int(usual is not None),
         "usual": usual or 0.0, "least": 0, "most": 0}
        for place, (value, usual) in enumerate(values)
    ]  # fmt: skip
    empty = node.statistic("volume_usual")
    return msgspec.structs.replace(empty, rows=rows, since=since, until=until, bucket="day")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([(30, 10.0), (30, 10.0)], "3 times as many reports as in the weeks before"),
        ([(14, 10.0), (14, 10.0)], "40% more reports than in the weeks before"),
        ([(10, 10.0), (10, 9.8)], "About as many reports come in as in the weeks before"),
        ([(5, 10.0), (0, 10.0)], "75% fewer reports than in the weeks before"),
        ([(5, None), (6, None)], "11 reports came in"),
        ([(5, None), (12, 10.0)], "20% more reports than in the weeks before"),
        ([(0, None), (0, 10.0)], "No reports in this time"),
    ],
)
def test_the_finding(node: Any, values: list[tuple[int, float | None]], said: str) -> None:
    assert show(table(node, values), ENGLISH).title == said


def test_a_day_that_is_not_over_is_not_compared(node: Any) -> None:
    seen = show(table(node, [(14, 10.0), (1, 10.0)], days_more=1), ENGLISH)
    assert seen.title == "40% more reports than in the weeks before"
    assert ("last", "not over yet") in seen.key
    assert "column last" in seen.drawing.svg
    over = show(table(node, [(14, 10.0), (1, 10.0)]), ENGLISH)
    assert "column last" not in over.drawing.svg
    assert "last" not in dict(over.key)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([Change("A", 9, 3), Change("B", 20, 18)], "A grew most: 9 reports, 3 in the time before"),
        ([Change("A", 9, 0), Change("B", 20, 18)], "A is new: 9 reports"),
        ([Change("A", 9, 10), Change("B", 2, 18)], "None of them grew"),
        ([Change("A", 9, 0)], "A leads with 9 reports; there is nothing earlier to compare with"),
        ([], "nothing"),
    ],
)
def test_what_grew(changes: list[Change], said: str) -> None:
    assert shown(changes, ENGLISH, "Kind", "nothing").title == said
