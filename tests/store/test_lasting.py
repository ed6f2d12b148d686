"""Whether a campaign is old is asked once of each, and answered as the store would."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from spamatlas.store.changes import Changes
from spamatlas.store.lasting import Lasting

SQL = "-- stays: old\nSELECT"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Campaigns:
    """Stands for the store: when the first report of each campaign came, and of which it was asked."""

    def __init__(self, first: dict[int, datetime]) -> None:
        self.first = first
        self.asked: list[list[int]] = []

    def query(self, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        self.asked.append(values["parts"])
        pairs = zip(values["parts"], values["homes"], strict=True)
        return [
            {"old": list({home for part, home in pairs if part in self.first and self.first[part] < values["since"]})}
        ]


def asked(since: datetime, parts: list[int], homes: list[int] | None = None, sample: int = 0) -> dict[str, Any]:
    return {"since": since, "parts": parts, "homes": homes or parts, "sample": sample, "measuring_point": "reported"}


def test_what_is_old_is_not_asked_again_and_what_is_new_is() -> None:
    store = Campaigns({1: NOON - timedelta(days=3), 2: NOON + timedelta(hours=1), 3: NOON - timedelta(days=1)})
    lasting = Lasting(store.query, Changes())
    assert set(lasting.query(SQL, asked(NOON, [1, 2, 3]))[0]["old"]) == {1, 3}
    assert set(lasting.query(SQL, asked(NOON + timedelta(hours=2), [1, 2, 3]))[0]["old"]) == {1, 2, 3}
    assert set(lasting.query(SQL, asked(NOON - timedelta(days=2), [1, 2, 3]))[0]["old"]) == {1}
    assert store.asked == [[1, 2, 3], [2], [1, 2, 3]]


def test_a_late_report_makes_a_campaign_old_and_samples_stand_apart() -> None:
    store = Campaigns({1: NOON + timedelta(hours=1)})
    lasting = Lasting(store.query, Changes())
    assert lasting.query(SQL, asked(NOON, [1])) == [{"old": []}]
    store.first[1] = NOON - timedelta(hours=1)
    assert lasting.query(SQL, asked(NOON, [1])) == [{"old": [1]}]
    assert lasting.query(SQL, asked(NOON, [1], sample=1)) == [{"old": [1]}]
    assert len(store.asked) == 3


def test_a_campaign_is_as_old_as_what_became_part_of_it() -> None:
    store = Campaigns({2: NOON - timedelta(days=1), 1: NOON + timedelta(hours=1)})
    lasting = Lasting(store.query, Changes())
    for _ in range(2):
        assert lasting.query(SQL, asked(NOON, [1, 2], [1, 1])) == [{"old": [1]}]
    assert store.asked == [[1, 2], []]


def test_nothing_is_known_after_samples_were_taken_out() -> None:
    changes, store = Changes(), Campaigns({1: NOON - timedelta(days=1)})
    lasting = Lasting(store.query, changes)
    assert lasting.query(SQL, asked(NOON, [1])) == [{"old": [1]}]
    del store.first[1]
    changes.everything()
    assert lasting.query(SQL, asked(NOON, [1])) == [{"old": []}]
