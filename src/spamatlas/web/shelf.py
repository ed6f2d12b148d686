"""Tables laid by when a node stops, so that who comes first after its start need not wait for them."""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas import __version__
from spamatlas.settings import Settings
from spamatlas.statistics import Table, catalogue


class Laid(Struct, frozen=True):
    """A table in which cells of too few reporters are left out, what it was asked with, and when (seconds since 1970).

    ``took``: seconds that it takes to read.
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    at: float
    took: float
    table: Table


class _Shelf(Struct, frozen=True):
    """``stamp`` stands for all that a table is made by beside what is stored."""

    stamp: bytes
    tables: list[Laid]


def lay_by(settings: Settings, tables: Sequence[Laid]) -> None:
    """Write them over those that were laid by before; what can't be written is not missed."""
    path = _path(settings)
    draft = path.with_suffix(".draft")
    with suppress(OSError):
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(msgspec.msgpack.encode(_Shelf(_stamp(settings), list(tables))))
        draft.replace(path)


def laid_by(settings: Settings) -> list[Laid]:
    """What was laid by, whole, by the same statistics and for the same fewest reporters; else nothing."""
    try:
        shelf = msgspec.msgpack.decode(_path(settings).read_bytes(), type=_Shelf)
    except (OSError, msgspec.DecodeError):
        return []
    now = time.time()
    return [each for each in shelf.tables if each.at <= now] if shelf.stamp == _stamp(settings) else []


def _path(settings: Settings) -> Path:
    return settings.data / "tables.msgpack"


def _stamp(settings: Settings) -> bytes:
    made_by = (__version__, settings.dsn, settings.min_reporters, sorted(catalogue().items()))
    return blake2b(repr(made_by).encode(), digest_size=16).digest()
