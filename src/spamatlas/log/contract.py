"""What a log engine promises, whichever it is; one test suite holds every engine to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from spamatlas.model import Channel, MeasuringPoint, Submission


class Entry(Struct, frozen=True, gc=False, kw_only=True, array_like=True):
    """A submission as the log keeps it: everything but its bytes, which lie in the evidence vault by ``id``.

    ``sequence`` orders all entries of a log, from 1, without meaning anything else.
    """

    sequence: int
    id: str
    media_type: str
    received_at: datetime
    reporter: str
    caller_id: str = ""
    channel: Channel | None = None
    measuring_point: MeasuringPoint = MeasuringPoint.REPORTED
    sample: bool = False
    body_bytes: int = 0
    marking: int = 0

    def submission(self, body: bytes) -> Submission:
        """The submission again, with its bytes."""
        return Submission(
            id=self.id,
            media_type=self.media_type,
            body=body,
            received_at=self.received_at,
            reporter=self.reporter,
            caller_id=self.caller_id,
            channel=self.channel,
            measuring_point=self.measuring_point,
            sample=self.sample,
            marking=self.marking,
        )


class Appended(Struct, frozen=True):
    """What became of the submissions offered: ``accepted`` are on disk now, ``duplicates`` were before."""

    accepted: int
    duplicates: int


class Held(Struct, frozen=True, kw_only=True):
    """An entry in quarantine: accepted, kept, not analysable. ``attempts`` counts the analyses tried."""

    entry: Entry
    code: str
    detail: str
    at: datetime
    attempts: int


class Batch(Struct, frozen=True, kw_only=True):
    """One finished piece of analysis on its way into the store, kept until the store has it.

    ``token`` names the batch for ever, so that a second delivery is known as one. ``last`` is the
    sequence up to which everything is analysed once this batch is stored; 0 for a replay.
    """

    token: str
    last: int
    payload: bytes
    held: tuple[Held, ...] = ()
    released: tuple[int, ...] = ()


class Log(Protocol):
    """An ordered log with one reader. Every method is durable on return and safe to call again."""

    def append(self, submissions: Sequence[Submission]) -> Appended:
        """Keep what is new. The bytes must be in the vault already.

        Raises:
            Unavailable: the disk is full or gone; nothing of this call was kept.
        """

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids are in the log."""

    def read(self, after: int, limit: int, body_bytes: int) -> list[Entry]:
        """The entries next in order, at most ``limit`` and, save for the first, ``body_bytes`` together."""

    def cursor(self) -> int:
        """The sequence up to which everything is analysed and stored."""

    def prepare(self, batch: Batch) -> None:
        """Keep a finished batch, its quarantine decisions with it, before it goes to the store."""

    def prepared(self) -> list[Batch]:
        """The batches that the store may not have, oldest first: deliver them again after a crash."""

    def commit(self, batch: Batch) -> None:
        """The store has it: forget the payload, move the cursor."""

    def held(self, limit: int = 100, code: str = "") -> list[Held]:
        """What is in quarantine, newest first."""

    def find(self, id_prefix: str) -> list[Entry]:
        """The entries whose id starts so, at most 10."""
