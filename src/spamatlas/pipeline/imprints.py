"""When the ledger is laid by in a file, and when that file must go."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from spamatlas.model import Unavailable
from spamatlas.pipeline.events import events
from spamatlas.pipeline.imprint import seal, write
from spamatlas.store.facts import facts

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

FEWEST = 10_000
"""So many reports are read back in half a second; fewer are not worth a file."""
BEHIND = 50_000
"""So many that the file does not have are read back in some three seconds."""
LOOK_SECONDS = 60.0
REST_TIMES, REST_SECONDS = 200, 1_800.0
"""The writer waits while the file is written: for at most one part in so many of the time. And a disk wears."""


class Imprints:
    """Lays the ledger by behind the path, in a thread of its own, and when the node stops."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._path = node.folder.imprint
        self._draft = node.folder.imprint.with_suffix(".draft")
        self._stopping, self._changing = Event(), Lock()
        self._removals = 0
        self._has, self._is_outdated = 0, True
        self._rest_until = 0.0
        self._thread = Thread(target=self._run, name="imprint", daemon=True)

    def start(self) -> None:
        """Look now and then whether the file is behind."""
        self._has = self._node.writer.imprinted
        self._is_outdated = not self._has
        self._draft.unlink(missing_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Lay the ledger by a last time, where anything is new; nothing may be filed any more."""
        self._stopping.set()
        self._thread.join()
        reports = self._node.writer.reports
        if reports >= FEWEST and (self._is_outdated or self._has != reports):
            self._patiently()

    def outdated(self) -> None:
        """Campaigns came apart: the file does not belong to the store any more."""
        self._is_outdated = True

    def remove(self) -> None:
        """Have no file until the next is written: what it holds is about to be erased."""
        with self._changing:
            self._removals += 1
            self._is_outdated = True
            self._path.unlink(missing_ok=True)
            self._draft.unlink(missing_ok=True)

    def lay_by(self) -> bool:
        """Write the ledger as it is now; whether there is a file that has all.

        Raises:
            Unavailable: the store is down.
            OSError: the disk is full.
        """
        node = self._node
        with node.pause(), self._resting():
            reports, now = node.writer.reports, facts(node.store)
            # Something was made that the store did not take, or an erasure broke off: then the next start has to.
            if reports != now.reports or node.writer.holds_erased:
                return False
            removals, self._is_outdated = self._removals, False
            with os.fdopen(os.open(self._draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                write(file, now, node.writer.ledger)
        seal(self._draft)
        with self._changing:
            if removals == self._removals:
                self._draft.replace(self._path)
                self._has = reports
        return removals == self._removals

    @contextmanager
    def _resting(self) -> Iterator[None]:
        """Rest after this for as long as it took, many times."""
        began = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            self._rest_until = ended + max(REST_SECONDS, REST_TIMES * (ended - began))

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            if time.monotonic() >= self._rest_until and self._is_behind():
                self._patiently()

    def _is_behind(self) -> bool:
        reports = self._node.writer.reports
        return reports >= FEWEST and (self._is_outdated or reports - self._has >= BEHIND)

    def _patiently(self) -> None:
        """What can't be written is not missed: the next start reads all back."""
        if self._node.broken:
            return
        try:
            self.lay_by()
        except (Unavailable, OSError) as error:
            self._is_outdated = True
            self._draft.unlink(missing_ok=True)
            events().warning("imprint-postponed", error=str(error))
