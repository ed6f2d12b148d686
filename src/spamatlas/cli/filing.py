"""How ``report`` files: straight into log and vault, whether a node is up on the folder or not."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial

from msgspec import Struct

from spamatlas.cli.access import is_up
from spamatlas.cli.progress import Progress
from spamatlas.log import EmbeddedLog
from spamatlas.model import Submission, Unavailable
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.door import Door, bundles
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings
from spamatlas.store.evidence import Vault

BUNDLE_REPORTS = 2_048
"""So many reports share one commit to disk."""
LOOK_SECONDS = 0.05
ASK_SECONDS = 1.0
"""So often a wait makes sure that there is still somebody to wait for."""


class Filed(Struct):
    """What became of everything offered; ``stopped`` says why filing ended early, if it did."""

    accepted: int = 0
    duplicates: int = 0
    ids: list[str] = []
    stopped: str = ""


class FilingDesk:
    """A door and its log. Somebody's node, ours or another process's, analyses what is filed."""

    def __init__(self, secret: bytes, log: EmbeddedLog, door: Door, why_stopped: Callable[[], str]) -> None:
        self.secret = secret
        self._log = log
        self._why_stopped = why_stopped
        self._door = door

    def file(self, submissions: Iterable[Submission], progress: Progress) -> Filed:
        """Make them durable, a bundle at a time, up to the first that the disk does not take."""
        filed = Filed()
        for bundle in bundles(submissions, BUNDLE_REPORTS, lambda each: len(each.body)):
            try:
                receipt = self._door.accept(bundle)
            except Unavailable as error:
                filed.stopped = f"{error}. What was accepted is kept; put that right, then file the same again"
                break
            filed.accepted += receipt.accepted
            filed.duplicates += receipt.duplicates
            filed.ids += receipt.ids
            progress.count(len(bundle))
        return filed

    def quarantined(self, ids: Sequence[str], progress: Progress) -> int:
        """Wait until everything filed so far is analysed; how many of these ids could not be.

        Raises:
            Unavailable: the analysis ended before; what was accepted is kept and waits for the next start.
        """
        start, end = self._log.cursor(), self._log.end()
        asked = time.monotonic()
        while (done := self._log.cursor()) < end:
            progress.waiting(done - start, end - start)
            time.sleep(LOOK_SECONDS)
            if time.monotonic() - asked > ASK_SECONDS:
                if why := self._why_stopped():
                    raise Unavailable(f"{why}; what was accepted is kept, and analysed when a node starts again")
                asked = time.monotonic()
        return self._log.held_among(ids)


def house_marks(settings: Settings, tlp: str, named: Sequence[int] = ()) -> Callable[[str], int]:
    """What gives what a command files its marking: it is the house's, under the label of a line, else under ``tlp``,
    else under the house's default; ``named`` are the people, by number, whom a RED one is for. The records are opened
    where there are any, or a label is asked for.
    """

    @cache
    def marks() -> Callable[[str], int]:
        from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: only where it is needed

        return Accounts(Folder(settings.data), settings).markings.filing(asked=tlp, named=named)

    def mark(said: str) -> int:
        kept = settings.records_dsn or Folder(settings.data).records.exists()
        return marks()(said) if said or tlp or named or kept else 0

    return mark


@contextmanager
def filing(settings: Settings) -> Iterator[FilingDesk]:
    """A desk to file at; starts a node for the time being where none is up."""
    folder = Folder(settings.data)
    with ExitStack() as stack:
        if is_up(settings):
            log = EmbeddedLog(folder.log)
            stack.callback(log.close)
            vault = Vault(folder.evidence)
            stack.callback(vault.close)
            door = Door(settings, log, vault)
            why_stopped: Callable[[], str] = partial(_why_other_stopped, settings)
        else:
            from spamatlas.cli.events import tell_events  # noqa: PLC0415
            from spamatlas.pipeline.opening import opened  # noqa: PLC0415  opens the store: only where no node is up

            tell_events()
            answers = stack.enter_context(opened(settings))
            node = answers.node
            log, door = node.log, node.door
            why_stopped = lambda: node.broken and f"the analysis broke ({node.broken})"  # noqa: E731
        yield FilingDesk(folder.pseudonym_keys(settings.pseudonym_days).now(), log, door, why_stopped)


def _why_other_stopped(settings: Settings) -> str:
    try:
        broken = ask(Folder(settings.data).socket, "health")["broken"]
    except (ConnectionError, EOFError, OSError):
        return "the node that was up on this folder has stopped"
    return f"the node's analysis broke ({broken})" if broken else ""
