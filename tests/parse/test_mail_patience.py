"""Work that does not end by itself is ended."""

import signal
from itertools import count
from threading import Thread

from spamatlas.parse.mail.patience import attempt


def forever() -> None:
    for _ in count():
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001  as libraries do
            continue


def test_work_that_takes_too_long_is_broken_off_and_no_alarm_is_left() -> None:
    assert not attempt(forever, 0.05)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert attempt(lambda: None, 0.05)


def test_an_error_of_the_work_is_its_own() -> None:
    try:
        attempt(lambda: next(iter(())), 1.0)
    except StopIteration:
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    else:
        raise AssertionError


def test_it_runs_in_other_threads() -> None:
    done: list[bool] = []
    thread = Thread(target=lambda: done.append(attempt(lambda: None, 0.05)))
    thread.start()
    thread.join()
    assert done == [True]
