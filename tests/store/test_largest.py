"""Kept rows of campaigns stay equal to what is read anew, whatever was stored in between."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import report, verdict
from tests.store.test_campaigns import HAM, made

from spamatlas.model import Channel, Unavailable, campaign_name, campaign_number
from spamatlas.settings import Settings
from spamatlas.store import Store, campaigns, largest
from spamatlas.store.largest import Largest
from spamatlas.store.revision import revise
from spamatlas.store.turns import behind

LISTS: list[dict[str, str]] = [{}, {"ruling": "ham"}, {"channel": "voice"}]


class Growing:
    """A store that grows by a step at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sizes: dict[int, int] = {}
        self.number = 0

    def add(self, *reports: tuple[int, datetime], **more: Any) -> None:
        rows = []
        for campaign, at in reports:
            self.number += 1
            self.sizes[campaign] = self.sizes.get(campaign, 0) + 1
            size = self.sizes[campaign]
            rows.append(report(self.number, campaign=campaign, size=size, received_at=at, **more))
        self.store.insert(rows, f"to-{self.number}")

    def merge(self, one: int, home: int) -> None:
        line = f'{{"campaign": {one}, "known_as": {home}, "revision": {self.number}}}'.encode()
        self.store.insert_lines("campaign_alias", [line], f"merge-{one}-{home}")


@pytest.fixture
def growing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Growing]:
    monkeypatch.setattr(largest, "KEPT", 12)
    monkeypatch.setattr(campaigns, "ORDERED", 8)
    store = Store.open(Settings(data=tmp_path))
    found = Growing(store)
    found.add(*[(each["campaign"], each["received_at"]) for each in made() if each["campaign"] <= 30])
    yield found
    store.close()


def both(store: Store, kept: Largest, filters: dict[str, str], order: str) -> tuple[list[Any], list[Any]]:
    """The same list read plainly and as it is kept, within one hour: their last days are by the hour."""
    hour = datetime.now(UTC).hour
    found = campaigns.listed(store, filters, 5, order=order), kept.listed(filters, 5, order=order)
    return found if datetime.now(UTC).hour == hour else both(store, kept, filters, order)


def same(store: Store, kept: Largest) -> None:
    for filters in LISTS:
        for order in campaigns.ORDERS:
            key = campaigns.ORDERS[order].key
            plain, rows = both(store, kept, filters, order)
            assert [key(row) for row in rows] == [key(row) for row in plain], (filters, order)
            by_name = {row["campaign"]: row for row in plain}
            assert all(row == by_name.get(row["campaign"], row) for row in rows), (filters, order)


def test_rows_follow_what_is_stored(growing: Growing) -> None:
    kept, now = Largest(growing.store), datetime.now(UTC)
    same(growing.store, kept)
    growing.add((1, now), (2, now), (2, now - timedelta(hours=30)), (9, now))
    same(growing.store, kept)
    growing.add((3, now), channel=Channel.VOICE)
    same(growing.store, kept)
    growing.add((2, now), judged=HAM)
    same(growing.store, kept)


def test_a_campaign_that_was_small_or_new_becomes_one_of_the_largest(growing: Growing) -> None:
    kept, now = Largest(growing.store), datetime.now(UTC)
    same(growing.store, kept)
    growing.add(*[(30, now)] * 90)
    growing.add(*[(777, now)] * 150)
    same(growing.store, kept)
    for campaign in range(100, 130):  # more than are kept: the smallest are let go, and may come back
        growing.add(*[(campaign, now)] * (60 + campaign % 7))
    same(growing.store, kept)
    growing.add(*[(25, now)] * 100)
    same(growing.store, kept)


def test_rows_follow_mergers_and_corrections(growing: Growing) -> None:
    kept = Largest(growing.store)
    same(growing.store, kept)
    growing.merge(2, 1)
    same(growing.store, kept)
    growing.add((2, datetime.now(UTC)))
    growing.merge(28, 29)
    same(growing.store, kept)
    revise(growing.store, {growing.number: HAM}, "correction")
    same(growing.store, kept)
    revise(growing.store, {growing.number: verdict()}, "undone")
    same(growing.store, kept)


def test_rows_hold_after_more_than_is_remembered(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.store.changes.MOST_REMEMBERED", 10)
    kept = Largest(growing.store)
    same(growing.store, kept)
    for _ in range(3):
        growing.add(*[(7, datetime.now(UTC))] * 20)
    same(growing.store, kept)


def test_a_batch_delivered_again_counts_once(growing: Growing) -> None:
    kept = Largest(growing.store)
    same(growing.store, kept)
    row = report(9_999, campaign=4, size=40, received_at=datetime.now(UTC))
    growing.store.insert([row], "twice")
    growing.store.insert([row], "twice")
    same(growing.store, kept)


def test_few_are_read_where_little_was_stored(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Largest(growing.store)
    kept.listed({}, 5)
    growing.add((1, datetime.now(UTC)))
    asked: list[Any] = []
    read = growing.store.query

    def query(sql: str, values: Any = None, **more: Any) -> Any:
        asked.append(values)
        return read(sql, values, **more)

    monkeypatch.setattr(growing.store, "query", query)
    kept.listed({}, 5)
    assert [values["numbers"] for values in asked] == [[1], [1]]
    asked.clear()
    kept.listed({}, 5, order="newest")
    assert not asked


def test_one_campaign_is_told_from_its_row(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, now = Largest(growing.store), datetime.now(UTC)
    kept.listed({}, 5)
    growing.add((1, now), (2, now))
    growing.merge(3, 1)
    names = [{"campaign": campaign_name(number)} for number in (1, 2, 3)]
    expected = [campaigns.listed(growing.store, each) for each in names]
    assert expected[0] == expected[2]
    monkeypatch.setattr(largest, "listed", lambda *_, **__: [])
    assert [kept.listed(each) for each in names] == expected
    assert kept.listed({**names[0], "ruling": "ham"}) == []
    assert kept.listed({"campaign": campaign_name(2**60)}) == [], "what is not kept is asked of the store"


def test_the_size_of_one_is_counted_without_reading_it(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Largest(growing.store)
    assert kept.size(1) == 0
    rows = kept.listed({}, 3)
    number = campaign_number(rows[0]["campaign"])
    assert kept.size(number) == rows[0]["size"]
    growing.add((number, datetime.now(UTC)))
    monkeypatch.setattr(growing.store, "query", lambda *_, **__: pytest.fail("it was read"))
    assert kept.size(number) == rows[0]["size"] + 1


def without_life(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"reporters", "channels"}}


def test_a_large_one_is_told_as_it_was_but_for_its_counts(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(largest, "LARGE", 20)
    kept = Largest(growing.store)
    before = kept.listed({}, 1)[0]
    number = campaign_number(before["campaign"])
    began = datetime.now(UTC)
    growing.add((number, began), channel=Channel.VOICE)
    (plain,) = campaigns.listed(growing.store, {"campaign": before["campaign"]}, 1)
    for filters in ({}, {"campaign": before["campaign"]}):
        row = kept.listed(filters, 1)[0]
        assert without_life(row) == without_life(plain)
        assert (row["channels"], row["reporters"]) == (before["channels"], before["reporters"]) != plain["channels"]
    assert kept.as_of(number) < began
    with behind():
        kept.listed({}, 1)
    assert kept.listed({}, 1) == campaigns.listed(growing.store, {}, 1)
    assert kept.as_of(number) > began


def test_a_large_one_is_told_as_it_is_when_that_is_too_old_or_was_corrected(
    growing: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(largest, "LARGE", 20)
    kept = Largest(growing.store)
    name = kept.listed({}, 1)[0]["campaign"]
    growing.add((campaign_number(name), datetime.now(UTC)), channel=Channel.VOICE)
    revise(growing.store, {growing.number: HAM}, "correction")
    assert kept.listed({}, 1) == campaigns.listed(growing.store, {}, 1)
    growing.add((campaign_number(name), datetime.now(UTC)), channel=Channel.IM)
    assert kept.listed({}, 1) != campaigns.listed(growing.store, {}, 1)
    monkeypatch.setattr(largest, "OLDEST", timedelta(0))
    assert kept.listed({}, 1) == campaigns.listed(growing.store, {}, 1)


def test_what_is_corrected_while_it_is_read_behind_is_read_again(
    growing: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(largest, "LARGE", 20)
    kept = Largest(growing.store)
    number = campaign_number(kept.listed({}, 1)[0]["campaign"])
    growing.add((number, datetime.now(UTC)), channel=Channel.VOICE)
    plainly = largest.read

    def corrected_meanwhile(*asked: Any) -> Any:
        rows = plainly(*asked)
        monkeypatch.setattr(largest, "read", plainly)
        growing.add((number, datetime.now(UTC)), channel=Channel.IM)
        revise(growing.store, {growing.number: HAM}, "correction")
        return rows

    monkeypatch.setattr(largest, "read", corrected_meanwhile)
    with behind():
        kept.listed({}, 1)
    assert kept.listed({}, 1) == campaigns.listed(growing.store, {}, 1)


def test_what_could_not_be_read_is_not_taken_for_read(growing: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Largest(growing.store)
    number = campaign_number(kept.listed({}, 1)[0]["campaign"])
    growing.add((number, datetime.now(UTC)), channel=Channel.VOICE)

    def fails(*_: Any) -> Any:
        raise Unavailable("the store is down")

    with monkeypatch.context() as patch:
        patch.setattr(largest, "read", fails)
        with pytest.raises(Unavailable):
            kept.listed({}, 1)
    assert kept.listed({}, 1) == campaigns.listed(growing.store, {}, 1)
