"""What a letter says, before it is mail; and what a piece says that writes one kind of letter."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.outbox import kinds
from spamatlas.plugins import pieces
from spamatlas.settings import Settings


class Letter(Struct, frozen=True):
    """``link`` is the one thing to do, if there is any, and ``label`` what it is called; both plain text."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    label: str = ""


class Place(Struct, frozen=True):
    """Where letters come from: the node's name, and how people reach its pages (without a slash at the end)."""

    name: str
    address: str


def place_of(settings: Settings) -> Place:
    """How a node calls itself, and where its pages are: as a setting says, else by the first of its public names."""
    name = next(iter(settings.host_names), "")
    address = settings.public_address or (f"https://{name}" if name else f"http://{settings.host}:{settings.port}")
    return Place(settings.node_name, address.rstrip("/"))


Facts = Mapping[str, Any]
Write = Callable[[Language, Facts, Place], Letter]


class LetterKind(Struct, frozen=True, kw_only=True):
    """One kind of letter.

    It is tried for as long as it ``lasts``. One that ``can_be_refused`` carries a way to unsubscribe (RFC 8058): it was
    not asked for by an act that it answers. Of one that ``is_fleeting`` nothing personal is kept once it is sent.
    """

    name: str
    summary: str
    write: Write
    lasts: timedelta
    can_be_refused: bool = False
    is_fleeting: bool = False


@cache
def letter_kinds() -> Mapping[str, LetterKind]:
    """Every kind of letter there is, by its name."""
    return pieces(kinds, LetterKind)
