"""The file that a backup is: one stream of tar (POSIX.1-2001, pax) in Zstandard (RFC 8878).

First ``backup.json``, what it is a backup of; then every file of the snapshot; last ``SHA256SUMS`` (as sha256sum writes
it), so that what was cut off or touched shows. `zstd -dc FILE | tar x` unpacks it without this program.
"""

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

import msgspec
import zstandard
from msgspec import Struct

from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.snapshot import Snapshot
from spamatlas.store.migration import shipped

HEAD, SUMS = "backup.json", "SHA256SUMS"
FORM = "spamatlas-backup/1"
LEVEL = 1
"""Of Zstandard. Parts of the store are compressed already; level 1 keeps up with a disk."""
MOST_HEAD_BYTES = 10_000_000
CHUNK_BYTES = 1 << 20
BLOCK_BYTES = 1 << 18
"""What the archive is read and written by: by tar's own ten thousand, a third of the processor went into blocks."""
Told = Callable[[int], None]
"""Is told how many bytes went by, for a progress bar."""
Member = tuple[tarfile.TarInfo, IO[bytes]]


class Head(Struct, frozen=True):
    """What a backup says of itself; ``links`` are the engine's, by their path."""

    form: str
    snapshot: Snapshot
    files: int
    size_bytes: int
    links: Mapping[str, str]


class Hash(Protocol):
    """Of ``hashlib``."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


def pack(snapshot: Snapshot, into: IO[bytes], told: Told = lambda _: None) -> Head:
    """Write a snapshot into an open file or a pipe; what it wrote first.

    Raises:
        Unavailable: the disk is full, or what reads the pipe ended.
    """
    folder = Path(snapshot.folder)
    files, links = _found(folder)
    size = sum((folder / each).stat().st_size for each in files)
    # Where it lay is nobody's business.
    head = Head(FORM, msgspec.structs.replace(snapshot, folder=""), len(files), size, links)
    sums: list[str] = []
    try:
        with (
            zstandard.ZstdCompressor(level=LEVEL, threads=-1).stream_writer(into, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT, bufsize=BLOCK_BYTES) as archive,
        ):
            _add(archive, HEAD, msgspec.json.encode(head))
            for name in files:
                digest = hashlib.sha256()
                with (folder / name).open("rb") as file:
                    archive.addfile(_info(name, os.fstat(file.fileno()).st_size), _Hashed(file, digest, told))
                sums.append(f"{digest.hexdigest()}  {name}\n")
            _add(archive, SUMS, "".join(sums).encode())
        into.flush()
    except OSError as error:
        raise Unavailable(f"the backup could not be written: {error.strerror or error}") from error
    return head


def read_head(file: IO[bytes]) -> Head:
    """What a backup says of itself.

    Raises:
        Rejected: ``no-backup``, ``backup-newer``.
    """
    with _opened(file) as (head, _):
        return head


def unpack(file: IO[bytes], into: Path | None, told: Told = lambda _: None) -> Head:
    """Unpack a backup into a folder that there is not yet, or into none to see whether it is whole.

    It is unpacked beside the folder and gets its name when every hash is right.

    Raises:
        Rejected: ``no-backup``, ``backup-broken``, ``backup-newer``, ``folder-not-empty``.
        Unavailable: the disk is full.
    """
    if into is None:
        return _through(file, None, told)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Rejected("folder-not-empty", "a backup is restored into a folder that is empty or that there is not yet")
    draft = into.with_name(f".{into.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True, mode=0o700)
        head = _through(file, draft, told)
        os.sync()
        draft.replace(into)
    except OSError as error:
        raise Unavailable(f"the backup could not be unpacked: {error.strerror or error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return head


def _through(file: IO[bytes], into: Path | None, told: Told) -> Head:
    sums: dict[str, str] = {}
    stated: dict[str, str] | None = None
    with _opened(file) as (head, members):
        for info, content in members:
            if stated is not None:
                raise _broken()
            if info.name == SUMS:
                stated = _stated(content.read(info.size))
            else:
                sums[info.name] = _keep(info, content, into, told)
    if stated != sums or len(sums) != head.files:
        raise _broken()
    if into is not None:
        _link(into, head.links)
    return head


def _keep(info: tarfile.TarInfo, content: IO[bytes], into: Path | None, told: Told) -> str:
    """The hash of a file that was unpacked, or only read through."""
    digest = hashlib.sha256()
    hashed = _Hashed(content, digest, told)
    if into is None:
        while hashed.read(CHUNK_BYTES):
            pass
        return digest.hexdigest()
    path = into / _inside(info.name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as kept:
        shutil.copyfileobj(hashed, kept, CHUNK_BYTES)
    return digest.hexdigest()


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[tuple[Head, Iterator[Member]]]:
    """What an archive says of itself, and its files in order; one that is cut off is broken."""
    with ExitStack() as opening:
        unpacked = zstandard.ZstdDecompressor().stream_reader(file, closefd=False, read_across_frames=True)
        opening.enter_context(unpacked)
        with _or_else(_no_backup()):
            archive = opening.enter_context(tarfile.open(fileobj=unpacked, mode="r|", bufsize=BLOCK_BYTES))
            members = _plain(archive)
            head = _head(*next(members, (None, io.BytesIO())))
        with _or_else(_broken()):
            yield head, members


@contextmanager
def _or_else(refusal: Rejected) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise refusal from error


def _plain(archive: tarfile.TarFile) -> Iterator[Member]:
    """The files of an archive, in order; one with anything but plain files is broken."""
    for info in archive:
        content = archive.extractfile(info) if info.isreg() else None
        if content is None:
            raise _broken()
        yield info, content
        archive.members = []  # type: ignore[attr-defined]  # else it remembers each of a million files


def _head(info: tarfile.TarInfo | None, content: IO[bytes]) -> Head:
    if info is None or info.name != HEAD or info.size > MOST_HEAD_BYTES:
        raise _no_backup()
    try:
        head = msgspec.json.decode(content.read(), type=Head)
    except msgspec.DecodeError as error:
        raise _no_backup() from error
    if head.form != FORM or head.snapshot.migration > shipped()[-1].number:
        raise Rejected("backup-newer", f"the backup was made by {head.snapshot.version}; restore it with that version")
    return head


def _stated(sums: bytes) -> dict[str, str]:
    lines = sums.decode("utf-8", "replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _found(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The files of a snapshot in order of name, and its links with where they lead."""
    files: list[str] = []
    links: dict[str, str] = {}
    for top, folders, names in os.walk(folder):
        for path in (Path(top) / name for name in (*folders, *names)):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                links[name] = str(path.readlink())
            elif path.is_file():
                files.append(name)
    return sorted(files), links


def _link(into: Path, links: Mapping[str, str]) -> None:
    for name, target in links.items():
        path = into / _inside(name)
        leads_to = os.path.normpath(PurePosixPath(name).parent / target)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.symlink_to(os.path.relpath(into / _inside(leads_to), path.parent))


def _inside(name: str) -> str:
    """A path that stays in the folder it is unpacked in.

    Raises:
        Rejected: ``backup-broken``.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\x00" in name:
        raise _broken()
    return name


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_info(name, len(content)), io.BytesIO(content))


def _no_backup() -> Rejected:
    return Rejected("no-backup", "this file is no backup of a node")


def _broken() -> Rejected:
    return Rejected("backup-broken", "the backup was cut off or changed; nothing was restored")


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed and counted as they are read."""

    def __init__(self, file: IO[bytes], digest: Hash, told: Told) -> None:
        self._file, self._digest, self._told = file, digest, told

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._digest.update(content)
        self._told(len(content))
        return content
