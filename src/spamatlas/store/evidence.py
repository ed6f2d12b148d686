"""The evidence vault: what was filed, byte for byte, each under a key of its own, so that it can be forgotten.

Bytes lie compressed and encrypted (AES-256-GCM, NIST SP 800-38D) in append-only packs; where, under which key and with
which SHA-256 stands in an index beside them. A key protects one message, so the nonce is fixed. Destroying the key
destroys the content wherever copies of the pack may be; digest and dates stay as proof.
"""

import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import BinaryIO

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from spamatlas.model import Rejected, Unavailable

PACK_BYTES = 256_000_000
COMPRESS_FROM_BYTES = 256
"""Shorter bytes were seen to grow under Zstandard as often as to shrink."""
MOST_BYTES = 1_000_000_000
NONCE = bytes(12)

SCHEMA = """
CREATE TABLE IF NOT EXISTS evidence (
    id BLOB PRIMARY KEY,
    pack TEXT NOT NULL,
    place INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    compressed INTEGER NOT NULL,
    key BLOB,
    sha256 BLOB NOT NULL,
    kept_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    erased_at REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS expiry ON evidence (expires_at) WHERE key IS NOT NULL;
PRAGMA user_version = 1;
"""


class Exhibit(Struct, frozen=True, kw_only=True):
    """What the vault says of one piece of evidence without opening it."""

    id: str
    sha256: str
    kept_at: datetime
    expires_at: datetime
    erased_at: datetime | None = None


class VaultReader:
    """Reads a folder's vault; any number of processes may, beside those that write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._packs: dict[str, int] = {}
        with _disk_errors():
            self._index = sqlite3.connect(
                folder / "index.sqlite", isolation_level=None, check_same_thread=False, timeout=60
            )

    def close(self) -> None:
        with self._lock:
            self._index.close()
            for pack in self._packs.values():
                os.close(pack)
            self._packs.clear()

    def get(self, identity: str) -> bytes:
        """The bytes as they were filed; see ``get_many``."""
        return self.get_many([identity])[0]

    def get_many(self, identities: Sequence[str]) -> list[bytes]:
        """The bytes as they were filed, in the order asked for.

        Raises:
            Rejected: ``no-evidence`` (never filed), ``erased``, or ``damaged`` where the bytes are not those filed.
        """
        found = {}
        with self._lock, _disk_errors():
            for chunk in _chunks(identities):
                statement = (
                    "SELECT id, pack, place, stored_bytes, compressed, key, sha256 FROM evidence "  # noqa: S608
                    f"WHERE id IN ({','.join('?' * len(chunk))})"
                )
                for row in self._index.execute(statement, [bytes.fromhex(each) for each in chunk]):
                    found[row[0].hex()] = row
            return [self._open(found.get(identity)) for identity in identities]

    def describe(self, identity: str) -> Exhibit | None:
        """What is known of one piece of evidence; None where there is none."""
        with self._lock, _disk_errors():
            row = self._index.execute(
                "SELECT sha256, kept_at, expires_at, erased_at FROM evidence WHERE id = ?", (bytes.fromhex(identity),)
            ).fetchone()
        if row is None:
            return None
        return Exhibit(
            id=identity,
            sha256=row[0].hex(),
            kept_at=datetime.fromtimestamp(row[1], UTC),
            expires_at=datetime.fromtimestamp(row[2], UTC),
            erased_at=datetime.fromtimestamp(row[3], UTC) if row[3] else None,
        )

    def verify(self) -> Iterator[tuple[str, str]]:
        """Every piece of evidence that can't be read as it was filed: its id, and the code of why."""
        with self._lock, _disk_errors():
            ids = [key.hex() for (key,) in self._index.execute("SELECT id FROM evidence WHERE key IS NOT NULL")]
        for identity in ids:
            try:
                self.get(identity)
            except Rejected as why:
                yield identity, why.code

    def _open(self, row: tuple[bytes, str, int, int, int, bytes | None, bytes] | None) -> bytes:
        if row is None:
            raise Rejected("no-evidence", "the vault holds nothing under this id")
        _, pack, place, stored_bytes, compressed, key, digest = row
        if key is None:
            raise Rejected("erased", "the evidence was erased; its digest and its counts stay")
        try:
            stored = os.pread(self._pack(pack), stored_bytes, place)
            body = AESGCM(key).decrypt(NONCE, stored, row[0])
            if compressed:
                body = _decompressor().decompress(body, max_output_size=MOST_BYTES)
        except (OSError, InvalidTag, zstandard.ZstdError) as error:
            raise Rejected("damaged", "the stored bytes are not those that were filed; restore the pack") from error
        if sha256(body).digest() != digest:
            raise Rejected("damaged", "the stored bytes are not those that were filed; restore the pack")
        return body

    def _pack(self, name: str) -> int:
        if name not in self._packs:
            self._packs[name] = os.open(self._folder / name, os.O_RDONLY)
        return self._packs[name]


class Vault(VaultReader):
    """Keeps, erases and lets expire. Several processes may: each appends to packs of its own."""

    def __init__(self, folder: Path) -> None:
        with _disk_errors():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().__init__(folder)
        self._writing: tuple[str, BinaryIO] | None = None
        with _disk_errors():
            self._index.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;" + SCHEMA
            )

    def close(self) -> None:
        if self._writing:
            self._writing[1].close()
        super().close()

    def put_many(self, items: Iterable[tuple[str, bytes]], expires_at: datetime) -> None:
        """Keep bytes under ids; durable on return, and the same again changes nothing.

        Raises:
            Unavailable: the disk is full or gone; nothing of this call counts as kept.
        """
        now = datetime.now(UTC).timestamp()
        with self._lock, _disk_errors():
            name, pack = self._pack_to_write()
            place = pack.tell()
            rows = []
            for identity, body in items:
                row = _Sealed(identity, body)
                pack.write(row.stored)
                rows.append(
                    (
                        row.id,
                        name,
                        place,
                        len(row.stored),
                        row.compressed,
                        row.key,
                        row.sha256,
                        now,
                        expires_at.timestamp(),
                    )
                )
                place += len(row.stored)
            pack.flush()
            os.fsync(pack.fileno())
            self._index.execute("BEGIN IMMEDIATE")
            with self._committed():
                self._index.executemany(
                    "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING", rows
                )

    def erase(self, identities: Sequence[str]) -> int:
        """Destroy the keys, durably and without a trace in the index's own log; how many there were."""
        now = datetime.now(UTC).timestamp()
        with self._lock, _disk_errors():
            self._index.execute("BEGIN IMMEDIATE")
            with self._committed():
                changed = self._index.executemany(
                    "UPDATE evidence SET key = NULL, erased_at = ? WHERE id = ? AND key IS NOT NULL",
                    [(now, bytes.fromhex(identity)) for identity in identities],
                ).rowcount
            self._index.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return changed

    def expire(self, now: datetime) -> list[str]:
        """Erase what has been kept long enough; the ids."""
        with self._lock, _disk_errors():
            rows = self._index.execute(
                "SELECT id FROM evidence WHERE key IS NOT NULL AND expires_at <= ?", (now.timestamp(),)
            ).fetchall()
        due = [key.hex() for (key,) in rows]
        if due:
            self.erase(due)
        return due

    def _pack_to_write(self) -> tuple[str, BinaryIO]:
        if self._writing and self._writing[1].tell() >= PACK_BYTES:
            self._writing[1].close()
            self._writing = None
        if self._writing is None:
            name = f"{datetime.now(UTC):%Y%m%d}-{uuid.uuid4().hex[:12]}.pack"
            self._writing = name, (self._folder / name).open("xb", buffering=1 << 20)
            _sync_folder(self._folder)
        return self._writing

    @contextmanager
    def _committed(self) -> Iterator[None]:
        try:
            yield
            self._index.execute("COMMIT")
        except BaseException:
            if self._index.in_transaction:
                self._index.execute("ROLLBACK")
            raise


class _Sealed:
    """One piece of evidence, compressed where that helps, encrypted under a new key and bound to its id."""

    __slots__ = ("compressed", "id", "key", "sha256", "stored")

    def __init__(self, identity: str, body: bytes) -> None:
        self.id = bytes.fromhex(identity)
        self.sha256 = sha256(body).digest()
        self.key = os.urandom(32)
        smaller = _compressor().compress(body) if len(body) >= COMPRESS_FROM_BYTES else body
        self.compressed = int(len(smaller) < len(body))
        self.stored = AESGCM(self.key).encrypt(NONCE, smaller if self.compressed else body, self.id)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Unavailable(f"the evidence vault can't be written or read: {error}") from error


def _sync_folder(folder: Path) -> None:
    """A new file's name is durable only once its folder is synced (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(identities: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    return (identities[start : start + size] for start in range(0, len(identities), size))


@lru_cache(maxsize=1)
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=3)


@lru_cache(maxsize=1)
def _decompressor() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor()
