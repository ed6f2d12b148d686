"""What every log engine promises; each engine is one line in ENGINES."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.log import Batch, EmbeddedLog, Held
from spamatlas.model import Channel, Submission, submission_id

ENGINES: dict[str, Callable[[Path], Any]] = {"embedded": EmbeddedLog}


def submission(text: str, reporter: str = "r", caller_id: str = "") -> Submission:
    body = text.encode()
    return Submission(
        id=submission_id(reporter, caller_id, body),
        media_type="text/plain",
        body=body,
        received_at=datetime(2026, 11, 1, tzinfo=UTC),
        reporter=reporter,
        caller_id=caller_id,
        channel=Channel.SMS,
    )


@pytest.fixture(params=ENGINES)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Any]:
    return lambda: ENGINES[request.param](tmp_path)


@pytest.fixture
def log(opening: Callable[[], Any]) -> Iterator[Any]:
    engine = opening()
    yield engine
    engine.close()


def test_what_is_appended_is_read_in_order_after_reopening(opening: Callable[[], Any]) -> None:
    log = opening()
    receipt = log.append([submission("a"), submission("b"), submission("c")])
    log.close()
    again = opening()
    assert (receipt.accepted, receipt.duplicates) == (3, 0)
    assert [entry.id for entry in again.read(0, 10, 10**6)] == [submission(text).id for text in "abc"]
    assert [entry.sequence for entry in again.read(1, 10, 10**6)] == [2, 3]
    assert again.read(0, 1, 10**6)[0].submission(b"a") == submission("a")
    again.close()


def test_a_duplicate_is_one_reporters_same_bytes_or_same_id(log: Any) -> None:
    log.append([submission("a"), submission("x", caller_id="7")])
    receipt = log.append(
        [submission("a"), submission("a", reporter="s"), submission("y", caller_id="7"), submission("y")]
    )
    assert (receipt.accepted, receipt.duplicates) == (2, 2)


def test_twice_in_one_call_counts_once(log: Any) -> None:
    receipt = log.append([submission("a"), submission("a")])
    assert (receipt.accepted, receipt.duplicates) == (1, 1)


def test_a_batch_is_bounded_in_bytes_but_never_empty(log: Any) -> None:
    log.append([submission("a" * 600), submission("b" * 600), submission("c")])
    assert len(log.read(0, 10, 1000)) == 1
    assert len(log.read(1, 10, 100)) == 1
    assert len(log.read(0, 10, 1200)) == 2


def test_a_prepared_batch_is_there_until_committed(opening: Callable[[], Any]) -> None:
    log = opening()
    log.append([submission("a"), submission("b")])
    batch = Batch(token="batch-1-2", last=2, payload=b"rows")
    log.prepare(batch)
    log.prepare(batch)
    log.close()
    again = opening()
    assert again.prepared() == [batch]
    assert again.cursor() == 0
    again.commit(batch)
    assert again.prepared() == []
    assert again.cursor() == 2
    again.close()


def test_quarantine_keeps_reason_and_attempts_and_lets_go(log: Any) -> None:
    log.append([submission("a")])
    entry = log.read(0, 1, 100)[0]
    held = Held(entry=entry, code="no-text", detail="nothing in it", at=datetime(2026, 11, 2, tzinfo=UTC), attempts=1)
    log.commit(Batch(token="one", last=1, payload=b"", held=(held,)))
    assert log.held() == [held]
    log.commit(Batch(token="two", last=0, payload=b"", held=(held,)))
    assert log.held()[0].attempts == 2
    assert log.held_counts() == {"no-text": 1}
    assert log.held(code="other") == []
    assert log.held_among([entry.id, "00" * 16]) == 1
    log.commit(Batch(token="three", last=0, payload=b"", released=(entry.sequence,)))
    assert log.held() == []
    assert log.cursor() == 1


def test_dropped_entries_are_gone_and_their_numbers_never_used_again(log: Any) -> None:
    log.append([submission("a"), submission("b")])
    log.drop([2])
    log.append([submission("c")])
    assert [entry.sequence for entry in log.read(0, 10, 10**6)] == [1, 3]


def test_entries_are_found_by_the_start_of_their_id(log: Any) -> None:
    log.append([submission("a"), submission("b")])
    wanted = submission("a").id
    assert [entry.id for entry in log.find(wanted[:9])] == [wanted]
    assert log.find("not hexadecimal") == []


def test_an_idempotency_key_answers_once_and_for_one_request(log: Any) -> None:
    assert log.answered("k", b"one") is None
    log.answer("k", b"one", b"answer")
    log.answer("k", b"one", b"another")
    assert log.answered("k", b"one") == b"answer"
    with pytest.raises(ValueError, match="another request"):
        log.answered("k", b"two")


@given(st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=8))
def test_accepted_and_duplicates_add_up_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, calls: list[list[int]]
) -> None:
    log = EmbeddedLog(tmp_path_factory.mktemp("log"))
    receipts = [log.append([submission(str(each)) for each in call]) for call in calls]
    assert (
        sum(receipt.accepted for receipt in receipts)
        == len({each for call in calls for each in call})
        == log.accepted()
    )
    assert [receipt.accepted + receipt.duplicates for receipt in receipts] == [len(call) for call in calls]
    log.close()


def test_a_batch_that_was_committed_never_comes_again_even_if_its_file_does(opening: Callable[[], Any]) -> None:
    log = opening()
    log.append([submission("a"), submission("b")])
    first, second = (Batch(token=f"batch-{n}", last=n, payload=b"rows") for n in (1, 2))
    log.prepare(first)
    log._prepared.drop = lambda number: None  # the power fails before the file is gone
    log.commit(first)
    log.prepare(second)
    log.close()
    again = opening()
    assert again.prepared() == [second]
    again.close()
