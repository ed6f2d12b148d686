"""Finished batches on their way into the store: a file each, whole or not there."""

import os
from pathlib import Path

import msgspec

from spamatlas.log.contract import Batch

_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Batch).decode


class Prepared:
    """A folder of batches by number; only the log's one reader writes here.

    Plain files, because a batch is written once, read only after a crash, and soon gone: in a database its bytes
    would be written three times (journal, table, zeros), 40 of 70 microseconds a mail (November 2026).
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True, mode=0o700)
        self._folder = folder

    def put(self, number: int, batch: Batch) -> None:
        """Keep a batch; durable on return.

        Raises:
            OSError: the disk is full or gone; nothing of it counts.
        """
        draft = self._path(number).with_suffix(".part")
        with draft.open("wb") as file:
            file.write(_encode(batch))
            file.flush()
            os.fdatasync(file.fileno())
        draft.rename(self._path(number))
        self._sync()

    def get(self, number: int) -> Batch:
        return _decode(self._path(number).read_bytes())

    def numbers(self) -> list[int]:
        """Those that are there, oldest first."""
        return sorted(int(path.stem) for path in self._folder.glob("*.batch"))

    def drop(self, number: int) -> None:
        """Delete a batch; where a crash undoes that, its number still tells that it is delivered."""
        self._path(number).unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:012d}.batch"

    def _sync(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
