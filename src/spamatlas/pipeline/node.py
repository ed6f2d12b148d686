"""A running node: the path from the log to the store, ordered, patient and restartable."""

import fcntl
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Self

import msgspec

from spamatlas.judge import Profile, without_registers
from spamatlas.log import EmbeddedLog, Entry
from spamatlas.model import Appearance, Assignment, Channel, Signature, Submission, Unavailable, Verdict
from spamatlas.pipeline import collector
from spamatlas.pipeline.actions import OPERATOR, Actions
from spamatlas.pipeline.contacts import MOST, Contacts
from spamatlas.pipeline.contacts_file import ContactsFile
from spamatlas.pipeline.crew import Crew, Worker
from spamatlas.pipeline.decisions import Decisions
from spamatlas.pipeline.delivering import deliver_prepared
from spamatlas.pipeline.door import Door, Receipt
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.following import remember
from spamatlas.pipeline.fresh import Fresh
from spamatlas.pipeline.holds import Holds
from spamatlas.pipeline.imprints import Imprints
from spamatlas.pipeline.keeping import Keeping
from spamatlas.pipeline.meaning import Meaning
from spamatlas.pipeline.news import News
from spamatlas.pipeline.outcome import Examined, Failure, Item, Kind, Outcome, Outcomes, Shown
from spamatlas.pipeline.public_feedback import PublicFeedback
from spamatlas.pipeline.regrouping import Regrouping
from spamatlas.pipeline.repair import Repair
from spamatlas.pipeline.sealing import Sealing
from spamatlas.pipeline.spellings import forget_spellings
from spamatlas.pipeline.walk import Walk
from spamatlas.pipeline.writer import LookedUp, Writer, Written
from spamatlas.settings import Settings
from spamatlas.statistics import Veil
from spamatlas.store import Store
from spamatlas.store.evidence import Vault
from spamatlas.trace import Directory

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts

TURN_SECONDS = 0.0005
"""So soon a thread that wants to go on gets its turn. Those that accept and that talk with workers wait for disks and
pipes many times a batch, and with the default of 5 ms each time stood that long behind the one that computes."""


class Node:
    """The one process that owns a data folder's store. Use as a context: entered it runs, left it stops clean."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = Folder(settings.data)
        self.news = News()
        self.seconds: dict[str, float] = {}
        self._resources = ExitStack()
        self._writing = Lock()
        self._fresh = Fresh()
        self._accounts: Accounts | None = None
        self._opening = Lock()
        self.holds = Holds(self)
        self._figures_key = blake2b(b"figures", key=self.folder.secret()[:64]).digest()
        self.pseudonym_keys = self.folder.pseudonym_keys(settings.pseudonym_days)

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
            opening.callback(self._close_accounts)
            self.store = Store.open(self.settings, first=partial(deliver_prepared, self.log))
            opening.callback(self.store.close)
            Directory.open()  # Lays the address data out where it never was; workers then only open it.
            self.door = Door(self.settings, self.log, self.vault, self._fresh)
            self.decisions = Decisions(self.folder.campaigns)
            opening.callback(self.decisions.close)
            self.writer = Writer(
                self.log, self.store, Profile.load(self.settings.profile), self.decisions, self.folder.imprint
            )
            file = ContactsFile(self.folder.contacts, MOST)
            opening.callback(file.close)
            self.writer.contacts = Contacts(key=self.folder.contacts_key(), file=file)
            self.writer.recover()
            remember(self.store, self.writer.told, self.actions.said())
            collector.settle()
            opening.callback(sys.setswitchinterval, sys.getswitchinterval())
            sys.setswitchinterval(TURN_SECONDS)
            self._crew = Crew(self.settings, partial(Worker, rehearses=True))
            opening.callback(self._crew.stop)
            self.public = PublicFeedback(self.folder, self.log, self.show)
            opening.callback(self.public.close)
            self.regrouping = Regrouping(self, self.decisions)
            self._walk = Walk(self, self._crew, self._fresh)
            opening.callback(self._walk.close)
            self.imprints = Imprints(self)
            self.imprints.start()
            opening.callback(self.imprints.stop)
            self.keeping = Keeping(self)
            self.keeping.start()
            opening.callback(self.keeping.stop)
            self.repair = Repair(self)
            self.repair.start()
            opening.callback(self.repair.stop)
            self.meaning = Meaning(self)
            opening.callback(self.meaning.close)
            self._walk.start()
            opening.callback(self._walk.stop)
            self._resources = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    @property
    def accounts(self) -> "Accounts":
        """Members, people, keys and sessions, holds and the audit trail; opened when first asked for."""
        from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: loaded with the first question

        with self._opening:
            if self._accounts is None:
                self._accounts = Accounts(self.folder, self.settings)
            return self._accounts

    @property
    def whole(self) -> Self:
        """The node itself, also where somebody sees but a part of it (``seen.SeenNode``)."""
        return self

    @property
    def broken(self) -> str:
        """Which error of ours the path stopped at; empty while it goes on."""
        return self._walk.broken

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make submissions durable and have them analysed; see ``Door.accept``."""
        receipt = self.door.accept(submissions)
        self.news.tell(accepted=receipt.accepted, duplicates=receipt.duplicates)
        self._walk.wake()
        return receipt

    def drain(self) -> None:
        """Wait until everything accepted so far is analysed.

        Raises:
            Unavailable: the path broke meanwhile; what was accepted is on disk and waits for the next start.
        """
        self._walk.drain()
        with self.pause():  # whoever moved the cursor there has also told of it
            return

    def replay(self, entries: Sequence[Entry]) -> Written:
        """Analyse entries again that are in quarantine; those that pass leave it."""
        outcomes = self.ask("analyse", [Item(entry) for entry in entries])
        with self.pause():
            batch, written = self.writer.replay(entries, outcomes)
            self.writer.deliver(batch)
            self.tell(written, outcomes.seconds)
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
            return self.writer.conclude(examined, self.veil() if public else Veil(), profile)

    def veil(self) -> Veil:
        """What lies over figures that everybody sees."""
        return Veil(self.settings.min_reporters, self._figures_key, self.pseudonym_keys.borders())

    def look_up(self, asked: Sequence[tuple[Signature, Channel, Appearance]]) -> list[LookedUp]:
        """For each the campaign that it would join, its settled verdict, the sender's standings; nothing changes."""
        with self._writing:
            return [self.writer.look_up(*each) for each in asked]

    def show(self, entries: Sequence[Entry]) -> list[Shown | Failure]:
        """Each entry's message and origin, read again from its evidence by a worker, or why that can't be."""
        outcomes = self.ask("show", [Item(entry) for entry in entries]).outcomes
        return [each if isinstance(each, Shown) else _failed(each) for each in outcomes]

    def erase(self, ids: Sequence[str], who: str = OPERATOR, what: str = "erasure") -> None:
        """Destroy the keys of this evidence, and take out everywhere what is kept of people; counts stay.

        Raises:
            Rejected: ``held`` where a legal hold is on one of them: nothing is erased, and that is noted.
        """
        with self.holds.refusing(ids, what, who):
            self.vault.erase(ids)
        self.forget(ids)
        with self.pause():
            self.blank(ids)

    def blank(self, ids: Sequence[str]) -> None:
        """Take out what store and ledger hold of people by these reports; only in a pause. Counts stay."""
        self.imprints.remove()
        self.writer.erase(ids)

    def forget(self, ids: Sequence[str]) -> None:
        """Take out what is kept of reports' contents beside evidence and store: texts, copies, callers' ids."""
        self.meaning.forget(ids)
        self.log.forget(ids)
        for each in ids:
            self._fresh.take(each)
        self.forget_spellings()

    def forget_spellings(self) -> None:
        """Have no process remember how names, addresses and numbers that it read were written."""
        self._crew.renew()
        self.meaning.renew()
        forget_spellings()

    def rebuild(self) -> None:
        """Read the campaigns back from the store; only in a pause."""
        self.imprints.remove()
        self.writer.rebuild()

    def tell(self, written: Written, seconds: Mapping[str, float]) -> None:
        """Say to whoever listens what was stored, and what each stage took for it."""
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent
        self.news.tell(stored=written.stored, quarantined=written.held, inherited=written.inherited)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Nothing is written to the store meanwhile, and it has all that was made."""
        with self._writing:
            self._walk.settle()
            yield

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Nothing is assigned meanwhile; what was made may still wait for the store."""
        with self._writing:
            yield

    def _close_accounts(self) -> None:
        with self._opening:
            if self._accounts is not None:
                self._accounts.close()

    def _own(self, opening: ExitStack) -> None:
        lock = opening.enter_context(self.folder.lock.open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unavailable(f"another process runs a node on {self.folder.root}; stop it, or ask it") from error


def _failed(outcome: Outcome) -> Failure:
    return outcome if isinstance(outcome, Failure) else Failure("crashed", "it was read as something else")
