"""What lies in a folder, in name order."""

import os
import stat
from collections.abc import Iterator

from msgspec import Struct

from spamatlas.intake.refusal import Refusal


class Place(Struct, frozen=True):
    """A file to be read; ``kind`` names its reader where the folder tells."""

    path: str
    kind: str = ""


def places(root: str) -> Iterator[Place | Refusal]:
    """Every file below a folder, folders among their neighbours by name.

    Hidden files are left out. A symbolic link to a file within ``root`` is followed, any other is refused.
    Of a Maildir (with its ``cur`` and ``new``) only mails are given, those of its dotted sub-folders too.
    """
    real_root = os.path.realpath(root) + os.sep
    waiting: list[Iterator[Place | Refusal | str]] = [_entries(root, real_root)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, str):
            waiting.append(_entries(entry, real_root))
        else:
            yield entry


def shown(path: str) -> str:
    """A path as it can be written down: bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _entries(folder: str, real_root: str) -> Iterator[Place | Refusal | str]:
    """The files of one folder, and as text the folders that wait their turn."""
    entries = _listed(folder)
    if isinstance(entries, Refusal):
        yield entries
        return
    if {"cur", "new"} <= {entry.name for entry in entries}:
        yield from _maildir(entries, real_root)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _entry(entry, real_root)


def _entry(entry: os.DirEntry[str], real_root: str, kind: str = "") -> Iterator[Place | Refusal | str]:
    try:
        if entry.is_symlink() and (entry.is_dir() or not os.path.realpath(entry.path).startswith(real_root)):
            yield Refusal(
                shown(entry.path), "a link out of the folder, or to a folder, is not followed", "link-outside"
            )
        elif entry.is_dir():
            yield entry.path
        elif entry.is_file():
            yield Place(entry.path, kind)
        else:
            yield Refusal(shown(entry.path), "a pipe, socket, device or a link that leads nowhere", "not-a-file")
    except OSError as error:
        yield Refusal(shown(entry.path), f"the system says: {error.strerror}", "not-readable")


def _maildir(entries: list[os.DirEntry[str]], real_root: str) -> Iterator[Place | Refusal | str]:
    for entry in entries:
        path = entry.path
        if entry.is_symlink():
            yield from _entry(entry, real_root)
        elif entry.name in {"cur", "new"}:
            yield from _mails(path, real_root)
        elif entry.name != "tmp" and entry.is_dir() and _is_maildir(path):
            yield path


def _mails(folder: str, real_root: str) -> Iterator[Place | Refusal]:
    entries = _listed(folder)
    if isinstance(entries, Refusal):
        yield entries
        return
    for entry in entries:
        if entry.name.startswith(".") or (entry.is_dir() and not entry.is_symlink()):
            continue
        for each in _entry(entry, real_root, "mail"):
            if not isinstance(each, str):
                yield each


def _listed(folder: str) -> list[os.DirEntry[str]] | Refusal:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        return Refusal(shown(folder), f"the system says: {error.strerror}", "not-readable")


def _is_maildir(folder: str) -> bool:
    entries = _listed(folder)
    return not isinstance(entries, Refusal) and {"cur", "new"} <= {entry.name for entry in entries}


def size_bytes(path: str) -> int:
    """How many bytes there are to read at a path; 0 for what has no size."""
    try:
        state = os.stat(path)  # noqa: PTH116  names that are not UTF-8, and speed
    except OSError:
        return 0
    if not stat.S_ISDIR(state.st_mode):
        return state.st_size
    return sum(size_bytes(place.path) for place in places(path) if isinstance(place, Place))
