"""The row of one campaign is read once for a page, and never shown when something was stored since."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from spamatlas.model import Unavailable
from spamatlas.store import Store
from spamatlas.store.largest import Largest
from spamatlas.store.lone import Lone

Make = Callable[..., Any]


def test_who_asks_at_the_same_time_waits_for_the_same_reading(store: Store) -> None:
    lone, begun, go_on, times = Lone(store, 4), Event(), Event(), []

    def read() -> list[dict[str, Any]]:
        times.append(1)
        begun.set()
        go_on.wait(120)
        return [{"size": 3}]

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(lone.read, (7,), read)
        assert begun.wait(120)
        others = [threads.submit(lone.read, (7,), read) for _ in range(2)]
        go_on.set()
        assert [each.result() for each in (first, *others)] == [[{"size": 3}]] * 3
    assert len(times) == 1


def test_what_was_stored_since_is_read(store: Store, make_report: Make) -> None:
    kept = Largest(store)
    store.insert([make_report(1, campaign=7)], "one")
    name = kept.listed({}, 1)[0]["campaign"]
    fresh = Largest(store)
    fresh.listed({"campaign": name}, 1)[0]["size"] = 9  # what somebody does to their row is theirs
    assert [fresh.listed({"campaign": name}, 1)[0]["size"] for _ in range(2)] == [1, 1]
    store.insert([make_report(2, campaign=7)], "two")
    assert fresh.listed({"campaign": name}, 1)[0]["size"] == 2


def test_a_reading_that_failed_is_done_again_and_few_are_remembered(store: Store) -> None:
    lone, times = Lone(store, 4), []

    def fails() -> list[dict[str, Any]]:
        raise Unavailable("the disk is full")

    def read() -> list[dict[str, Any]]:
        times.append(1)
        return []

    with pytest.raises(Unavailable):
        lone.read((1,), fails)
    lone.read((1,), read)
    for other in range(2, 6):
        lone.read((other,), read)
    lone.read((1,), read)
    assert len(times) == 6
