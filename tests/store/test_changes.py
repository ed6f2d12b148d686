from collections.abc import Callable

import pytest

from spamatlas.store import Store, changes
from spamatlas.store.changes import Changes
from spamatlas.store.rows import Block


def test_a_batch_tells_which_campaigns_grew(store: Store, make_report: Callable[..., Block]) -> None:
    before = store.changes.number
    store.insert([make_report(1, campaign=5, size=1), make_report(2, campaign=6, size=4)], "batch")
    found = store.changes.since(before)
    assert found
    assert [campaign for campaign, _ in found.joined] == [6]
    after = store.changes.since(found.number)
    assert after
    assert not after.joined


def test_every_report_of_a_block_that_holds_many_is_told(store: Store, make_report: Callable[..., Block]) -> None:
    before = store.changes.number
    parts = [make_report(1, campaign=6, size=2), make_report(2, campaign=8, size=3)]
    store.insert([Block(parts[0].native, [each for part in parts for each in part.joined])], "batch")
    found = store.changes.since(before)
    assert found
    assert {campaign for campaign, _ in found.joined} == {6, 8}


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
        found.reports([(7, 0)])
    assert found.since(0) is None
    newest = found.since(3)
    assert newest
    assert len(newest.joined) == 2


def test_what_changed_a_campaign_last() -> None:
    found = Changes()
    found.reports([(7, 0), (8, 0)])
    found.lines([b'{"campaign": 7}'])
    found.reports([(8, 0)])
    assert found.touched([7]) == changes.Touched(grown=1, corrected=2)
    assert found.touched([7, 8]) == changes.Touched(grown=3, corrected=2)
    assert found.touched([9]) == changes.Touched(grown=0, corrected=0)
    found.erased()
    assert (found.touched([9]).corrected, found.upheaval) == (4, 4)
    assert found.since(3) is not None, "counts stay"


def test_what_is_no_longer_known_of_one_campaign_counts_as_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_REMEMBERED", 2)
    found = Changes()
    for campaign in (1, 2, 3):
        found.reports([(campaign, 0)])
        found.touched([campaign])
    assert found.touched([1]).grown == 1
    assert found.touched([99]).grown == 1
    assert found.touched([3]).grown == 3
    for _ in range(3):
        found.reports([(3, 0)])
    assert found.touched([99]).grown == 6, "too much was stored since somebody asked"
