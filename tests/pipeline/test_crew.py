"""What a crew makes of messages that kill, hang or vex their reader; the workers here are threads' stand-ins."""

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from spamatlas.log import Entry
from spamatlas.pipeline.crew import NOWHERE, Crew, Worker
from spamatlas.pipeline.outcome import Failure, Item, Judged, Outcomes, Task
from spamatlas.pipeline.worker import STANDS_BACK
from spamatlas.settings import Settings


class FakeWorker:
    """Dies of b'kill' knowing where, of b'blow' not knowing, hangs on b'hang'; echoes the rest."""

    def __init__(self, _settings: Settings) -> None:
        self.place = SimpleNamespace(value=NOWHERE)

    def ask(self, task: Task, _timeout_seconds: float) -> Outcomes:
        for place, item in enumerate(task.items):
            if item.body in {b"kill", b"hang"}:
                self.place.value = place
                raise TimeoutError if item.body == b"hang" else EOFError
        if any(item.body == b"blow" for item in task.items):
            raise EOFError
        return Outcomes([Judged(item.body or b"") for item in task.items], {"parse": 1.0})

    def end(self) -> None:
        pass


@pytest.mark.parametrize(
    "bodies",
    [
        [b"1"],
        [b"kill"],
        [b"1", b"kill", b"2"],
        [b"kill", b"kill", b"2"],
        [b"1", b"hang", b"2", b"kill"],
        [b"1", b"2", b"blow", b"3", b"4", b"blow"],
    ],
)
def test_only_the_bad_ones_fall_and_order_is_kept(bodies: list[bytes], tmp_path: Path) -> None:
    crew = Crew(Settings(data=tmp_path, workers=1), FakeWorker)  # type: ignore[arg-type]
    items = [Item(entry(number), body) for number, body in enumerate(bodies)]
    outcomes = crew.submit("judge", items).result(timeout=120).outcomes
    crew.stop()
    codes = {b"kill": "crashed", b"blow": "crashed", b"hang": "timed-out"}
    assert [outcome.code if isinstance(outcome, Failure) else outcome.line for outcome in outcomes] == [
        codes.get(body, body) for body in bodies
    ]


def test_others_take_the_places_of_workers_that_are_renewed_also_of_one_that_has_something_in_hand(
    tmp_path: Path,
) -> None:
    begun, go_on, made, ended = Event(), Event(), [], []

    class Slow(FakeWorker):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            made.append(self)

        def ask(self, task: Task, timeout_seconds: float) -> Outcomes:
            if task.items[0].body == b"wait":
                begun.set()
                assert go_on.wait(120)
            return super().ask(task, timeout_seconds)

        def end(self) -> None:
            ended.append(self)

    crew = Crew(Settings(data=tmp_path, workers=2), Slow)  # type: ignore[arg-type]
    slow = crew.submit("judge", [Item(entry(1), b"wait")])
    assert begun.wait(120)
    crew.submit("judge", [Item(entry(2), b"2")]).result(timeout=120)
    crew.renew()
    assert ended == made[1:]
    go_on.set()
    assert [each.line for each in slow.result(timeout=120).outcomes] == [b"wait"]  # type: ignore[union-attr]
    assert {*map(id, ended)} == {*map(id, made)}
    crew.submit("judge", [Item(entry(3), b"3")]).result(timeout=120)
    assert len(made) == 3
    crew.stop()
    assert len(ended) == 3


def entry(number: int) -> Entry:
    return Entry(
        sequence=number, id=f"{number:032x}", media_type="text/plain", received_at=datetime.now(UTC), reporter="r"
    )


def test_what_the_world_refused_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Busy(FakeWorker):
        def ask(self, task: Task, timeout_seconds: float) -> Outcomes:
            asked.append(len(task.items))
            failed = Outcomes([Failure("unavailable", "the disk is away") for _ in task.items])
            return failed if len(asked) < 3 else super().ask(task, timeout_seconds)

    monkeypatch.setattr("spamatlas.pipeline.crew.PAUSES_SECONDS", (0.0, 0.0, 0.0))
    crew = Crew(Settings(data=tmp_path, workers=1), Busy)  # type: ignore[arg-type]
    outcomes = crew.submit("judge", [Item(entry(1), b"1")]).result(timeout=120).outcomes
    crew.stop()
    assert outcomes == [Judged(b"1")]
    assert asked == [1, 1, 1]


def test_a_worker_lets_the_node_go_first(tmp_path: Path) -> None:
    worker = Worker(Settings(data=tmp_path))
    worker.ask(Task("judge", []), 60)
    theirs, ours = (os.getpriority(os.PRIO_PROCESS, each) for each in (worker._child.pid, 0))
    worker.end()
    assert theirs == min(19, ours + STANDS_BACK)


def test_a_worker_that_rehearses_answers_before_and_after(tmp_path: Path) -> None:
    worker = Worker(Settings(data=tmp_path), rehearses=True)
    answers = [worker.ask(Task("judge", []), 60).outcomes for _ in range(3)]
    worker.end()
    assert answers == [[], [], []]
