"""Signing in and out: set-up, passwords, the second factor, invitations, sessions."""

from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest
from secrets import token_bytes

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas.model import MemberKind, Person, PersonRole, Rejected
from spamatlas.pipeline.accounts import Accounts, Note
from spamatlas.pipeline.new_session import Entrance, SignedIn, begin, demand_proof, is_proved_enough
from spamatlas.pipeline.recovery import Recovery
from spamatlas.pipeline.secrets_of_accounts import digest_of, hash_password, is_password
from spamatlas.store.records import members, passkeys, people, recovery_codes, sessions, sharing
from spamatlas.store.records.tables import PersonRow

STEP_SECONDS = 30
"""The time step of RFC 6238, section 5.2; a code of the step before or after is taken too."""
NONCE_BYTES = 12


class FirstPerson(Struct, frozen=True):
    """What is asked at the set-up of a node: the organisation that runs it, and its first administrator."""

    member: str
    kind: MemberKind
    country: str
    name: str
    address: str
    password: str


class SignIn:
    """Every change is noted in the audit trail."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        key = blake2b(b"second factor", key=accounts.secret, digest_size=32).digest()
        self._cipher = AESGCM(key)
        self._recovery = Recovery(accounts)

    def set_up(self, first: FirstPerson, agent: str) -> SignedIn:
        """The node's own member and its first administrator, signed in.

        Raises:
            Rejected: ``set-up-before`` where there is an administrator; what is wrong with a name or the password.
        """
        kept, now = hash_password(first.password, first.name, first.address), self._accounts.clock()
        with self._accounts.changing("token") as (change, note):
            if any(map(people.is_in_charge, people.acting(change))):
                raise Rejected("set-up-before", "this node is set up: sign in, or ask its administrator")
            member = members.add(change, first.member, first.kind, first.country, now)
            sharing.make_house(change, member.id)
            wanted = people.NewPerson(first.name, first.address, (PersonRole.ADMINISTRATOR,))
            person = people.add(change, member.id, wanted, now)
            change.get_one(PersonRow, person.id).password = kept
            note("set-up", f"person {person.id}")
            return self._begin(change, note, person, agent)

    def sign_in(self, address: str, password: str, code: str = "", agent: str = "") -> SignedIn:
        """A session for who knows the password and, where there is a second factor, shows its code or a recovery code.

        It takes as long for an address that nobody has.

        Raises:
            Rejected: ``wrong-password``, ``code-wanted`` or ``wrong-code``.
        """
        with self._accounts.records.read() as moment:
            row = people.with_address(moment, address)
            kept, number = (row.password, row.id) if row else ("", 0)
        if not is_password(password, kept):
            if number:
                self._accounts.trail.note(f"person {number}", "sign-in-refused", f"person {number}")
            raise Rejected("wrong-password", "address and password do not belong together")
        try:
            with self._accounts.changing(f"person {number}") as (change, note):
                row = change.get_one(PersonRow, number)
                factors = self._factors(change, note, row, code)
                return self._begin(change, note, people.person_of(row), agent, factors)
        except Rejected as why:
            if why.code == "wrong-code":
                self._accounts.trail.note(f"person {number}", "sign-in-refused", f"person {number}", why.code)
            raise

    def sign_out(self, session: int, person: int) -> None:
        """End a session of somebody's own.

        Raises:
            Rejected: ``no-such-account`` for one that is not theirs.
        """
        with self._accounts.changing(f"person {person}") as (change, note):
            sessions.end(change, session, self._accounts.clock(), person)
            note("signed-out", f"session {session}")

    def invited(self, word: str) -> Person:
        """Whom an invitation is for.

        Raises:
            Rejected: ``no-such-invitation``.
        """
        with self._accounts.records.read() as moment:
            digest = digest_of(word, self._accounts.secret)
            return people.person_of(sessions.invited(moment, digest, self._accounts.clock())[1])

    def use_invitation(self, word: str, password: str, agent: str) -> SignedIn:
        """Set the password of who was invited, and sign them in; what let them in before is gone: their other sessions,
        second factor, recovery codes and passkeys.

        Raises:
            Rejected: ``no-such-invitation``, ``weak-password``.
        """
        invited, now = self.invited(word), self._accounts.clock()
        kept = hash_password(password, invited.name, invited.address)
        with self._accounts.changing(f"person {invited.id}") as (change, note):
            number, row = sessions.invited(change, digest_of(word, self._accounts.secret), now)
            sessions.use_invitation(change, number, now)
            sessions.end_all(change, row.id, now)
            passkeys.end_all(change, row.id, now)
            recovery_codes.replace(change, row.id, (), now)
            row.password, row.second_factor, row.second_factor_step = kept, b"", 0
            note("password-set", f"person {row.id}")
            return self._begin(change, note, people.person_of(row), agent)

    def change_password(self, person: int, old: str, new: str, session: int) -> None:
        """Another password; all other sessions end.

        Raises:
            Rejected: ``wrong-password``, ``weak-password``.
        """
        with self._accounts.records.read() as moment:
            row = moment.get_one(PersonRow, person)
        if not is_password(old, row.password):
            raise Rejected("wrong-password", "that is not the present password")
        kept = hash_password(new, row.name, row.address)
        with self._accounts.changing(f"person {person}") as (change, note):
            change.get_one(PersonRow, person).password = kept
            sessions.end_all(change, person, self._accounts.clock(), but=session)
            note("password-set", f"person {person}")

    def offer_second_factor(self) -> str:
        """A secret for an authenticator, in base 32; nothing is kept until a code of it is shown."""
        return pyotp.random_base32()

    def address_of_factor(self, secret: str, person: Person, issuer: str) -> str:
        """What a QR code of the secret says (the key URI of authenticators)."""
        return pyotp.TOTP(secret).provisioning_uri(name=person.address, issuer_name=issuer)

    def set_second_factor(self, person: int, secret: str, code: str, session: int) -> tuple[str, ...]:
        """Ask for a code from now on; the recovery codes, which are shown once.

        Raises:
            Rejected: ``wrong-code`` where the code is not of this secret, ``proof-wanted``.
        """
        step = matching_step(secret, code, self._accounts.clock())
        if not step:
            raise Rejected("wrong-code", "that code does not fit; check the device's clock, and take the next code")
        nonce = token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, secret.encode(), str(person).encode())
        with self._accounts.changing(f"person {person}") as (change, note):
            demand_proof(self._accounts, change, session, person)
            row = change.get_one(PersonRow, person)
            row.second_factor, row.second_factor_step = sealed, step
            sessions.prove(change, session, None, 2)
            note("second-factor-set", f"person {person}")
            return self._recovery.renew(change, note, person)

    def renew_recovery_codes(self, person: int, session: int) -> tuple[str, ...]:
        """Other codes in place of those that there were; they are shown once.

        Raises:
            Rejected: ``proof-wanted``.
        """
        with self._accounts.changing(f"person {person}") as (change, note):
            demand_proof(self._accounts, change, session, person)
            return self._recovery.renew(change, note, person)

    def recovery_codes_left(self, person: int) -> int:
        """How many of somebody's recovery codes were not used yet."""
        with self._accounts.records.read() as moment:
            return recovery_codes.left(moment, person)

    def drop_second_factor(self, person: int, session: int) -> None:
        """Ask for no code any more; the recovery codes go with it.

        Raises:
            Rejected: ``proof-wanted``.
        """
        with self._accounts.changing(f"person {person}") as (change, note):
            demand_proof(self._accounts, change, session, person)
            row = change.get_one(PersonRow, person)
            row.second_factor, row.second_factor_step = b"", 0
            recovery_codes.replace(change, person, (), self._accounts.clock())
            note("second-factor-dropped", f"person {person}")

    def is_proved(self, person: int, session: int) -> bool:
        """Whether somebody may change what lets them in, in this session and now."""
        with self._accounts.records.read() as moment:
            return is_proved_enough(self._accounts, moment, session, person)

    def prove(self, person: int, session: int, password: str, code: str = "") -> None:
        """Note that somebody who is signed in showed their password, or a code of the second factor, or both.

        A code alone counts as the second of two things, and lets nobody change what lets them in.

        Raises:
            Rejected: ``wrong-password``, ``wrong-code``.
        """
        with self._accounts.records.read() as moment:
            kept = moment.get_one(PersonRow, person).password
        is_shown = bool(password) and is_password(password, kept)
        if not is_shown and (password or not code.strip()):
            self._accounts.trail.note(f"person {person}", "proof-refused", f"session {session}")
            raise Rejected("wrong-password", "that is not the present password")
        with self._accounts.changing(f"person {person}") as (change, note):
            row = change.get_one(PersonRow, person)
            sessions.one(change, session, person)
            factors = self._factors(change, note, row, code) if code.strip() else 1
            sessions.prove(change, session, self._accounts.clock() if is_shown else None, factors)
            note("proved", f"session {session}")

    def _begin(self, change: Moment, note: Note, person: Person, agent: str, factors: int = 1) -> SignedIn:
        entrance = Entrance(agent, factors, self._accounts.clock())
        return begin(self._accounts, change, note, person, entrance)

    def _factors(self, change: Moment, note: Note, row: PersonRow, code: str) -> int:
        """How many things somebody showed, with the password; each code is taken once (RFC 6238, section 5.2).

        Raises:
            Rejected: ``code-wanted``, ``wrong-code``.
        """
        if not row.second_factor:
            return 1
        if not code.strip():
            raise Rejected("code-wanted", "enter the code that your device shows now")
        if self._recovery.use(change, note, row.id, code):
            return 2
        sealed = row.second_factor
        try:
            secret = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], str(row.id).encode()).decode()
        except InvalidTag as error:
            raise Rejected(
                "wrong-code", "the second factor was set under another key; ask for an invitation"
            ) from error
        step = matching_step(secret, code, self._accounts.clock())
        if step <= row.second_factor_step:
            raise Rejected("wrong-code", "that code does not fit; check the device's clock, and take the next code")
        row.second_factor_step = step
        return 2


def matching_step(secret: str, code: str, now: datetime) -> int:
    """The time step whose code this is; 0 where it is none of the present one, the one before and the one after."""
    shown, found = "".join(code.split()).encode("utf-8", "replace"), 0
    step = int(now.timestamp()) // STEP_SECONDS
    try:
        codes = {
            each: pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp(each) for each in (step - 1, step, step + 1)
        }
    except ValueError:  # no secret at all: a form can say anything
        return 0
    for each, expected in codes.items():
        if compare_digest(expected.encode(), shown):
            found = each
    return found
