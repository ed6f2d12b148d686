"""The small SQLite files of a data folder that the pipeline writes its own notes in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from spamatlas.model import Unavailable


@contextmanager
def reachable(what: str) -> Iterator[None]:
    """Say of ``what`` that it can't be written or read, where SQLite can't do what is asked within.

    Raises:
        Unavailable: the disk is full or away, or the file is held or broken.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Unavailable(f"{what} can't be written or read: {error}") from error


@contextmanager
def opened(path: Path, schema: str, what: str) -> Iterator[sqlite3.Connection]:
    """A file with these tables, open for as long as it is used; transactions are the caller's.

    Raises:
        Unavailable: as ``reachable`` says.
    """
    with reachable(what), closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as base:
        base.executescript(schema)
        yield base
