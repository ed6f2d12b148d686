"""The evidence vault: what was filed, sealed under a key of its own, so that the key's end is the content's end."""

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from spamatlas.model import Rejected, Unavailable
from spamatlas.store import pack
from spamatlas.store.reading import NONCE, PLAIN, ZSTD, Place, VaultReader, portions

__all__ = ["Damage", "Exhibit", "Place", "Vault", "VaultReader"]

SHORT_BYTES = 200
"""Below this, Zstandard saved some 25 bytes (sms-uci, November 2026), a tenth of an item: not worth its time."""
ROWS_AT_ONCE = 256
"""In one statement: a fifth cheaper than one by one."""


class Damage(Struct, frozen=True):
    """An item that can't be read any more: ``id`` as 32 hexadecimal digits, ``reason`` a code."""

    id: str
    reason: str


class Exhibit(Struct, frozen=True):
    """One piece of evidence as its index knows it: kept until ``expires_at``, or deleted, when and why."""

    sha256: str
    expires_at: datetime | None
    deleted_at: datetime | None
    reason: str


class Vault(VaultReader):
    """Reads, keeps and destroys. Several processes may have one open on the same folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().__init__(folder)
        self._pack = zstandard.ZstdCompressor(level=1)
        self._writer = pack.PackWriter(folder)

    def put_many(self, items: Sequence[tuple[str, bytes]], expires_at: datetime) -> None:
        """Keep (id, content) items until then; durable on return. An id that is there already stays as it is.

        Raises:
            Unavailable: the disk is full or gone; nothing of this call is in the vault.
        """
        expiry = int(expires_at.timestamp())
        with self._lock, _worldly():
            wanted = {bytes.fromhex(identity): content for identity, content in items}
            known = self._known(wanted)
            fresh = [(identity, content) for identity, content in wanted.items() if identity not in known]
            if not fresh:
                return
            keys = secrets.token_bytes(32 * len(fresh))
            sealed = [
                AESGCM(keys[32 * at : 32 * at + 32]).encrypt(NONCE, self._framed(content), identity)
                for at, (identity, content) in enumerate(fresh)
            ]
            places = self._writer.append([(identity, each) for (identity, _), each in zip(fresh, sealed, strict=True)])
            rows = [
                (
                    identity,
                    self._writer.number,
                    place,
                    len(each),
                    keys[32 * at : 32 * at + 32],
                    sha256(content).digest(),
                    expiry,
                )
                for at, ((identity, content), each, place) in enumerate(zip(fresh, sealed, places, strict=True))
            ]
            # Another process may have put the same id meanwhile; its item stays, ours is dead space.
            self._commit(rows)

    def erase(self, identities: Sequence[str], reason: str = "asked") -> int:
        """Destroy these items' keys, durably, and keep a proof of deletion; how many there were.

        The pages that held the keys are overwritten with zeros (SQLite ``secure_delete``) and the
        write-ahead log is cut. What the file system or the disk keeps of old blocks is beyond reach.

        Raises:
            Unavailable: a reader held the write-ahead log for too long; erase again.
        """
        with self._lock, _worldly():
            ids = [(bytes.fromhex(each),) for each in identities]
            now = int(time.time())
            before = self._base.total_changes
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.executemany(
                    f"INSERT INTO deletion SELECT id, digest, {now}, '{_word(reason)}' FROM item WHERE id = ?",  # noqa: S608
                    ids,
                )
                erased = self._base.total_changes - before
                self._base.executemany("DELETE FROM item WHERE id = ?", ids)
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._cut()
            self._sweep()
        return erased

    def expire(self, now: datetime) -> int:
        """Destroy what may not be kept any longer; how many items that were."""
        moment = int(now.timestamp())
        total = 0
        while True:
            with self._lock:
                rows = self._base.execute("SELECT id FROM item WHERE expires_at <= ? LIMIT 10000", (moment,)).fetchall()
            if not rows:
                return total
            total += self.erase([row[0].hex() for row in rows], "expired")

    def deletions(self, identity: str) -> list[tuple[datetime, str, str]]:
        """The proofs of deletion of an id: when, why, and the SHA-256 of what there was."""
        with self._lock:
            rows = self._base.execute(
                "SELECT at, reason, digest FROM deletion WHERE id = ?", (bytes.fromhex(identity),)
            )
            return [(datetime.fromtimestamp(at, UTC), reason, digest.hex()) for at, reason, digest in rows]

    def erased(self, since: float) -> list[tuple[str, datetime, str]]:
        """Ids, times and reasons of what was erased since then (seconds since 1970) before its time was over."""
        with self._lock:
            rows = self._base.execute(
                "SELECT id, at, reason FROM deletion WHERE at >= ? AND reason != 'expired' ORDER BY at", (int(since),)
            ).fetchall()
        return [(identity.hex(), datetime.fromtimestamp(at, UTC), reason) for identity, at, reason in rows]

    def digests(self, identities: Sequence[str]) -> dict[str, str]:
        """The SHA-256 of each piece of evidence that is there, by id."""
        found: dict[str, str] = {}
        with self._lock:
            for part in portions((bytes.fromhex(each) for each in identities), 1000):
                marks = ",".join("?" * len(part))
                rows = self._base.execute(f"SELECT id, digest FROM item WHERE id IN ({marks})", part)  # noqa: S608  marks
                found |= {identity.hex(): digest.hex() for identity, digest in rows}
        return found

    def describe(self, identity: str) -> Exhibit:
        """What is known of one piece of evidence without opening it."""
        key = (bytes.fromhex(identity),)
        with self._lock:
            kept = self._base.execute("SELECT digest, expires_at FROM item WHERE id = ?", key).fetchone()
        gone = self.deletions(identity)
        return Exhibit(
            sha256=kept[0].hex() if kept else gone[0][2] if gone else "",
            expires_at=datetime.fromtimestamp(kept[1], UTC) if kept else None,
            deleted_at=gone[0][0] if gone else None,
            reason=gone[0][1] if gone else "",
        )

    def verify(self) -> list[Damage]:
        """Read everything; what can't be read. Holds nothing up meanwhile."""
        damaged: list[Damage] = []
        last = b""
        while True:
            with self._lock:
                rows = self._base.execute(
                    "SELECT id, pack, place, sealed_bytes, key, digest FROM item WHERE id > ? ORDER BY id LIMIT 1000",
                    (last,),
                ).fetchall()
            if not rows:
                return damaged
            for place in (Place(*row) for row in rows):
                try:
                    self.open(place)
                except Rejected as why:
                    damaged.append(Damage(place.id.hex(), why.code))
            last = rows[-1][0]

    def close(self) -> None:
        with self._lock:
            self._writer.close()
            super().close()

    def _known(self, wanted: dict[bytes, bytes]) -> set[bytes]:
        known: set[bytes] = set()
        for part in portions(iter(wanted), 1000):
            marks = ",".join("?" * len(part))
            known |= {row[0] for row in self._base.execute(f"SELECT id FROM item WHERE id IN ({marks})", part)}  # noqa: S608
        return known

    def _framed(self, content: bytes) -> bytes:
        if len(content) >= SHORT_BYTES:
            packed = self._pack.compress(content)
            if len(packed) < len(content):
                return ZSTD + packed
        return PLAIN + content

    def _commit(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                part = rows[start : start + ROWS_AT_ONCE]
                places = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(part))
                columns = "id, pack, place, sealed_bytes, key, digest, expires_at"
                values = list(chain.from_iterable(part))
                self._base.execute(f"INSERT OR IGNORE INTO item ({columns}) VALUES {places}", values)  # noqa: S608  marks
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise

    def _cut(self) -> None:
        """Move the write-ahead log into the index and cut it: it may still hold the keys."""
        for _ in range(100):
            busy, *_ = self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            time.sleep(0.05)
        raise Unavailable(
            "readers kept the vault's index busy; the keys are gone from it, but erase again to cut its log"
        )

    def _sweep(self) -> None:
        """Delete packs that hold nothing alive, all but the newest."""
        alive = {row[0] for row in self._base.execute("SELECT DISTINCT pack FROM item")}
        for number in pack.numbers(self._folder)[:-1]:
            if number not in alive and number != self._writer.number and pack.remove(self._folder, number):
                self._forget(number)

    def _forget(self, number: int) -> None:
        if number in self._files:
            os.close(self._files.pop(number))


@contextmanager
def _worldly() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"the evidence vault can't write: {error}") from error


def _word(reason: str) -> str:
    if not reason.isidentifier():
        raise ValueError("a reason is one word")
    return reason
