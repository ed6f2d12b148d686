"""What holds for all that takes part: its name, what it is granted, that it is there, and how it ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from spamatlas.model import Rejected
from spamatlas.store.records.tables import ApiKeyRow, MemberRow, PasskeyRow, PersonRow, SessionRow, SharingGroupRow

LONGEST_NAME = 120
CLOCK_SLACK = timedelta(minutes=5)
"""So far behind what it wrote itself may a clock be; further, it went back, and what is open for a time is shut."""
T = TypeVar("T")


def plain_name(name: str) -> str:
    """A name without spaces that say nothing.

    Raises:
        Rejected: ``bad-account-name``.
    """
    plain = " ".join(name.split())
    if not 0 < len(plain) <= LONGEST_NAME:
        raise Rejected("bad-account-name", "a name has 1 to 120 characters")
    return plain


def granted(wanted: Sequence[T]) -> list[T]:
    """Roles or scopes, each once.

    Raises:
        Rejected: ``nothing-granted``.
    """
    if not wanted:
        raise Rejected("nothing-granted", "give at least one role or scope")
    return list(dict.fromkeys(wanted))


def number_in(named: str) -> int:
    """The number that a person or a program wrote; 0, which nothing has, where it is none that a table could hold."""
    return int(named) if named.isascii() and named.isdigit() and named[0] != "0" and len(named) < 10 else 0


def asked_for(named: str) -> str:
    """A name, address or number as a database can be asked for it.

    Raises:
        Rejected: ``no-such-account`` for what is no text to one (a NUL, half of a character): nothing is called so.
    """
    if "\0" in named or any("\ud800" <= each <= "\udfff" for each in named):
        raise nobody()
    return named


def refuse_ended(ended_at: datetime | None) -> None:
    """Raises Rejected ``account-ended`` for what ended: it stays so."""
    if ended_at is not None:
        raise Rejected("account-ended", "that member or person has ended")


def end_row(row: MemberRow | PersonRow | ApiKeyRow | SessionRow | PasskeyRow | SharingGroupRow, at: datetime) -> None:
    """It has ended at that time, or has before."""
    row.ended_at = row.ended_at or at


def nobody() -> Rejected:
    """The refusal of a name or number that nothing has."""
    return Rejected("no-such-account", "nobody and nothing here has this name or number")
