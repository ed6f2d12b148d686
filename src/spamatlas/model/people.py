"""Those who take part: members, their people and keys; and who it is that asks."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from spamatlas.model.digest import NO_DIGEST
from spamatlas.model.marking import Sight
from spamatlas.model.vocabulary import MemberKind, PersonRole, Scope


class Member(Struct, frozen=True):
    """An organisation. ``country`` is ISO 3166-1 alpha-2, empty for one of no country."""

    id: int
    name: str
    kind: MemberKind
    country: str
    at: datetime
    ended_at: datetime | None = None


class Person(Struct, frozen=True):
    """Somebody of a member who can sign in. ``address`` is a mail address in small letters."""

    id: int
    member: int
    name: str
    address: str
    roles: tuple[PersonRole, ...]
    at: datetime
    ended_at: datetime | None = None
    has_password: bool = False
    has_second_factor: bool = False


class ApiKey(Struct, frozen=True):
    """A member's key for programs. ``prefix`` tells it from others and opens nothing; the secret is not kept.

    ``lost_scopes`` are what it was granted and this version does not know: they open nothing.
    """

    id: int
    member: int
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None
    lost_scopes: tuple[str, ...] = ()


class Session(Struct, frozen=True):
    """A browser in which somebody is signed in. ``agent`` is the browser and system in two words.

    ``factors`` is 2 where they showed two things that prove who they are, or one that stands for two; ``proved_at`` is
    when they last showed a password or a passkey.
    """

    id: int
    person: int
    at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str
    ended_at: datetime | None = None
    factors: int = 1
    proved_at: datetime | None = None


class Passkey(Struct, frozen=True):
    """A device, or what keeps its keys, with which somebody signs in. ``site`` is the name of ours that it is for."""

    id: int
    person: int
    name: str
    site: str
    at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class Deed(Struct, frozen=True, kw_only=True):
    """A line of the audit trail. ``number`` counts from 1; ``previous`` is the SHA-256 of the line before it.

    ``about`` names what was changed or read by its number or id, never by what it says; ``why`` is what whoever did it
    gave as a reason.
    """

    number: int
    at: datetime
    who: str
    what: str
    about: str = ""
    why: str = ""
    previous: str = NO_DIGEST


class Principal(Struct, frozen=True):
    """Who asks, and what they may.

    ``near`` is who sits at the machine of a node that knows nobody yet; ``token`` who shows the node's token. ``who``
    is the word under which a deed is noted: a role and a number, never a name. ``refusal`` says why what was shown
    opens nothing: the code of an error. ``lacks_factor`` is who may nothing until they show a second factor, since
    their role asks for one. ``sight`` is what they see of what was filed; ``owner`` is ``member`` as it stands where
    reports are owned.
    """

    kind: Literal["nobody", "near", "token", "person", "key"] = "nobody"
    scopes: frozenset[Scope] = frozenset()
    who: str = ""
    name: str = ""
    number: int = 0
    member: int = 0
    session: int = 0
    refusal: str = ""
    lacks_factor: bool = False
    sight: Sight = Sight()
    owner: int = 0

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes
