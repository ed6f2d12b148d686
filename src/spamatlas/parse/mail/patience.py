"""An end to work on hostile bytes that no count bounds."""

import signal
import threading
from collections.abc import Callable
from types import FrameType


class OutOfPatience(BaseException):  # no Exception: what hostile bytes run through catches those
    """The work took more processor time than it was given."""


def attempt(work: Callable[[], None], seconds: float) -> bool:
    """Whether the work ended within so many seconds of the process's own time; else it is broken off where it stands.

    Only in the main thread, where alarms arrive; elsewhere it runs until it ends.
    """
    if threading.current_thread() is not threading.main_thread():
        work()
        return True
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        # Again and again, for the first may be caught on its way.
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds / 10)
        try:
            work()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except OutOfPatience:
        # It may have come just before the timer was stopped.
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return False
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return True


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfPatience
