"""Every way in: bytes become submissions, or are refused with path and reason."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from spamatlas.intake.folder import places, shown, size_bytes
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Likeness, Reader
from spamatlas.intake.reading import Reading, kind_of, known_readers
from spamatlas.intake.refusal import CODES, Refusal, Refused
from spamatlas.intake.reporter import pseudonym
from spamatlas.intake.source import Counted, Source
from spamatlas.model import Submission

__all__ = [
    "CODES",
    "FORMS",
    "Likeness",
    "Options",
    "Reader",
    "Reading",
    "Refusal",
    "Refused",
    "Source",
    "known_readers",
    "pseudonym",
    "read",
    "read_bytes",
    "read_file",
    "read_standard_input",
    "read_stream",
    "shown",
    "size_of",
]


FORMS = {"auto": "", "eml": "mail", "mbox": "mbox", "jsonl": "jsonl"}
"""The readers that a caller can ask for by name, where it knows better than the content does."""


def read(
    path: Path, options: Options, progress: Callable[[int], None] | None = None, *, form: str = "auto"
) -> Iterator[Submission | Refusal]:
    """Everything filed at a path: a file of any known kind, or a folder of them; ``form`` is a key of ``FORMS``.

    In order, and in bounded memory: at most one report at a time, beside what its container's index takes.
    ``progress`` is told the bytes read since it was last called. What cannot be read is a refusal and never
    stops the rest; nothing is raised for bad input.
    """
    where = os.fspath(path)
    if not path.is_dir():
        yield from _file(where, options, FORMS[form], "", progress)
        return
    root = where.rstrip(os.sep) + os.sep
    for place in places(where):
        if isinstance(place, Refusal):
            yield place
        else:
            yield from _file(place.path, options, FORMS[form] or place.kind, root, progress)


def read_file(path: str, options: Options, form: str = "auto") -> Iterator[Submission | Refusal]:
    """The same for what is known to be a file, by thousands of them."""
    return _file(path, options, FORMS[form], "", None)


def read_stream(
    stream: BinaryIO, options: Options, name: str = "-", form: str = "auto"
) -> Iterator[Submission | Refusal]:
    """The same for an open stream."""
    yield from Reading(options).read(name, stream, FORMS[form])


def read_standard_input(form: str, options: Options) -> Iterator[Submission | Refusal]:
    """The same for standard input, whose name is ``-``."""
    return read_stream(sys.stdin.buffer, options, "-", form)


def read_bytes(body: bytes, media_type: str, options: Options, name: str = "body") -> Iterator[Submission | Refusal]:
    """The same for what came over HTTP under a media type; an unknown type is told by its content."""
    yield from Reading(options).read(name, io.BytesIO(body), kind_of(media_type))


def size_of(paths: Iterable[Path]) -> int:
    """The bytes that reading these paths goes over, for a progress bar."""
    return sum(size_bytes(os.fspath(path)) for path in paths)


def _file(
    path: str, options: Options, kind: str, root: str, progress: Callable[[int], None] | None
) -> Iterator[Submission | Refusal]:
    name = shown(path)
    try:
        stream = io.FileIO(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        yield Refusal(name, f"the system says: {reason}", "not-readable")
        return
    with stream:
        counted = Counted(stream, progress) if progress else stream
        yield from Reading(options, shown(root)).read(name, counted, kind, file_name=name.rpartition("/")[2])  # type: ignore[arg-type]
