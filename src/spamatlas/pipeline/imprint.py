"""The ledger of campaigns in a file, so that a node that starts need not read millions of reports back.

A line that names the form, eight bytes that say how long the head is, the head (MessagePack), the columns one after the
other as they lie in memory, and the BLAKE2b of all that.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

import spamatlas.campaign
from spamatlas import __version__
from spamatlas.campaign import Ledger, linkages
from spamatlas.campaign.linkage import Linkage
from spamatlas.pipeline.events import events
from spamatlas.plugins import pieces
from spamatlas.store import Store
from spamatlas.store.facts import Facts, facts

FORM = b"spamatlas imprint 1\n"
DIGEST_BYTES = 32
MOST_HEAD_BYTES = 1_000_000


class Column(Struct, frozen=True, array_like=True):
    """Its name, the kind of its numbers as NumPy writes it, and how many there are in each dimension."""

    name: str
    kind: str
    shape: tuple[int, ...]

    @property
    def size_bytes(self) -> int:
        """Of the column in the file."""
        return int(np.dtype(self.kind).itemsize * np.prod(self.shape, dtype=np.int64))


class Head(Struct, frozen=True):
    """What an imprint is of: the code that made it, the reports that are in it, and its columns."""

    stamp: bytes
    facts: Facts
    columns: tuple[Column, ...]


class UnusableError(Exception):
    """An imprint that is not to be used."""


def write(file: IO[bytes], now: Facts, ledger: Ledger) -> None:
    """Write a ledger that has these reports into an open file; ``seal`` ends it."""
    columns = ledger.columns()
    named = tuple(Column(name, each.dtype.str, each.shape) for name, each in columns.items())
    head = msgspec.msgpack.encode(Head(stamp(), now, named))
    column: NDArray[Any] | None = None
    try:
        file.write(FORM + len(head).to_bytes(8, "little") + head)
        for name in [*columns]:
            column = np.ascontiguousarray(columns.pop(name))
            if column.size:
                file.write(column.data.cast("B"))
    finally:  # whoever still holds the error of a full disk must not keep the ledger from growing
        columns.clear()
        column = None


def seal(path: Path) -> None:
    """End a written file with its hash; it is on disk then."""
    with path.open("r+b") as file:
        digest = hashlib.file_digest(file, _digest).digest()
        file.seek(0, os.SEEK_END)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def read_back(path: Path, store: Store, aliases: Mapping[int, int]) -> tuple[Ledger, int]:
    """The ledger of a file and the last place that is in it, if it belongs to this store; else an empty one and 0."""
    stamp()  # of the code that runs, not of what an upgrade puts in its place meanwhile
    try:
        ledger, now = read(path, lambda then: facts(store, then.last) == then)
        _check(ledger, aliases)
    except FileNotFoundError:
        return Ledger(), 0
    except UnusableError as error:
        events().info("imprint-not-used", reason=str(error))
        return Ledger(), 0
    return ledger, now.last


def read(path: Path, is_right: Callable[[Facts], bool]) -> tuple[Ledger, Facts]:
    """The ledger of a file and which reports it has, where these are the right ones.

    Raises:
        UnusableError: they are not, or the file is broken or made by other code; the text says which.
        FileNotFoundError: there is none.
    """
    try:
        return _read(path, is_right)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, MemoryError, msgspec.DecodeError) as error:
        raise UnusableError(f"broken ({type(error).__name__})") from error


def _read(path: Path, is_right: Callable[[Facts], bool]) -> tuple[Ledger, Facts]:
    with path.open("rb") as file:
        digest = _digest()
        head = _head(file, digest, path.stat().st_size)
        if not head.stamp or head.stamp != stamp():
            raise UnusableError("made by other code")
        if not is_right(head.facts):
            raise UnusableError("the store has other reports")
        columns = {each.name: _column(file, each, digest) for each in head.columns}
        if file.read(DIGEST_BYTES) != digest.digest():
            raise UnusableError("broken")
    return Ledger.of_columns(columns), head.facts


@lru_cache(maxsize=1)
def stamp() -> bytes:
    """What stands for the code that makes a ledger; empty where its files can't be read: then nothing is like it."""
    digest = _digest()
    digest.update(repr((__version__, np.dtype("Q").str)).encode())
    try:
        for path in sorted(Path(spamatlas.campaign.__file__).parent.rglob("*.py")):
            digest.update(path.read_bytes())
        for name, one in sorted(pieces(linkages, Linkage).items()):
            digest.update(repr((name, one.merges_from, one.hub_after, one.mark)).encode())
    except OSError:
        return b""
    return digest.digest()


def _check(ledger: Ledger, aliases: Mapping[int, int]) -> None:
    if not ledger.agrees(aliases):
        raise UnusableError("campaigns came apart since")


def _head(file: IO[bytes], digest: "hashlib.blake2b", size_bytes: int) -> Head:
    """The head of a file that is as long as it says; nothing is made room for before."""
    start = file.read(len(FORM) + 8)
    length = int.from_bytes(start[len(FORM) :], "little")
    if not start.startswith(FORM) or length > MOST_HEAD_BYTES:
        raise UnusableError("broken")
    written = file.read(length)
    head = msgspec.msgpack.decode(written, type=Head)
    digest.update(start + written)
    due = len(start) + length + sum(each.size_bytes for each in head.columns) + DIGEST_BYTES
    if size_bytes != due:
        raise UnusableError("broken")
    return head


def _column(file: IO[bytes], column: Column, digest: "hashlib.blake2b") -> NDArray[Any]:
    found = np.empty(column.shape, dtype=column.kind)
    if found.size:
        view = found.data.cast("B")
        file.readinto(view)  # type: ignore[attr-defined]
        digest.update(view)
    return found


def _digest() -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=DIGEST_BYTES)
