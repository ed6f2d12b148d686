"""Append-only files that hold sealed items end to end; what no index names is dead space, never read."""

import fcntl
import os
import struct
from collections.abc import Sequence
from pathlib import Path

HEAD = struct.Struct("<4sI16s")
"""Before each item: a mark, the sealed bytes that follow, the item's id. For repair by hand alone."""
MARK = b"SAE1"
FULL_BYTES = 256 * 1024 * 1024


class PackWriter:
    """The one writer of one pack; several processes write to one folder, each into a pack of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = -1
        self.number = 0
        self._end = 0

    def append(self, items: Sequence[tuple[bytes, bytes]]) -> list[int]:
        """Write (id, sealed bytes) items and sync once; the offset of each item's sealed bytes.

        Raises:
            OSError: the disk is full or gone; what was written of it is dead space.
        """
        if self._file < 0 or self._end >= FULL_BYTES:
            self._take()
        offsets: list[int] = []
        parts: list[bytes] = []
        end = self._end
        for identity, sealed in items:
            offsets.append(end + HEAD.size)
            parts += (HEAD.pack(MARK, len(sealed), identity), sealed)
            end += HEAD.size + len(sealed)
        self._write(b"".join(parts))
        os.fdatasync(self._file)
        self._end = end
        return offsets

    def close(self) -> None:
        """Let the pack go; another writer may go on with it."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _write(self, content: bytes) -> None:
        view, place = memoryview(content), self._end
        while view:
            written = os.pwrite(self._file, view, place)
            view, place = view[written:], place + written

    def _take(self) -> None:
        """Lock a pack with room that nobody writes to, or begin a new one."""
        self.close()
        known = numbers(self._folder)
        for number in known[-8:]:
            if path(self._folder, number).stat().st_size < FULL_BYTES and self._lock(number, os.O_RDWR):
                return
        number = max(known, default=0) + 1
        while not self._lock(number, os.O_RDWR | os.O_CREAT | os.O_EXCL):
            number += 1

    def _lock(self, number: int, flags: int) -> bool:
        try:
            file = os.open(path(self._folder, number), flags, 0o600)
        except (FileExistsError, FileNotFoundError):
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        if flags & os.O_CREAT:
            _sync_folder(self._folder)
        # Behind a torn tail, if there is one: the index never came to name it.
        self._file, self.number, self._end = file, number, os.fstat(file).st_size
        return True


def path(folder: Path, number: int) -> Path:
    """Where a pack lies."""
    return folder / f"{number:06d}.pack"


def numbers(folder: Path) -> list[int]:
    """The packs of a folder, oldest first."""
    return sorted(int(each.stem) for each in folder.glob("*.pack"))


def remove(folder: Path, number: int) -> bool:
    """Delete a pack that holds nothing alive; False where somebody writes to it."""
    file = os.open(path(folder, number), os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path(folder, number).unlink()
    except OSError:
        return False
    finally:
        os.close(file)
    _sync_folder(folder)
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
