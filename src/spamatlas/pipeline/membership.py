"""What a face may ask about members, people and keys, and do to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from sqlalchemy.orm import Session as Moment

from spamatlas.model import (
    ApiKey,
    Deed,
    DispatchState,
    Member,
    MemberKind,
    Passkey,
    Person,
    PersonRole,
    Rejected,
    Scope,
    Session,
)
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.posting import Posting
from spamatlas.pipeline.secrets_of_accounts import new_key, new_word
from spamatlas.pipeline.sharing import COMMAND, Sharing
from spamatlas.store.records import bonds, dispatches, keys, members, passkeys, people, sessions
from spamatlas.store.records.rules import refuse_ended

KEY_DAYS, MOST_KEY_DAYS = 365, 1825
INVITATION_DAYS = 7
Value = TypeVar("Value", bound=StrEnum)


class Membership(Sharing):
    """The questions are the public methods. All are named by number; members by name too, people by address, keys by
    prefix.

    Every change raises Rejected as the functions of ``store.records`` say, and is noted in the audit trail. What is
    mailed is in ``language``.
    """

    def __init__(self, accounts: Accounts, language: str = "en") -> None:
        self._accounts, self._language = accounts, language

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question, by its name."""
        named = [name for name in dir(self) if not name.startswith("_") and name != "questions"]
        return {name: getattr(self, name) for name in named}

    def members(self) -> list[dict[str, Any]]:
        """All members, with how many people can sign in and how many keys are open."""
        now = self._accounts.clock()
        with self._accounts.records.read() as moment:
            acting, open_keys = people.acting(moment), [key for key in keys.every(moment) if _is_open(key, now)]
            return [
                msgspec.structs.asdict(each)
                | {
                    "people": sum(person.member == each.id for person in acting),
                    "keys": sum(key.member == each.id for key in open_keys if each.ended_at is None),
                }
                for each in members.every(moment)
            ]

    def member(self, named: str) -> dict[str, Any]:
        """One member with its people and keys, and the numbers of those who come in by passkey or provider."""
        with self._accounts.records.read() as moment:
            found = members.one(moment, named)
            return msgspec.structs.asdict(found) | {
                "people": [each for each in people.every(moment) if each.member == found.id],
                "by_passkey": sorted({each.person for each in passkeys.every(moment) if each.ended_at is None}),
                "by_provider": sorted(bonds.tied(moment)),
                "keys": [each for each in keys.every(moment) if each.member == found.id],
            }

    def add_member(self, name: str, kind: str, country: str = "", who: str = COMMAND) -> Member:
        """A new member."""
        wanted = _value(MemberKind, kind)
        with self._accounts.changing(who) as (change, note):
            added = members.add(change, name, wanted, country, self._accounts.clock())
            note("member-added", f"member {added.id}")
        return added

    def end_member(self, named: str, who: str = COMMAND) -> Member:
        """A member ends: its people can't sign in any more, and its keys open nothing."""
        with self._accounts.records.read() as moment:
            found = members.one(moment, named)
        with self._accounts.changing(who) as (change, note):
            had = any(map(people.is_in_charge, people.acting(change)))
            members.end(change, found.id, self._accounts.clock())
            people.keep_one_in_charge(change, had)
            note("member-ended", f"member {found.id}")
            return members.one(change, str(found.id))

    def people(self) -> list[Person]:
        """Everybody, also those who ended."""
        with self._accounts.records.read() as moment:
            return people.every(moment)

    def person(self, named: str) -> Person:
        """One person."""
        with self._accounts.records.read() as moment:
            return people.one(moment, named)

    def add_person(
        self, member: str, name: str, address: str, roles: Sequence[str], who: str = COMMAND
    ) -> dict[str, Any]:
        """A new person, with the word of an invitation, which is shown once: ``{"person", "invitation", "mailed"}``.

        Where the node sends mail, they get it by mail as well.
        """
        wanted = people.NewPerson(name, address, _roles(roles))
        now, word = self._accounts.clock(), new_word(self._accounts.secret)
        with self._accounts.changing(who) as (change, note):
            added = people.add(change, members.one(change, member).id, wanted, now)
            sessions.invite(change, added.id, word.digest, now, now + timedelta(days=INVITATION_DAYS))
            note("person-added", f"person {added.id}")
            mailed = self._mail(change, added, word.text)
        return {"person": added, "invitation": word.text, "mailed": mailed}

    def invite(self, named: str, who: str = COMMAND) -> dict[str, Any]:
        """A new invitation for somebody who forgot their password or lost their device, as ``add_person`` gives it.

        When it is used, the new password takes the old one's place, and the second factor is gone.
        """
        found, word, now = self.person(named), new_word(self._accounts.secret), self._accounts.clock()
        refuse_ended(found.ended_at)
        with self._accounts.changing(who) as (change, note):
            sessions.invite(change, found.id, word.digest, now, now + timedelta(days=INVITATION_DAYS))
            note("person-invited", f"person {found.id}")
            mailed = self._mail(change, found, word.text)
        return {"person": found, "invitation": word.text, "mailed": mailed}

    def _mail(self, change: Moment, person: Person, word: str) -> bool:
        """Put an invitation in the outbox; whether it will be mailed. An address that no mail can go to is shown."""
        facts = {"name": person.name, "word": word}
        posting = Posting(self._accounts)
        try:
            number = posting.put(change, "invitation", person.address, facts, self._language, person=person.id)
        except Rejected:
            return False
        return bool(number) and dispatches.one(change, number or 0).dispatch.state is DispatchState.WAITING

    def set_roles(self, named: str, roles: Sequence[str], who: str = COMMAND) -> Person:
        """Other roles for somebody; the last administrator stays one."""
        found, wanted = self.person(named), _roles(roles)
        with self._accounts.changing(who) as (change, note):
            had = any(map(people.is_in_charge, people.acting(change)))
            people.set_roles(change, found.id, wanted)
            people.keep_one_in_charge(change, had)
            note("roles-set", f"person {found.id} {' '.join(wanted)}")
            return people.one(change, str(found.id))

    def end_person(self, named: str, who: str = COMMAND) -> Person:
        """Somebody ends: they can't sign in any more, and their sessions end. The last administrator can't."""
        found, now = self.person(named), self._accounts.clock()
        with self._accounts.changing(who) as (change, note):
            had = any(map(people.is_in_charge, people.acting(change)))
            people.end(change, found.id, now)
            sessions.end_all(change, found.id, now)
            people.keep_one_in_charge(change, had)
            note("person-ended", f"person {found.id}")
            return people.one(change, str(found.id))

    def all_keys(self) -> list[ApiKey]:
        """All keys, also those that ended."""
        with self._accounts.records.read() as moment:
            return keys.every(moment)

    def add_key(
        self, member: str, name: str, scopes: Sequence[str], days: int = KEY_DAYS, who: str = COMMAND
    ) -> dict[str, Any]:
        """A new key for a member's programs, with its secret, which is shown once: ``{"key", "secret"}``."""
        if not 1 <= days <= MOST_KEY_DAYS:
            raise Rejected("bad-days", "a key is open for 1 to 1825 days")
        wanted = [_value(Scope, each) for each in scopes]
        now, made = self._accounts.clock(), new_key(self._accounts.secret)
        asked = keys.NewKey(name, made.prefix, made.digest, tuple(wanted), now + timedelta(days=days))
        with self._accounts.changing(who) as (change, note):
            added = keys.add(change, members.one(change, member).id, asked, now)
            note("key-added", f"key {made.prefix} {' '.join(wanted)}")
        return {"key": added, "secret": made.text}

    def end_key(self, named: str, who: str = COMMAND) -> ApiKey:
        """A key opens nothing from now on."""
        with self._accounts.records.read() as moment:
            found = keys.one(moment, named)
        with self._accounts.changing(who) as (change, note):
            keys.end(change, found.id, self._accounts.clock())
            note("key-ended", f"key {found.prefix}")
            return keys.one(change, str(found.id))

    def sessions(self, named: str = "") -> list[Session]:
        """Where people are signed in, or where one is."""
        person = self.person(named).id if named else 0
        with self._accounts.records.read() as moment:
            return sessions.going_on(moment, self._accounts.clock(), person)

    def end_session(self, named: str, who: str = COMMAND) -> dict[str, int]:
        """Somebody is signed out somewhere."""
        session = _number(named)
        with self._accounts.changing(who) as (change, note):
            sessions.end(change, session, self._accounts.clock())
            note("session-ended", f"session {session}")
        return {"session": session}

    def passkeys(self, named: str = "") -> list[Passkey]:
        """The passkeys of all people, or of one, also those that ended."""
        person = self.person(named).id if named else 0
        with self._accounts.records.read() as moment:
            return [each for each in passkeys.every(moment) if person in {0, each.person}]

    def end_passkey(self, named: str, who: str = COMMAND) -> dict[str, int]:
        """A passkey opens nothing from now on, where its person lost the device, say."""
        passkey = _number(named)
        with self._accounts.changing(who) as (change, note):
            passkeys.end(change, passkey, self._accounts.clock())
            note("passkey-ended", f"passkey {passkey}")
        return {"passkey": passkey}

    def audit(self, limit: int = 100, before: int = 0) -> list[Deed]:
        """The newest lines of the audit trail before a number (0: of all), the newest first."""
        return self._accounts.trail.newest(limit, before)

    def audit_verified(self, until: str = "") -> dict[str, Any]:
        """Whether the audit trail is whole; see ``AuditTrail.verified``."""
        return self._accounts.trail.verified(until)


def _roles(roles: Sequence[str]) -> tuple[PersonRole, ...]:
    return tuple(_value(PersonRole, each) for each in roles)


def _value(kind: type[Value], text: str) -> Value:
    try:
        return kind(text)
    except ValueError as error:
        words = ", ".join(kind)
        raise Rejected("unknown-word", f"write one of {words}") from error


def _number(named: str) -> int:
    return int(named) if named.isascii() and named.isdecimal() and len(named) < 10 else 0


def _is_open(key: ApiKey, now: datetime) -> bool:
    return key.ended_at is None and key.expires_at > now
