"""Making backups of a node, and nodes of backups."""

import fcntl
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from spamatlas.cli.access import access, begun
from spamatlas.cli.progress import Progress
from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.backup import Head, pack, read_head, unpack
from spamatlas.pipeline.snapshot import Snapshot
from spamatlas.settings import Settings
from spamatlas.store import Store

PIPE = "-"


def create(settings: Settings, path: str, *, quiet: bool) -> dict[str, Any]:
    """Back a node up into a file, a folder, or standard output; what was kept.

    Raises:
        Rejected: ``file-exists``, ``backup-running``, ``no-node``.
        Unavailable: the disk is full.
    """
    with _alone(begun(settings).root), access(settings) as ask:
        snapshot = msgspec.convert(ask("snapshot"), Snapshot)
        try:
            place = _place(path, snapshot.taken_at)
            with _written(place) as file, _bar("Backing up", Path(snapshot.folder), quiet=quiet) as told:
                head = pack(snapshot, file, told)
        finally:
            shutil.rmtree(Path(snapshot.folder).parent, ignore_errors=True)
    return {"file": str(place or PIPE), **_facts(head)}


def verify(path: Path, *, quiet: bool) -> dict[str, Any]:
    """Read a backup through and compare every hash.

    Raises:
        Rejected: ``no-backup``, ``backup-broken``, ``backup-newer``.
    """
    with _read(path) as file, _progress("Reading", file, quiet=quiet) as told:
        return {"file": str(path), **_facts(unpack(file, None, told))}


def restore(path: Path, settings: Settings, erasures: Path | None, *, quiet: bool) -> dict[str, Any]:
    """Unpack a backup as the data folder, erase in it again what was erased since, and count what is there.

    Raises:
        Rejected: as ``backup.unpack``; ``bad-erasures``; ``restored-otherwise`` where counts differ from the backup's.
    """
    erased = _erased(erasures)
    with _read(path) as file, _progress("Restoring", file, quiet=quiet) as told:
        head = unpack(file, settings.data, told)
    if "store" not in head.snapshot.elsewhere:
        _counted(settings, head)
    if erased:
        with access(settings) as ask:
            ask("erase_again", identities=erased)
    return {"folder": str(settings.data), "erased_again": len(erased), **_facts(head)}


def erasures(settings: Settings, since: str) -> list[dict[str, Any]]:
    """What was erased because somebody asked, oldest first: ids, when and why; no content.

    Raises:
        Rejected: ``bad-time``.
    """
    try:
        moment = datetime.fromisoformat(since).astimezone() if since else None
    except ValueError as error:
        raise Rejected("bad-time", "a time is written like 2026-11-26T12:00Z") from error
    with access(settings) as ask:
        found: list[dict[str, Any]] = ask("erasures", since=moment.timestamp() if moment else 0.0)
    return found


def _facts(head: Head) -> dict[str, Any]:
    taken = head.snapshot
    return {
        "taken_at": taken.taken_at.isoformat(),
        "version": taken.version,
        "entries": taken.entries,
        "reports": taken.reports,
        "files": head.files,
        "size_bytes": head.size_bytes,
        "paused_seconds": round(taken.paused_seconds, 3),
        "elsewhere": list(taken.elsewhere),
    }


def _counted(settings: Settings, head: Head) -> None:
    store = Store.open(settings)
    try:
        there = int(store.query("SELECT count() AS n FROM report")[0]["n"])
    finally:
        store.close()
    if there != head.snapshot.reports:
        raise Rejected("restored-otherwise", f"{there:,} reports are there, {head.snapshot.reports:,} were backed up")


def _erased(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_bytes().splitlines()
        return [msgspec.json.decode(line, type=dict[str, Any])["id"] for line in lines if line.strip()]
    except (OSError, msgspec.DecodeError, KeyError) as error:
        raise Rejected("bad-erasures", "the file of erasures is not one that 'backup erasures' wrote") from error


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    with (data / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Rejected("backup-running", "another backup of this node is being made; wait for it") from error
        yield


def _place(path: str, at: datetime) -> Path | None:
    if path == PIPE:
        return None
    given = Path(path or ".")
    place = given / f"spamatlas-{at:%Y%m%dT%H%M%SZ}.tar.zst" if given.is_dir() else given
    if place.exists():
        raise Rejected("file-exists", f"{place} is there already; name another file")
    return place


@contextmanager
def _written(place: Path | None) -> Iterator[IO[bytes]]:
    """Under another name until it is whole."""
    if place is None:
        yield sys.stdout.buffer
        return
    draft = place.with_name(f".{place.name}.part")
    try:
        with draft.open("wb") as file:
            draft.chmod(0o600)
            yield file
        draft.replace(place)
    except FileNotFoundError as error:
        raise Unavailable(f"there is no folder {place.parent}") from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _read(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == PIPE:
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise Rejected("no-backup", f"there is no file {path}") from error


@contextmanager
def _bar(what: str, folder: Path, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    total = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    with Progress(what, total, quiet=quiet, counts="") as bar:
        yield bar.advance


@contextmanager
def _progress(what: str, file: IO[bytes], *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar against what a backup says it holds; a pipe can't be asked first, so it has no end."""
    total = 0
    if file.seekable():
        total = read_head(file).size_bytes
        file.seek(0)
    with Progress(what, total, quiet=quiet, counts="") as bar:
        yield bar.advance
