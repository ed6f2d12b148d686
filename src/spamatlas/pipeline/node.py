"""A running node: the path from the log to the store, ordered, patient and restartable."""

import fcntl
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from typing import Self

import msgspec
import structlog

from spamatlas.judge import Profile, without_registers
from spamatlas.log import Batch, EmbeddedLog, Entry
from spamatlas.model import Appearance, Assignment, Channel, Signature, Submission, Unavailable, Verdict
from spamatlas.pipeline import collector
from spamatlas.pipeline.actions import Actions
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.decisions import Decisions
from spamatlas.pipeline.door import Door, Receipt
from spamatlas.pipeline.drift import Drift
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.following import remember
from spamatlas.pipeline.fresh import Fresh
from spamatlas.pipeline.leading import Leading
from spamatlas.pipeline.meaning import Meaning
from spamatlas.pipeline.news import News
from spamatlas.pipeline.outbox import Outbox
from spamatlas.pipeline.outcome import Examined, Failure, Item, Kind, Outcome, Outcomes, Shown
from spamatlas.pipeline.public_feedback import PublicFeedback
from spamatlas.pipeline.regrouping import Regrouping
from spamatlas.pipeline.repair import Repair
from spamatlas.pipeline.sealing import Sealing
from spamatlas.pipeline.shadow import Shadow
from spamatlas.pipeline.writer import LookedUp, Writer, Written
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.evidence import Vault
from spamatlas.store.retention import forget
from spamatlas.trace import Directory

_events = structlog.get_logger()

LOOK_SECONDS = 0.2
"""How often the log is looked at for what other processes appended."""
LONGEST_WAIT_SECONDS = 30.0
TURN_SECONDS = 0.0005
"""So soon a thread that wants to go on gets its turn. Those that accept and that talk with workers wait for disks and
pipes many times a batch, and with the default of 5 ms each time stood that long behind the one that computes."""
AHEAD = 4
"""So many batches a worker may be on their way: while the writer takes one, the next are read."""
SOON_SECONDS = 0.1
"""Where much came at once, more comes within this time, or the store is given what there is."""
TIDY_EVERY = timedelta(hours=1)
ANSWERS_KEPT = timedelta(days=7)
"""So long a request that is sent again under its idempotency key gets the answer it got the first time."""

Flight = tuple[list[Entry], Future[Outcomes]]


class Node:
    """The one process that owns a data folder's store. Use as a context: entered it runs, left it stops clean."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = Folder(settings.data)
        self.news = News()
        self.broken = ""
        self.seconds: dict[str, float] = {}
        self._resources = ExitStack()
        self._wake = Event()
        self._stopping = Event()
        self._writing = Lock()
        self._fresh = Fresh()
        self._hurry = Event()
        self._after = 0
        self._tidy_at = datetime.now(UTC)

    def __enter__(self) -> Self:
        """Raises Unavailable when another process runs a node on the folder."""
        with ExitStack() as opening:
            self.folder.make()
            self._own(opening)
            self.log = EmbeddedLog(self.folder.log)
            opening.callback(self.log.close)
            self.vault = Vault(self.folder.evidence)
            opening.callback(self.vault.close)
            self.sealing = Sealing(self.settings, self.folder, self.log, self.vault)
            opening.callback(self.sealing.close)
            self.actions = Actions(self.folder.actions)
            opening.callback(self.actions.close)
            self.store = Store.open(self.settings)
            opening.callback(self.store.close)
            Directory.open()  # Lays the address data out where it never was; workers then only open it.
            self.door = Door(self.settings, self.log, self.vault, self._fresh)
            self.decisions = Decisions(self.folder.campaigns)
            opening.callback(self.decisions.close)
            self.writer = Writer(self.log, self.store, Profile.load(self.settings.profile), self.decisions)
            self.writer.recover()
            remember(self.store, self.writer.told, self.actions.said())
            collector.settle()
            opening.callback(sys.setswitchinterval, sys.getswitchinterval())
            sys.setswitchinterval(TURN_SECONDS)
            self._crew = Crew(self.settings)
            opening.callback(self._crew.stop)
            self.public = PublicFeedback(self.folder, self.log, self.show)
            opening.callback(self.public.close)
            self._drift = Drift(self.folder, self.log, lambda items: self.ask("familiar", items))
            self._shadow = Shadow(self.folder, self.log, lambda items: self.ask("compare", items))
            self._leading = Leading(self.store)
            self.regrouping = Regrouping(self, self.decisions)
            self._outbox = Outbox(self.writer, self._deliver)
            opening.callback(self._outbox.close)
            self.repair = Repair(self)
            self.repair.start()
            opening.callback(self.repair.stop)
            self.meaning = Meaning(self)
            opening.callback(self.meaning.close)
            thread = Thread(target=self._run, name="path")
            thread.start()
            opening.callback(thread.join)
            opening.callback(self._stop)
            self._resources = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make submissions durable and have them analysed; see ``Door.accept``."""
        receipt = self.door.accept(submissions)
        self.news.tell(accepted=receipt.accepted, duplicates=receipt.duplicates)
        self._wake.set()
        return receipt

    def drain(self) -> None:
        """Wait until everything accepted so far is analysed.

        Raises:
            Unavailable: the path broke meanwhile; what was accepted is on disk and waits for the next start.
        """
        end = self.log.end()
        self._hurry.set()
        self._wake.set()
        while self.log.cursor() < end and not self._stopping.is_set():
            if self.broken:
                raise Unavailable(f"the analysis broke ({self.broken}); what was accepted is kept: start again")
            time.sleep(0.01)
        with self.pause():  # whoever moved the cursor there has also told of it
            return

    def replay(self, entries: Sequence[Entry]) -> Written:
        """Analyse entries again that are in quarantine; those that pass leave it."""
        outcomes = self.ask("analyse", [Item(entry) for entry in entries])
        with self.pause():
            batch, written = self.writer.replay(entries, outcomes)
            self.writer.deliver(batch)
            self._tell(written, outcomes.seconds)
        return written

    def ask(self, kind: Kind, items: Sequence[Item], profile: str = "") -> Outcomes:
        """What a worker makes of these items, outside the order of the log."""
        return self._crew.submit(kind, items, profile).result()

    def conclude(
        self, examined: Examined, public: bool, profile: Profile | None = None
    ) -> tuple[Assignment | None, Verdict]:
        """The campaign that a message which nobody files would join, if any, and the verdict; nothing changes.

        Where no ``profile`` is given, the node's own rules. ``public`` leaves out campaigns that too few people
        reported, and what registers say of the recipient.
        """
        if public:
            examined = msgspec.structs.replace(examined, opinion=without_registers(examined.opinion))
        with self._writing:
            return self.writer.conclude(examined, self.settings.min_reporters if public else 0, profile)

    def look_up(self, asked: Sequence[tuple[Signature, Channel, Appearance]]) -> list[LookedUp]:
        """For each the campaign that it would join, its settled verdict, the sender's standings; nothing changes."""
        with self._writing:
            return [self.writer.look_up(*each) for each in asked]

    def show(self, entries: Sequence[Entry]) -> list[Shown | Failure]:
        """Each entry's message and origin, read again from its evidence by a worker, or why that can't be."""
        outcomes = self.ask("show", [Item(entry) for entry in entries]).outcomes
        return [each if isinstance(each, Shown) else _failed(each) for each in outcomes]

    def erase(self, ids: Sequence[str]) -> None:
        """Destroy the keys of this evidence and blank what the store holds of people; counts stay."""
        self.vault.erase(ids)
        self.meaning.forget(ids)
        with self.pause():
            self.store.erase(ids)

    def rebuild(self) -> None:
        """Read the campaigns back from the store; only in a pause."""
        self.writer.rebuild()

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Nothing is written to the store meanwhile, and it has all that was made."""
        with self._writing:
            self._outbox.send()
            self._outbox.settle()
            yield

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Nothing is assigned meanwhile; what was made may still wait for the store."""
        with self._writing:
            yield

    def _own(self, opening: ExitStack) -> None:
        lock = opening.enter_context(self.folder.lock.open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unavailable(f"another process runs a node on {self.folder.root}; stop it, or ask it") from error

    def _stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def _run(self) -> None:
        """The path's thread. An error of ours stops it, loudly; what was accepted is on disk and waits."""
        try:
            self._patiently(self._walk)
        except Exception as error:
            self.broken = type(error).__name__
            _events.exception("path-broken")
            raise

    def _walk(self) -> None:
        with self.pause():  # what was made before something failed is not made again
            self._after = self.log.cursor()
        flying: deque[Flight] = deque()
        while not self._stopping.is_set():
            self._send_on(flying)
            if flying:
                self._make(flying)
            elif not self._more_comes() and not self._stopping.is_set():
                with self.pause():
                    self._hurry.clear()
                self._keep_house()
                if self._is_busy_beside():
                    continue
                self._wake.wait(LOOK_SECONDS)
                self._wake.clear()

    def _send_on(self, flying: deque[Flight]) -> None:
        """Keep the workers busy with what the log has next."""
        while len(flying) < AHEAD * self._crew.size and (entries := self._next(self._after)):
            items = [Item(entry, self._fresh.take(entry.id)) for entry in entries]
            flying.append((entries, self._crew.submit("analyse", items)))
            self._after = entries[-1].sequence

    def _make(self, flying: deque[Flight]) -> None:
        """What the writer makes of the next batch, once it is back, and with what is made before it to the store."""
        entries, future = flying[0]
        try:
            outcomes = future.result(LOOK_SECONDS)
        except TimeoutError:
            outcomes = None
        with self._writing:
            if outcomes:
                flying.popleft()
                before = time.perf_counter()
                made = self.writer.make(entries, outcomes)
                self._outbox.add(made, outcomes.seconds | {"write": time.perf_counter() - before})
            if self._outbox.is_due():
                self._outbox.send()

    def _more_comes(self) -> bool:
        """Whether more came while the store waits for it a moment: that is worth it where much came at once."""
        if self._outbox.reports < self.settings.batch_reports or self._outbox.is_due() or self._hurry.is_set():
            return False
        came = self._wake.wait(SOON_SECONDS)
        self._wake.clear()
        return came

    def _keep_house(self) -> None:
        """Now and then, when there is nothing else to do: forget what was kept long enough."""
        now = datetime.now(UTC)
        if now < self._tidy_at:
            return
        self._tidy_at = now + TIDY_EVERY
        self.log.forget_answers(now - ANSWERS_KEPT)
        evidence = self.vault.expire(now)
        with self.pause():
            reports = forget(self.store, now - timedelta(days=self.settings.evidence_days))
        if evidence or reports:
            _events.info("retention-ended", evidence=evidence, reports=reports)

    def _is_busy_beside(self) -> bool:
        """Do a little of what reports don't wait for; whether there may be more of it."""
        taught = self.public.take_up_reports() if self.settings.learn_from_reports else 0
        if self._leading.is_due:
            with self.pause():
                taught += self._leading.take_up()
        return bool(taught + self._shadow.take_up() + self._drift.take_up() + self.sealing.take_up())

    def _next(self, after: int) -> list[Entry]:
        return self.log.read(after, self.settings.batch_reports, self.settings.batch_bytes)

    def _deliver(self, batch: Batch, written: Written, seconds: dict[str, float]) -> None:
        before = time.perf_counter()
        self._patiently(lambda: self.writer.deliver(batch))
        self._tell(written, seconds | {"deliver": time.perf_counter() - before})

    def _tell(self, written: Written, seconds: dict[str, float]) -> None:
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent
        self.news.tell(stored=written.stored, quarantined=written.held, inherited=written.inherited)

    def _patiently(self, act: Callable[[], None]) -> None:
        """Do it, again and again with growing pauses while the world is unavailable."""
        pause = LOOK_SECONDS
        while not self._stopping.is_set():
            try:
                return act()
            except Unavailable as error:
                _events.warning("store-unavailable", error=str(error), retry_seconds=pause)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_WAIT_SECONDS)
        return None


def _failed(outcome: Outcome) -> Failure:
    return outcome if isinstance(outcome, Failure) else Failure("crashed", "it was read as something else")
