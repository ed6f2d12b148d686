from collections.abc import Callable

import pytest

from spamatlas.store import Store, changes
from spamatlas.store.changes import Changes


def test_a_batch_tells_which_campaigns_grew(store: Store, make_report: Callable[..., bytes]) -> None:
    before = store.changes.number
    store.insert([make_report(1, campaign=5, size=1), make_report(2, campaign=6, size=4)], "batch")
    found = store.changes.since(before)
    assert found
    assert [campaign for campaign, _ in found.joined] == [6]
    after = store.changes.since(found.number)
    assert after
    assert not after.joined


def test_rows_that_are_not_understood_change_everything() -> None:
    found = Changes()
    before = found.number
    found.rows([b'[1,"7",2]'])
    assert found.since(before) is None


def test_lines_name_campaigns() -> None:
    found = Changes()
    found.lines([b'{"campaign": 3, "known_as": 4, "revision": 1}', b'{"campaign": 9, "received_at": 60000}'])
    change = found.since(0)
    assert change
    assert change.named == {3, 4, 9}


def test_what_was_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_REMEMBERED", 4)
    found = Changes()
    for _ in range(5):
        found.rows([b'[1,7,2,"x",0]'])
    assert found.since(0) is None
    newest = found.since(3)
    assert newest
    assert len(newest.joined) == 2
