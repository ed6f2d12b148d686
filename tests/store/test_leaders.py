"""A list holds what led, the largest first, by channel and over all of them, and what nothing else goes beyond."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.store.conftest import NOON

from spamatlas.model import Channel, Link
from spamatlas.store import Store, leaders

Make = Callable[..., bytes]


def domains(*names: str) -> tuple[Link, ...]:
    return tuple(Link(f"https://{name}/", name, name) for name in names)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaders, "FEWEST", 3)
    monkeypatch.setattr(leaders, "KEPT", 2)


def test_a_list_of_a_day(store: Store, make_report: Make) -> None:
    told = [("a.example", "b.example"), ("a.example", "c.example"), ("a.example", "b.example"), ("d.example",)]
    rows = [
        make_report(number, campaign=number % 2, size=number, links=domains(*named), channel=channel)
        for number, (named, channel) in enumerate(zip(told, [*[Channel.SMS] * 3, Channel.EMAIL], strict=True), 1)
    ]
    store.insert(rows, "batch")
    later = NOON + timedelta(days=10)
    for cell in leaders.lacking(store, later):
        assert cell.reports == 4
        leaders.make(store, cell)
    assert leaders.lacking(store, later) == []
    found = store.query(
        "SELECT kind, channel, least, counts, length(keys) AS many FROM leader WHERE grain = 'day' ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in found] == [
        ("campaign", "", 0, [2, 1], 2),
        ("domain", "", 1, [3, 2], 2),
        ("domain", "email", 0, [1], 1),
        ("domain", "sms", 1, [3, 2], 2),
    ]


def test_what_is_not_over_or_small_has_no_list(store: Store, make_report: Make) -> None:
    store.insert([make_report(number) for number in range(1, 4)], "batch")
    midnight = NOON.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    assert leaders.lacking(store, midnight - timedelta(seconds=1)) == []
    assert [cell.grain for cell in leaders.lacking(store, midnight)] == ["day"]
    assert {cell.grain for cell in leaders.lacking(store, midnight + timedelta(days=5))} == {"day", "days"}
    store.insert([make_report(9, received_at=NOON + timedelta(days=1))], "few")
    assert len(leaders.lacking(store, midnight + timedelta(days=9))) == 2, "a day of one report has none"
