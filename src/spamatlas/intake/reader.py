"""A kind of file that can be read."""

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from spamatlas.intake.options import Options
from spamatlas.intake.refusal import Refusal
from spamatlas.intake.source import Source
from spamatlas.model import Submission

if TYPE_CHECKING:
    from spamatlas.intake.reading import Reading

Filed = Iterator[Submission | Refusal]


class Likeness(IntEnum):
    """How much a source looks like a kind. Content comes before name; of two that are even, the first by name."""

    NONE = 0
    NAMED = 1
    """only its name says so"""
    POSSIBLE = 2
    """the content allows it"""
    LIKELY = 3
    """the content has the form of it"""
    CERTAIN = 4
    """the content says so itself"""


class Reader(Struct, frozen=True, kw_only=True):
    """``media_types`` are those under which the kind comes over HTTP, in lower case, without parameters.

    ``recognise`` looks at ``source.head`` and ``source.file_name`` alone. ``read`` gives submissions and
    refusals in the order of the source, in bounded memory, and may raise ``Refused`` where it cannot go on.
    """

    name: str
    summary: str
    recognise: Callable[[Source, Options], Likeness]
    read: Callable[[Source, "Reading"], Filed]
    media_types: tuple[str, ...] = ()
