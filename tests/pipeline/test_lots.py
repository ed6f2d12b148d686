"""What is made waits for the store: nothing is lost, doubled or out of order, however slow the store is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event

import pytest

from spamatlas.log import Batch, Entry
from spamatlas.pipeline import lots
from spamatlas.pipeline.lots import Lots, Seconds
from spamatlas.pipeline.writer import Made, Written


class Numbers:
    """A writer whose batches name what is in them."""

    def batch(self, parts: list[Made]) -> tuple[Batch, Written]:
        last = parts[-1].entries[-1].sequence
        token = " ".join(str(entry.sequence) for part in parts for entry in part.entries)
        return Batch(token=token, last=last, payload=b""), Written(sum(part.stored for part in parts), 0, 0)


class Slow:
    """A store that takes a delivery when it is let."""

    def __init__(self) -> None:
        self.free = Event()
        self.begun = Event()
        self.got: list[str] = []
        self.seconds: list[Seconds] = []

    def deliver(self, batch: Batch, _written: Written, seconds: Seconds) -> None:
        self.begun.set()
        assert self.free.wait(120)
        if batch.token == "broken":
            raise ValueError
        self.got.append(batch.token)
        self.seconds.append(seconds)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def box(slow: Slow) -> Iterator[Lots]:
    made = Lots(Numbers(), slow.deliver)  # type: ignore[arg-type]
    yield made
    slow.free.set()
    made.close()


def made(*sequences: int) -> Made:
    entries = [
        Entry(sequence=each, id="0" * 32, media_type="message/rfc822", received_at=datetime.now(UTC), reporter="r")
        for each in sequences
    ]
    return Made(entries=entries, reports=[], stored=len(entries), held=[], inherited=0)


def test_what_is_made_while_the_store_is_busy_goes_together_and_after(box: Lots, slow: Slow) -> None:
    box.add(made(1, 2), {"parse": 1.0})
    box.send()
    box.add(made(3), {"parse": 2.0})
    box.add(made(4, 5), {"parse": 3.0, "write": 1.0})
    assert box.reports == 3
    assert slow.begun.wait(120)
    assert slow.got == []
    slow.free.set()
    box.send()
    assert box.reports == 0
    box.settle()
    assert slow.got == ["1 2", "3 4 5"]
    assert slow.seconds == [{"parse": 1.0}, {"parse": 5.0, "write": 1.0}]


def test_nothing_is_sent_where_nothing_is_made(box: Lots, slow: Slow) -> None:
    slow.free.set()
    box.send()
    box.settle()
    assert slow.got == []
    assert not box.is_due()


def test_it_is_due_when_it_is_enough_or_waited_long_and_the_store_is_idle(
    box: Lots, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.add(made(1), {})
    assert not box.is_due()
    monkeypatch.setattr(lots, "GATHER_SECONDS", 0.0)
    assert box.is_due()
    box.send()
    assert slow.begun.wait(120)
    box.add(made(2), {})
    assert not box.is_due()
    monkeypatch.setattr(lots, "DELIVERY_REPORTS", 2)
    box.add(made(3), {})
    assert box.is_due()


def test_what_goes_wrong_in_a_delivery_is_raised_before_the_next_one(
    box: Lots, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.free.set()
    broken = Batch(token="broken", last=1, payload=b""), Written(1, 0, 0)
    with monkeypatch.context() as patch:
        patch.setattr(Numbers, "batch", lambda *_: broken)
        box.add(made(1), {})
        box.send()
    box.add(made(2), {})
    with pytest.raises(ValueError):
        box.send()
    assert slow.got == []
    assert box.reports == 1
