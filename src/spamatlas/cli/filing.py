"""How ``report`` files: straight into log and vault, whether a node is up on the folder or not."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from spamatlas.cli.access import is_up
from spamatlas.cli.progress import Progress
from spamatlas.log import EmbeddedLog
from spamatlas.model import Submission
from spamatlas.pipeline.door import Door, Receipt
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings
from spamatlas.store.evidence import Vault

LOOK_SECONDS = 0.05


class FilingDesk:
    """A door and its log. Somebody's node, ours or another process's, analyses what is filed."""

    def __init__(self, settings: Settings, log: EmbeddedLog, vault: Vault) -> None:
        self.secret = Folder(settings.data).secret()
        self._log = log
        self._door = Door(settings, log, vault)

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make them durable; see ``Door.accept``."""
        return self._door.accept(submissions)

    def quarantined(self, ids: Sequence[str], progress: Progress) -> int:
        """Wait until everything filed so far is analysed; how many of these ids could not be."""
        start, end = self._log.cursor(), self._log.end()
        while (done := self._log.cursor()) < end:
            progress.waiting(done - start, end - start)
            time.sleep(LOOK_SECONDS)
        return self._log.held_among(ids)


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
        else:
            from spamatlas.cli.events import tell_events  # noqa: PLC0415
            from spamatlas.pipeline.opening import opened  # noqa: PLC0415  opens the store: only where no node is up

            tell_events()
            answers = stack.enter_context(opened(settings))
            log, vault = answers.node.log, answers.node.vault
        yield FilingDesk(settings, log, vault)
