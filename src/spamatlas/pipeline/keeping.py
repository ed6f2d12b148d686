"""When who wrote to whom is written to its file: behind the path, every few seconds, and when the node stops."""

from threading import Event, Thread
from typing import TYPE_CHECKING

from spamatlas.model import Unavailable
from spamatlas.pipeline.events import events

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

EVERY_SECONDS = 2.0
"""So much a node that is killed may lose of it, beside what the store took last: one write to the disk in that time."""


class Keeping:
    """In a thread of its own while a node runs."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="keeping", daemon=True)

    def start(self) -> None:
        """Write now and then what is new."""
        self._thread.start()

    def stop(self) -> None:
        """Write a last time; nothing may be filed any more."""
        self._stopping.set()
        self._thread.join()
        self.keep()

    def keep(self) -> None:
        """Write what the store has; what can't be written waits, and a node goes on without."""
        try:
            self._node.writer.contacts.keep(self._node.log.cursor())
        except Unavailable as error:
            events().warning("contacts-postponed", error=str(error))

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self.keep()
