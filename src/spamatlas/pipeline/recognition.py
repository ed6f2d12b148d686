"""Who it is that shows a key or a session, quickly: most of it from memory."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Literal

import msgspec
import structlog
from msgspec import Struct

from spamatlas.model import HOUSE, Person, PersonRole, Principal, Sight
from spamatlas.model.rights import rights_of
from spamatlas.pipeline.secrets_of_accounts import digest_of, prefix_of
from spamatlas.pipeline.sights import Sights
from spamatlas.store.records import bonds, keys, people, sessions
from spamatlas.store.records.records import Records
from spamatlas.store.records.rules import CLOCK_SLACK

FRESH_SECONDS = 2.0
"""So long what was looked up holds; what another process on the same records ends is open no longer than that."""
SEEN_EVERY = timedelta(minutes=1)
"""Last use and last sight are written down so often at most."""
IDLE = timedelta(hours=2)
MOST_KNOWN = 10_000
NOBODY = Principal()
_events = structlog.get_logger()


class _Known(Struct, frozen=True):
    principal: Principal
    until: float
    expires_at: datetime | None


class Door(Struct, frozen=True):
    """What those are shown who are nobody here: whether ``anybody`` can sign in, what ``strangers`` see of reports, and
    what ``the_keeper`` of the machine sees, who shows the node's token.
    """

    anybody: bool
    strangers: Sight
    the_keeper: Sight


class Recognition:
    """``quick`` answers from memory alone, ``look_up`` asks the records; both never raise for what is forged."""

    def __init__(
        self,
        records: Records,
        secret: bytes,
        clock: Callable[[], datetime],
        second_factor_roles: Collection[PersonRole] = (),
    ) -> None:
        self._records, self._secret, self._clock = records, secret, clock
        self._second_factor_roles = frozenset(second_factor_roles)
        self.sights = Sights()
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._door_until = -1.0

    def forget(self) -> None:
        """Look everything up anew: something changed."""
        self._known.clear()
        self._door_until = -1.0

    def quick(self, kind: Literal["key", "session"], shown: str) -> Principal | None:
        """Who shows it, if that is known; None where the records must be asked."""
        if kind == "key" and not prefix_of(shown):
            return Principal(refusal="key-unknown")
        found = self._known.get(digest_of(shown, self._secret))
        if found is None or found.until < time.monotonic():
            return None
        if found.expires_at is not None and found.expires_at <= self._clock():
            return None
        return found.principal

    def look_up(self, kind: Literal["key", "session"], shown: str) -> Principal:
        """Who shows it, by the records; notes the use of it.

        Raises:
            Unavailable: the records are away.
        """
        digest = digest_of(shown, self._secret)
        principal, expires_at = (self._key if kind == "key" else self._session)(shown, digest)
        self._known[digest] = _Known(principal, time.monotonic() + FRESH_SECONDS, expires_at)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return principal

    def quick_anybody(self) -> bool | None:
        """Whether anybody can sign in here, if that is known."""
        door = self.quick_door()
        return None if door is None else door.anybody

    def quick_door(self) -> "Door | None":
        """What is known of those who show nothing, or the node's token; None where the records must be asked."""
        return None if self._door_until < time.monotonic() else self._door

    def anybody(self) -> bool:
        """Whether anybody can sign in here, by the records."""
        with self._records.read() as moment:
            self._door = Door(
                people.has_password(moment) or bonds.there_are(moment),
                self.sights.of(moment, None),
                self.sights.of(moment, HOUSE, keeps=True),
            )
        self._door_until = time.monotonic() + FRESH_SECONDS
        return self._door.anybody

    def _key(self, shown: str, digest: bytes) -> tuple[Principal, datetime | None]:
        now = self._clock()
        with self._records.read() as moment:
            found = keys.found(moment, prefix_of(shown))
            sight = self.sights.of(moment, found[0].member) if found else Sight()
        if found is None or not compare_digest(found[1], digest):
            return Principal(refusal="key-unknown"), None
        key = found[0]
        if key.ended_at is not None:
            return Principal(refusal="key-ended"), None
        if key.expires_at <= now:
            return Principal(refusal="key-expired"), None
        if key.lost_scopes:
            _events.warning("key-lost-scopes", key=key.prefix, scopes=len(key.lost_scopes))
        if key.used_at is None or now - key.used_at > SEEN_EVERY:
            with self._records.change() as change:
                keys.used(change, key.id, now)
        principal = Principal(
            kind="key",
            scopes=frozenset(key.scopes),
            who=f"key {key.id}",
            name=key.name,
            number=key.id,
            member=key.member,
            sight=sight,
            owner=sight.owner or HOUSE,
        )
        return principal, key.expires_at

    def _session(self, _: str, digest: bytes) -> tuple[Principal, datetime | None]:
        now = self._clock()
        with self._records.read() as moment:
            found = sessions.found(moment, digest)
            sight = self.sights.of(moment, found[1].member, found[1].id) if found else Sight()
        if found is None:
            return Principal(refusal="session-ended"), None
        session, person = found
        if session.ended_at is not None:
            return Principal(refusal="session-ended"), None
        # Seen in the future: the clock went back, and the session would be open longer than it was to be.
        if session.expires_at <= now or now - session.seen_at > IDLE or session.seen_at - now > CLOCK_SLACK:
            return Principal(refusal="session-ended"), None
        if now - session.seen_at > SEEN_EVERY:
            with self._records.change() as change:
                sessions.seen(change, session.id, now)
        lacks_factor = session.factors < 2 and bool(self._second_factor_roles.intersection(person.roles))
        found_out = principal_of(person, session.id, lacks_factor=lacks_factor)
        return msgspec.structs.replace(found_out, sight=sight, owner=sight.owner or HOUSE), session.expires_at


def principal_of(person: Person, session: int, *, lacks_factor: bool = False) -> Principal:
    """Somebody who is signed in; their deeds are noted under their first role and their number."""
    return Principal(
        kind="person",
        scopes=frozenset() if lacks_factor else rights_of(person.roles),
        who=f"{next(iter(person.roles), 'person')} {person.id}",
        name=person.name,
        number=person.id,
        member=person.member,
        session=session,
        lacks_factor=lacks_factor,
    )
