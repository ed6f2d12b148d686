"""The outbox's rows on both databases: in order, under a lease, once, and gone when their time is over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from spamatlas.model import DispatchState, Rejected
from spamatlas.store.records import dispatches, glimpses, mutes
from spamatlas.store.records.records import Records

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LEASE = timedelta(minutes=10)


def new(**changes: Any) -> dispatches.NewDispatch:
    known = {
        "kind": "trial", "address": "a@b.example", "digest": b"d", "domain": "b.example", "language": "en",
        "facts": b"f", "until": NOW + timedelta(days=1),
    }  # fmt: skip
    return dispatches.NewDispatch(**{**known, **changes})


def taken(records: Records, at: datetime, most: int = 10) -> list[int]:
    with records.change() as change:
        return [each.dispatch.id for each in dispatches.take(change, at, most, LEASE, webhooks=False)]


def test_what_is_due_is_taken_in_order_and_by_one(records: Records) -> None:
    with records.change() as change:
        numbers = [dispatches.add(change, new(), NOW - timedelta(minutes=n)) for n in range(3)]
    assert taken(records, NOW, 2) == [numbers[2], numbers[1]]
    assert taken(records, NOW) == [numbers[0]]
    assert taken(records, NOW + LEASE - timedelta(seconds=1)) == []
    assert sorted(taken(records, NOW + LEASE)) == numbers
    with records.change() as change:
        dispatches.give_back(change, [1], NOW)
        assert dispatches.one(change, 1).dispatch.attempts == 1
        assert dispatches.has_due(change, NOW, webhooks=False)
        assert not dispatches.has_due(change, NOW, webhooks=True)


def test_the_same_is_put_in_once(records: Records) -> None:
    with records.change() as change:
        assert dispatches.add(change, new(once="x"), NOW)
        assert dispatches.add(change, new(once="x"), NOW) is None
        assert dispatches.add(change, new(once="y"), NOW)


def test_what_is_over_is_forgotten_and_what_waits_is_not(records: Records) -> None:
    with records.change() as change:
        numbers = [dispatches.add(change, new(), NOW) or 0 for _ in DispatchState]
        for number, state in zip(numbers, DispatchState, strict=True):
            if state is not DispatchState.WAITING:
                dispatches.end(change, [number], state, "250", NOW)
        assert dispatches.counts(change) == {each.value: 1 for each in DispatchState}
        assert dispatches.forget(change, NOW) == []
        assert len(dispatches.forget(change, NOW + timedelta(seconds=1))) == len(DispatchState) - 1
        assert [each.state for each in dispatches.newest(change, 10)] == [DispatchState.WAITING]
        with pytest.raises(Rejected):
            dispatches.one(change, numbers[-1])


def test_a_mute_holds_for_its_kind_or_for_all(records: Records) -> None:
    with records.change() as change:
        mutes.add(change, b"one", "alert", "unsubscribed", NOW)
        mutes.add(change, b"two", "", "bounced 5.1.1", NOW)
        asked = [(digest, kind) for digest in (b"one", b"two") for kind in ("alert", "trial")]
        assert [mutes.is_muted(change, *each) for each in asked] == [True, False, True, True]
        assert mutes.among(change, [b"one", b"two", b"three"]) == {(b"one", "alert"), (b"two", "")}
        assert mutes.lift(change, b"one", "trial") == 0
        assert mutes.lift(change, b"two") == 1


def test_what_was_seen_is_kept_over_what_was(records: Records) -> None:
    for seen in ({"accepted": 1}, {"accepted": 2}):
        with records.change() as change:
            glimpses.keep(change, seen, NOW)
    with records.change() as change:
        assert glimpses.last(change) == {"accepted": 2}
        glimpses.drop(change)
        assert glimpses.last(change) is None
