"""The one who empties the outbox: takes what is due, hands it over, notes how it went."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Lock, Thread

from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas.model import DispatchState, Rejected, Unavailable
from spamatlas.outbox.bounce import Bounce
from spamatlas.outbox.letter import letter_kinds
from spamatlas.outbox.patience import Throttle, wait
from spamatlas.outbox.smarthost import Reply, Smarthost
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.calling import Calling
from spamatlas.pipeline.events import events
from spamatlas.pipeline.lookout import Lookout
from spamatlas.pipeline.posting import Posting
from spamatlas.store.records import dispatches, mutes
from spamatlas.store.records.dispatches import Due

POLL_SECONDS = 2.0
"""So often the outbox is looked into: what another node on the same records, or a command, put in wakes nobody."""
LINES = 4
"""Connections to the mail server at a time."""
AT_ONCE = 400
NOTE_EVERY = 25
"""So many letters a line hands over before it notes them: a node that is killed then sends these once more."""
LEASE = timedelta(minutes=10)
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 600.0
"""How long the mail server is left alone when it can't be reached: twice as long each time."""
CRASH_REST_SECONDS = 60.0


class Outcome(Struct, frozen=True):
    """What became of one letter; without a reply it was not tried."""

    due: Due
    reply: Reply | None = None
    why: str = ""


class Sending:
    """A thread for letters and one for calls of webhooks. Use as a context: entered they run, left they stop."""

    def __init__(self, accounts: Accounts, lookout: Lookout | None = None) -> None:
        self._accounts, self._posting = accounts, Posting(accounts)
        self._lookout = lookout
        self._calling = Calling(accounts)
        self._throttle = Throttle(accounts.settings.mail_per_minute)
        self._lines = [Smarthost(accounts.settings) for _ in range(LINES)]
        self._pool = ThreadPoolExecutor(LINES, thread_name_prefix="mail")
        self._noting = Lock()
        self._stop = Event()
        self._rest_until, self._rests = 0.0, 0

    @contextmanager
    def running(self) -> Iterator["Sending"]:
        """Send from now on, until it is left."""
        threads = [
            Thread(target=self._run, args=(self.letters,), name="letters", daemon=True),
            Thread(target=self._run, args=(self._calling.calls,), name="calls", daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(timeout=30)
            self.close()

    def close(self) -> None:
        """End the connections."""
        self._pool.shutdown(cancel_futures=True)
        self._calling.close()
        for line in self._lines:
            line.close()

    def letters(self) -> int:
        """Send every letter that is due; how many were tried."""
        now, tried = self._accounts.clock(), 0
        if self._lookout is not None:
            self._lookout.look(now)
        while self._posting.settings.sends_mail and not self._stop.is_set() and time.monotonic() >= self._rest_until:
            found, taken = self._taken()
            if not found:
                break
            parts = [part for part in (taken[place::LINES] for place in range(LINES)) if part]
            tried += sum(self._pool.map(self._send, self._lines, parts))
        return tried

    def _run(self, work: Callable[[], int]) -> None:
        while not self._stop.is_set():
            try:
                work()
            except Unavailable as error:
                events().warning("outbox-unavailable", why=str(error))
            except Exception as error:  # noqa: BLE001  what waits must not wait for the next start
                events().exception("sending-crashed", error=type(error).__name__)
                self._stop.wait(CRASH_REST_SECONDS)
            self._stop.wait(POLL_SECONDS)

    def _taken(self) -> tuple[int, list[Due]]:
        """How many letters were due, and those of them to be sent now: what is too old or not wanted ends here, and
        what goes to a domain that had many waits for its turn.
        """
        now = self._accounts.clock()
        with self._accounts.records.read() as moment:
            if not dispatches.has_due(moment, now, webhooks=False):
                return 0, []
        with self._accounts.records.change() as change:
            found = dispatches.take(change, now, AT_ONCE, LEASE, webhooks=False)
            muted = mutes.among(change, [each.digest for each in found])
            kept = []
            for each in found:
                number, kind = each.dispatch.id, each.dispatch.kind
                if {(each.digest, kind), (each.digest, "")} & muted:
                    dispatches.end(change, [number], DispatchState.UNWANTED, "", now)
                    dispatches.empty(change, [number])
                elif each.until < now:
                    dispatches.end(change, [number], DispatchState.FAILED, each.dispatch.code or "too-old", now)
                elif seconds := self._throttle.wait_seconds(each.dispatch.domain):
                    dispatches.give_back(change, [number], now + timedelta(seconds=seconds))
                else:
                    kept.append(each)
        return len(found), kept

    def _send(self, line: Smarthost, part: Sequence[Due]) -> int:
        """Hand a part over, one after the other; how many were tried."""
        outcomes: list[Outcome] = []
        tried, until = 0, time.monotonic() + LEASE.total_seconds() / 2
        for place, due in enumerate(part):
            if self._stop.is_set() or not self._rest_until <= time.monotonic() <= until:
                outcomes += [Outcome(each) for each in part[place:]]
                break
            try:
                outcomes.append(self._tried(line, due))
                tried += 1
                self._rests = 0
            except Unavailable as error:
                # This one may have arrived: it counts as tried. The others have not left.
                outcomes += [Outcome(due, why="no-answer"), *(Outcome(each) for each in part[place + 1 :])]
                self._rest(str(error))
                break
            if len(outcomes) >= NOTE_EVERY:
                self._note(outcomes)
                outcomes = []
        self._note(outcomes)
        return tried

    def _tried(self, line: Smarthost, due: Due) -> Outcome:
        try:
            return_path, letter = self._posting.written(due)
        except Rejected as why:
            return Outcome(due, why=why.code)
        except Exception as error:  # noqa: BLE001  one that can't be written must not hold up all others
            events().exception("letter-crashed", dispatch=due.dispatch.id, error=type(error).__name__)
            return Outcome(due, why="crashed")
        return Outcome(due, line.send(return_path, due.dispatch.address, letter))

    def _rest(self, why: str) -> None:
        with self._noting:
            if time.monotonic() < self._rest_until:  # another line found out before
                return
            self._rests += 1
            seconds = min(LONGEST_REST_SECONDS, FIRST_REST_SECONDS * 2 ** min(self._rests - 1, 10))
            self._rest_until = time.monotonic() + seconds
        events().warning("mail-server-away", why=why, rest_seconds=seconds)

    def _note(self, outcomes: Sequence[Outcome]) -> None:
        if not outcomes:
            return
        now = self._accounts.clock()
        with self._noting, self._accounts.records.change() as change:
            waiting = [each.due.dispatch.id for each in outcomes if each.reply is None and not each.why]
            if waiting:
                dispatches.give_back(change, waiting, now)
            taken: dict[str, list[Due]] = {}
            for each in outcomes:
                if each.reply is not None and each.reply.is_taken:
                    taken.setdefault(str(each.reply), []).append(each.due)
                elif each.reply is not None or each.why:
                    _noted(change, each, now)
            for code, letters in taken.items():
                _ended(change, letters, DispatchState.SENT, code, now)


def _noted(change: Moment, outcome: Outcome, now: datetime) -> None:
    """What became of one that was not taken."""
    number, reply = outcome.due.dispatch.id, outcome.reply
    code = str(reply) if reply is not None else outcome.why
    later = now + wait(outcome.due.dispatch.attempts + 1, random.random())  # noqa: S311  jitter, no secret
    is_tried_again = outcome.why == "no-answer" or (reply is not None and not reply.is_final)
    if is_tried_again and later < outcome.due.until:
        dispatches.postpone(change, number, code, later)
        return
    _ended(change, [outcome.due], DispatchState.FAILED, code, now)
    # Only what the server says of the address itself: a refusal without a status may be about us.
    if reply is not None and reply.status.startswith(("5.1.", "5.2.")) and Bounce(reply.status, "").condemns_address:
        mutes.add(change, outcome.due.digest, "", f"refused {reply.status}", now)


def _ended(change: Moment, over: Sequence[Due], state: DispatchState, code: str, now: datetime) -> None:
    """These are over; of what is fleeting nothing personal is kept."""
    dispatches.end(change, [each.dispatch.id for each in over], state, code, now)
    if fleeting := [each.dispatch.id for each in over if letter_kinds()[each.dispatch.kind].is_fleeting]:
        dispatches.empty(change, fleeting)
