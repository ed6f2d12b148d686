"""The log, sealed sheet by sheet: what came in is stamped within a minute or so, behind the path."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import RLock

import structlog
from msgspec import Struct

from spamatlas.custody import Taken, seal
from spamatlas.log import EmbeddedLog, Entry
from spamatlas.model import Unavailable
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sqlite_file import reachable
from spamatlas.settings import Settings
from spamatlas.store.evidence import Vault

SCHEMA = """
CREATE TABLE IF NOT EXISTS seal (
    number INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    previous BLOB NOT NULL,
    digests BLOB NOT NULL,
    stamp BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS seal_last ON seal (last);
"""
WAIT = timedelta(minutes=1)
"""A sheet is stamped when it is full, or when its first report waited so long."""
AGAIN_AFTER = timedelta(minutes=5)
SHEETS_AT_ONCE = 8
"""So many are caught up with for a package; a node with more to do goes on with it behind the path."""
_WHAT = "the seals of the log"
_events = structlog.get_logger()


class Sheet(Struct, frozen=True):
    """A sheet of the log, and the time stamp on it (RFC 3161)."""

    number: int
    first: int
    last: int
    content: bytes
    stamp: bytes


class Sealing:
    """A file in the data folder; one thread at a time seals, under the node's own authority."""

    def __init__(self, settings: Settings, folder: Folder, log: EmbeddedLog, vault: Vault) -> None:
        self._lock, self._settings, self._log, self._vault = RLock(), settings, log, vault
        self._again_at = datetime.now(UTC)
        self._base = sqlite3.connect(folder.seals, isolation_level=None, check_same_thread=False, timeout=30)
        with reachable(_WHAT):
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(SCHEMA)
            self._last = int(self._base.execute("SELECT coalesce(max(last), 0) FROM seal").fetchone()[0])

    def close(self) -> None:
        with self._lock:
            self._base.close()

    def take_up(self, wait: timedelta = WAIT) -> int:
        """Seal the next sheet if it is full or waited long enough; how many reports are on it.

        Where that can't be done it is said in the log and tried again later: nothing waits for it.
        """
        now = datetime.now(UTC)
        if now < self._again_at:
            return 0
        try:
            with self._lock, reachable(_WHAT):
                return self._seal(self._waiting(now - wait))
        except Unavailable as error:
            self._again_at = now + AGAIN_AFTER
            _events.warning("log-not-sealed", error=str(error))
            return 0

    def catch_up(self) -> None:
        """Seal what waits, as far as that is soon done."""
        for _ in range(SHEETS_AT_ONCE):
            if not self.take_up(timedelta(0)):
                return

    def of(self, sequence: int) -> Sheet | None:
        """The sheet that a report of the log is on; None where it is not sealed yet."""
        with self._lock, reachable(_WHAT):
            row = self._base.execute(
                "SELECT number, first, last, previous, digests, stamp FROM seal WHERE last >= ? ORDER BY last LIMIT 1",
                (sequence,),
            ).fetchone()
        if row is None or row[1] > sequence:
            return None
        number, first, last, previous, digests, stamp = row
        return Sheet(number, first, last, _sheet(number, previous, digests), stamp)

    def _waiting(self, since: datetime) -> list[Entry]:
        """What comes onto the next sheet; nothing where that is not full and what waits came in after ``since``."""
        if self._log.end() - self._last < seal.MOST_LINES:
            first = self._log.read(self._last, 1, 0)
            if not first or first[0].received_at > since:
                return []
        return self._log.read(self._last, seal.MOST_LINES, 2**62)

    def _seal(self, entries: Sequence[Entry]) -> int:
        if not entries:
            return 0
        from spamatlas.custody.time_stamp import stamped  # noqa: PLC0415  loaded with the first seal, behind the path
        from spamatlas.pipeline.stamping import own_stamper  # noqa: PLC0415

        known = self._vault.digests([entry.id for entry in entries])
        digests = b"".join(bytes.fromhex(taken(entry, known.get(entry.id, "")).digest) for entry in entries)
        before = self._base.execute(
            "SELECT number, previous, digests FROM seal ORDER BY number DESC LIMIT 1"
        ).fetchone()
        previous = sha256(_sheet(*before)).digest() if before else bytes(32)
        number = before[0] + 1 if before else 1
        stamp = stamped(_sheet(number, previous, digests), own_stamper(self._settings))
        values = (number, entries[0].sequence, entries[-1].sequence, previous, digests, stamp)
        self._base.execute("INSERT INTO seal VALUES (?, ?, ?, ?, ?, ?)", values)
        self._last = entries[-1].sequence
        return len(entries)


def taken(entry: Entry, digest: str) -> Taken:
    """What the log says of a report, with the hash of its bytes."""
    return Taken(
        sequence=entry.sequence,
        id=entry.id,
        received_at=entry.received_at,
        media_type=entry.media_type,
        reporter=entry.reporter,
        measuring_point=entry.measuring_point,
        channel=entry.channel,
        sample=entry.sample,
        body_bytes=entry.body_bytes,
        sha256=digest,
    )


def _sheet(number: int, previous: bytes, digests: bytes) -> bytes:
    return seal.sheet(number, previous.hex(), [digests[at : at + 32].hex() for at in range(0, len(digests), 32)])
