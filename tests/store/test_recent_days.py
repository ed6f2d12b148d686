"""The days that lists draw are those of the store, whatever was stored in between."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spamatlas.model import campaign_name
from spamatlas.store import Store, recent_days
from spamatlas.store.dossier import days
from spamatlas.store.recent_days import RecentDays
from spamatlas.store.rows import Block

NAMES = [campaign_name(number) for number in (1, 2, 3)]


def test_days_are_read_again_of_what_changed_alone(
    store: Store, make_report: Callable[..., Block], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(recent_days, "days", lambda *how: (asked.append(list(how[1])), days(*how))[1])
    found, now = RecentDays(store), datetime.now(UTC)

    def add(number: int, campaign: int, size: int) -> None:
        store.insert([make_report(number, campaign=campaign, size=size, received_at=now)], f"batch-{number}")

    def are_right() -> list[str]:
        asked.clear()
        assert found.of(NAMES, 14) == days(store, NAMES, 14)
        return asked[0]

    for number in (1, 2, 3):
        add(number, number, 1)
    assert are_right() == NAMES
    add(4, 2, 2)
    assert are_right() == NAMES[1:2]
    assert are_right() == []
    store.insert_lines("campaign_alias", [b'{"campaign": 3, "known_as": 1, "revision": 1}'], "merge")
    assert are_right() == [NAMES[0], NAMES[2]]
    add(5, 3, 2)
    assert found.of(NAMES[:1], 14)[NAMES[0]][-1] == 3, "a part counts in its whole"
    assert found.of(NAMES[:1], 7)[NAMES[0]] == found.of(NAMES[:1], 14)[NAMES[0]][-7:]
