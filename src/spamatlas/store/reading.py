"""Reading the evidence vault: from any process, beside any number of writers."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import RLock

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from spamatlas.model import Rejected, Unavailable
from spamatlas.store import pack

SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE, pack INTEGER NOT NULL, place INTEGER NOT NULL, sealed_bytes INTEGER NOT NULL,
    key BLOB NOT NULL, digest BLOB NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS item_expiry ON item (expires_at);
CREATE TABLE IF NOT EXISTS deletion (
    id BLOB NOT NULL, digest BLOB NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS deletion_id ON deletion (id);
"""
"""Items lie in the order in which they came and only the short ids in the order of chance, so that a commit writes few
pages: 6 microseconds an item, 13 where whole items lay by id (512 a commit, November 2026)."""

CACHE_BYTES = 32_000_000
OPEN_PACKS = 32
MOST_BYTES = 1_000_000_000
"""No item is larger; a frame that says so is not of our making."""
NONCE = bytes(12)
"""A key seals one item once, so the nonce may be fixed (NIST SP 800-38D, section 8.2: unique a key)."""
PLAIN, ZSTD = b"\x00", b"\x01"


class Place(Struct, frozen=True, array_like=True):
    """Where an item lies and what opens it, for a process that shall not look for itself."""

    id: bytes
    pack: int
    place: int
    sealed_bytes: int
    key: bytes
    digest: bytes


class VaultReader:
    """Reads the vault of a folder from any process, beside any number of writers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._files: dict[int, int] = {}
        self._unpack = zstandard.ZstdDecompressor()
        self._base = _connect(folder)

    def get(self, identity: str) -> bytes:
        """What was filed under this id.

        Raises:
            Rejected: ``evidence-erased``, ``evidence-missing`` or ``evidence-damaged``.
        """
        return self.open(self.place(identity))

    def get_many(self, identities: Sequence[str]) -> list[bytes]:
        """As ``get``, in the order given."""
        return [self.open(place) for place in self.places(identities)]

    def place(self, identity: str) -> Place:
        """Where it lies, with its key: as secret as the content. Raises as ``get``."""
        return self.places([identity])[0]

    def places(self, identities: Sequence[str]) -> list[Place]:
        """As ``place``, in the order given, with one look into the index a thousand."""
        wanted = [bytes.fromhex(each) for each in identities]
        found: dict[bytes, Place] = {}
        with self._lock:
            for part in portions(iter(wanted), 1000):
                marks = ",".join("?" * len(part))
                sql = f"SELECT id, pack, place, sealed_bytes, key, digest FROM item WHERE id IN ({marks})"  # noqa: S608  marks
                found |= {row[0]: Place(*row) for row in self._base.execute(sql, part)}
        for each in wanted:
            if each not in found:
                raise self._absent(each)
        return [found[each] for each in wanted]

    def open(self, place: Place) -> bytes:
        """The content at a place that ``place`` gave. Raises as ``get``."""
        try:
            with self._lock:
                sealed = os.pread(self._file(place.pack), place.sealed_bytes, place.place)
            framed = AESGCM(place.key).decrypt(NONCE, sealed, place.id)
            content = framed[1:] if framed[:1] == PLAIN else self._unpack.decompress(framed[1:], MOST_BYTES)
        except (InvalidTag, OSError, ValueError, zstandard.ZstdError) as error:
            raise Rejected("evidence-damaged", "the bytes on disk are not what was filed; restore a backup") from error
        if sha256(content).digest() != place.digest:
            raise Rejected("evidence-damaged", "the bytes on disk are not what was filed; restore a backup")
        return content

    def close(self) -> None:
        with self._lock:
            self._base.close()
            for file in self._files.values():
                os.close(file)
            self._files.clear()

    def _file(self, number: int) -> int:
        if number not in self._files:
            if len(self._files) >= OPEN_PACKS:
                os.close(self._files.pop(next(iter(self._files))))
            self._files[number] = os.open(pack.path(self._folder, number), os.O_RDONLY)
        return self._files[number]

    def _absent(self, identity: bytes) -> Rejected:
        if self._base.execute("SELECT 1 FROM deletion WHERE id = ? LIMIT 1", (identity,)).fetchone():
            return Rejected("evidence-erased", "what was filed was erased; its facts and counts stay")
        return Rejected("evidence-missing", "nothing was filed under this id")


def _connect(folder: Path) -> sqlite3.Connection:
    try:
        base = sqlite3.connect(folder / "index.sqlite", timeout=30, isolation_level=None, check_same_thread=False)
        base.execute("PRAGMA secure_delete = ON")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute(f"PRAGMA cache_size = -{CACHE_BYTES // 1024}")
        base.executescript(SCHEMA)
    except sqlite3.Error as error:
        raise Unavailable(f"the evidence vault does not open: {type(error).__name__}") from error
    return base


def portions(values: Iterator[bytes], most: int) -> Iterator[list[bytes]]:
    """Lists of at most ``most`` values, in order."""
    while portion := list(islice(values, most)):
        yield portion
