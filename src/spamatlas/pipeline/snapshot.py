"""One moment of a whole data folder, laid out beside it as files that no longer change."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from spamatlas import __version__
from spamatlas.log import database
from spamatlas.model import Unavailable
from spamatlas.store.frozen import freeze
from spamatlas.store.migration import shipped

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

_SQLITE = b"SQLite format 3\x00"
_LEFT = frozenset({"store", "snapshots", "node.sock", "node.lock", "backup.lock", "ledger.imprint", "ledger.draft"})
_LEFT_FOLDERS = frozenset({"prepared"})
"""Batches that wait for the store: there are none in a pause, and what came in since is analysed again."""
_SIDE_FILES = ("-wal", "-shm", "-journal")
COPY_BYTES = 1_000_000
"""Smaller files are copied; larger ones are written once, appended to or replaced whole, so a link holds them."""


class Snapshot(Struct, frozen=True):
    """What was taken: ``folder`` holds it, ``entries`` were accepted by then and ``reports`` stored.

    ``elsewhere`` names what lies on servers and is not in it; ``paused_seconds`` is how long nothing was stored.
    """

    folder: str
    version: str
    migration: int
    taken_at: datetime
    entries: int
    reports: int
    elsewhere: tuple[str, ...]
    paused_seconds: float


def take(node: "Node") -> Snapshot:
    """Lay out the node's data folder as it is now, while it goes on accepting; one at a time, earlier ones are removed.

    Every file is of the same moment: SQLite's are read in transactions that were begun while the node paused, the
    store is linked part by part, evidence is appended to behind what the index names.

    Raises:
        Unavailable: the disk is full, or a file can't be read.
    """
    root = node.folder.root
    shutil.rmtree(node.folder.snapshots, ignore_errors=True)
    taken_at = datetime.now(UTC)
    folder = node.folder.snapshots / f"{taken_at:%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True, mode=0o700)
    elsewhere = ["records"] if node.settings.records_dsn else []
    try:
        with ExitStack() as pinned:
            begun = time.monotonic()
            with node.pause():
                if node.store.is_own:
                    freeze(node.store, node.folder.store, folder / "store", folder.name)
                else:
                    elsewhere.insert(0, "store")
                bases = {path: pinned.enter_context(_pinned(path)) for path in _databases(root)}
                _lay_out(root, folder)
                reports = int(node.store.query("SELECT count() AS n FROM report")[0]["n"])
            paused_seconds = time.monotonic() - begun
            entries = _accepted(bases[node.folder.log / database.FILE])
            # The vault's first: an erasure waits for its readers, to cut its write-ahead log.
            for path in reversed(bases):
                _copy(bases[path], folder / path.relative_to(root))
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(f"the snapshot could not be taken: {error}") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Snapshot(
        str(folder), __version__, shipped()[-1].number, taken_at, entries, reports, tuple(elsewhere), paused_seconds
    )


def _files(root: Path) -> Iterator[Path]:
    """Every file of the folder that is the node's own, but the engine's."""
    for top, folders, names in os.walk(root):
        here = Path(top)
        if here == root:
            folders[:] = [each for each in folders if each not in _LEFT]
        folders[:] = [each for each in folders if each not in _LEFT_FOLDERS]
        for name in names:
            path = here / name
            if not (here == root and name in _LEFT) and path.is_file() and not name.endswith(_SIDE_FILES):
                yield path


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _databases(root: Path) -> list[Path]:
    """SQLite files, the vault's last: filing goes on, and bytes are kept before the log names them."""
    return sorted(filter(_is_database, _files(root)), key=lambda path: (path.parent.name == "evidence", path))


def _lay_out(root: Path, folder: Path) -> None:
    for path in _files(root):
        if _is_database(path):
            continue
        place = folder / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.stat().st_size < COPY_BYTES:
            shutil.copy2(path, place)
        else:
            _link(path, place)


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:  # a file system without links
        shutil.copy2(path, place)


@contextmanager
def _pinned(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees the file as it is now, whatever is written meanwhile (write-ahead log)."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)) as base:
        base.execute("BEGIN")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield base


def _accepted(log: sqlite3.Connection) -> int:
    return int(log.execute("SELECT value FROM position WHERE name = 'accepted'").fetchone()[0])


def _copy(base: sqlite3.Connection, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(place)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        base.backup(copy)
    place.chmod(0o600)
