"""What campaigns go by now, kept between questions."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from spamatlas.store import Store
from spamatlas.store.aliases import Aliases
from spamatlas.store.moving import rename


def test_what_was_renamed_is_known_at_once(store: Store) -> None:
    assert store.aliases.whole([1, 5]) == {"parts": [1, 5], "homes": [1, 5]}
    rename(store, {2: 1, 3: 1, 4: 5}, 1)
    assert store.aliases.homes([2, 3, 1]) == {2: 1, 3: 1}
    assert store.aliases.parts([1]) == {2: 1, 3: 1}
    assert store.aliases.whole([5, 1]) == {"parts": [5, 1, 4, 2, 3], "homes": [5, 1, 5, 1, 1]}
    rename(store, {3: 3}, 2)
    assert store.aliases.parts([1]) == {2: 1}
    store.command("ALTER TABLE campaign_alias DELETE WHERE campaign = 2 SETTINGS mutations_sync = 2")
    assert store.aliases.homes([2]) == {}


@pytest.mark.parametrize(("is_alone", "read"), [(True, 1), (False, 2)])
def test_where_others_write_too_it_is_read_again(is_alone: bool, read: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def query(_: str) -> Iterable[Mapping[str, Any]]:
        nonlocal asked
        asked += 1
        return [{"campaign": 2, "known_as": asked}]

    kept, now = Aliases(query, is_alone=is_alone), time.monotonic()
    for later in (0.0, 0.5, 1.5):
        monkeypatch.setattr(time, "monotonic", lambda later=later: now + later)
        assert kept.homes([2])
    assert asked == read


def test_what_changed_while_it_was_read_is_read_again() -> None:
    answers = iter(([{"campaign": 2, "known_as": 1}], [{"campaign": 2, "known_as": 7}]))

    def query(_: str) -> Iterable[Mapping[str, Any]]:
        found = next(answers)
        if found[0]["known_as"] == 1:
            kept.forget()
        return found

    kept = Aliases(query, is_alone=True)
    assert kept.homes([2]) == {2: 1}
    assert kept.homes([2]) == {2: 7}
