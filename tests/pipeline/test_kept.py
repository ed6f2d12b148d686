"""What is kept of a campaign is never wrong: at most some time behind, and not after a correction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from spamatlas.pipeline import kept
from spamatlas.pipeline.kept import Kept
from spamatlas.store.aliases import Aliases
from spamatlas.store.changes import Changes
from spamatlas.store.largest import LARGE


class FakeStore:
    """Changes and aliases alone; ``reports`` of each campaign are what is read."""

    def __init__(self, *, is_own: bool = True) -> None:
        self.changes = Changes()
        self.is_own = is_own
        self.homes: dict[int, int] = {}
        self.aliases = Aliases(self._aliases, is_alone=True)
        self.reports = {1: 10, 2: 20}
        self.readings = 0

    def add(self, campaign: int) -> None:
        self.reports[campaign] += 1
        self.changes.reports([(campaign, 0)])

    def read(self, campaign: int) -> int:
        self.readings += 1
        return self.reports[campaign]

    def _aliases(self, _: str) -> list[dict[str, Any]]:
        return [{"campaign": one, "known_as": home} for one, home in self.homes.items()]


def keeping(store: Any, **how: bool) -> Kept[int]:
    return Kept(store, store.read, **how)


def test_a_small_campaign_is_read_whenever_it_is_asked_for() -> None:
    store = FakeStore()
    found = keeping(store)
    assert found.of(1, LARGE - 1).value == 10
    store.add(1)
    assert found.of(1, LARGE - 1).value == 11


def test_a_large_one_is_shown_as_it_was_and_read_behind() -> None:
    store = FakeStore()
    found = keeping(store)
    first = found.of(1, LARGE)
    store.add(2)
    found.renew([])
    assert (found.of(1, LARGE), store.readings) == (first, 1), "nothing was stored of it"
    store.add(1)
    assert found.of(1, LARGE) == first
    found.renew([])
    assert found.of(1, LARGE).value == 11
    assert found.of(1, LARGE).as_of > first.as_of


def test_the_largest_are_read_before_anybody_asks() -> None:
    store = FakeStore()
    found = keeping(store)
    found.renew([(1, LARGE), (2, LARGE - 1)])
    assert store.readings == 1
    found.of(1, LARGE)
    assert store.readings == 1


@pytest.mark.parametrize("what", ["judged", "erased", "everything", "old", "of others"])
def test_what_may_be_wrong_is_not_shown(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FakeStore()
    found = keeping(store)
    found.of(1, LARGE)
    store.add(1)
    match what:
        case "judged":
            store.changes.lines([b'{"campaign": 1}'])
        case "erased":
            store.changes.erased()
        case "everything":
            store.changes.everything()
        case "old":
            monkeypatch.setattr(kept, "OLDEST", timedelta(0))
        case _:
            store.changes.lines([b'{"campaign": 2}'])
    assert found.of(1, LARGE).value == (10 if what == "of others" else 11)


def test_a_correction_of_a_part_is_one_of_the_whole() -> None:
    store = FakeStore()
    store.homes = {2: 1}
    found = keeping(store)
    found.of(1, LARGE)
    store.changes.lines([b'{"campaign": 2}'])
    found.of(1, LARGE)
    assert store.readings == 2


def test_what_tells_of_others_too_changes_with_them() -> None:
    store = FakeStore()
    found = keeping(store, depends_on_all=True)
    found.of(1, LARGE)
    store.add(2)
    found.renew([])
    assert store.readings == 2


def test_where_others_write_it_is_not_known_whether_something_changed() -> None:
    store = FakeStore(is_own=False)
    found = keeping(store)
    found.of(1, LARGE)
    found.renew([])
    assert store.readings == 2


def test_the_hours_go_on_where_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, _: Any = None) -> datetime:
            return datetime.now(UTC) + timedelta(hours=1)

    store = FakeStore()
    found = keeping(store)
    found.of(1, LARGE)
    monkeypatch.setattr(kept, "datetime", Later)
    found.renew([(1, LARGE)])
    assert store.readings == 2, "the last day is counted by the hour"


def test_no_more_are_kept_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    store = FakeStore()
    found = keeping(store)
    for campaign in (1, 2, 1):
        found.of(campaign, LARGE)
    assert store.readings == 3
