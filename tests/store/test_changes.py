from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spamatlas.store import Store, changes
from spamatlas.store.changes import Changes


def test_a_batch_tells_which_campaigns_grew_and_since_when(store: Store, make_report: Callable[..., bytes]) -> None:
    before, at = store.changes.number, datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    store.insert([make_report(1, campaign=5, size=1, received_at=at), make_report(2, campaign=6, size=4)], "batch")
    found = store.changes.since(before)
    assert found
    assert [campaign for campaign, _ in found.joined] == [6]
    assert store.changes.earliest(before) == at
    after = store.changes.since(found.number)
    assert after
    assert not after.joined
    assert store.changes.earliest(found.number) > datetime.now(UTC)


def test_rows_that_are_not_understood_change_everything() -> None:
    found = Changes()
    before = found.number
    found.rows([b'[1,"7",2]'])
    assert found.since(before) is None
    assert found.earliest(before) < datetime(2, 1, 1, tzinfo=UTC)
    assert found.earliest(found.number) > datetime.now(UTC)


def test_lines_name_campaigns() -> None:
    found = Changes()
    found.lines([b'{"campaign": 3, "known_as": 4, "revision": 1}', b'{"campaign": 9, "received_at": 60000}'])
    change = found.since(0)
    assert change
    assert change.named == {3, 4, 9}
    assert found.earliest(0) == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


def test_what_was_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_REMEMBERED", 4)
    found = Changes()
    for _ in range(5):
        found.rows([b'[1,7,2,"x",0]'])
    assert found.since(0) is None
    newest = found.since(3)
    assert newest
    assert len(newest.joined) == 2
    assert found.earliest(0) == datetime(1970, 1, 1, tzinfo=UTC)
