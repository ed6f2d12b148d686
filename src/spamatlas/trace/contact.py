"""What a piece says that knows who can act on a thing; all of it offline."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from spamatlas.model import Contact, Role
from spamatlas.plugins import pieces
from spamatlas.trace import contacts
from spamatlas.trace.facts import AccountFacts, AddressFacts, DomainFacts, NumberFacts


class Subject(Struct, frozen=True, kw_only=True):
    """What somebody shall act on, with what is on record for it; only what applies is filled.

    ``mail_host`` is the domain of a mail address, ``operator`` a telephone operator by name, ``autonomous`` an
    autonomous system's number. ``is_shared``: many people have their own things there (a platform), so that whoever
    runs it can act.
    """

    address: AddressFacts | None = None
    number: NumberFacts | None = None
    domain: DomainFacts | None = None
    account: AccountFacts | None = None
    mail_host: str = ""
    operator: str = ""
    autonomous: int = 0
    is_shared: bool = False


class Finder(Struct, frozen=True, kw_only=True):
    """Who can act in one role: ``find`` yields each whom it knows, nobody where the thing is of another kind.

    What a contact has no address for is still told: whom to look for is half of it.
    """

    name: str
    role: Role
    find: Callable[[Subject], Iterator[Contact]]


def contacts_of(subject: Subject) -> tuple[Contact, ...]:
    """Everybody who can act on a thing, in the order of the finders' names."""
    return tuple(contact for finder in _finders().values() for contact in finder.find(subject))


@cache
def _finders() -> Mapping[str, Finder]:
    return pieces(contacts, Finder)
