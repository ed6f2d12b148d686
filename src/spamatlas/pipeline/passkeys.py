"""Passkeys: adding one, signing in with one, proving with one who is there (WebAuthn Level 3)."""

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b, sha256
from typing import Any, TypeVar

import msgspec
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from msgspec import Struct

from spamatlas.model import Passkey, Person, Rejected
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.challenge import Challenges
from spamatlas.pipeline.new_session import Entrance, SignedIn, begin, demand_proof
from spamatlas.store.records import passkeys, sessions

FACTORS = 2
"""A device that verified its person stands for two: what they have, and what they know or are (NIST SP 800-63B-4)."""
LONGEST_ANSWER = 20_000
VERIFIED = UserVerificationRequirement.REQUIRED
SIGN_IN = "passkey-sign-in"
BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    struct.error,
)
Answer = TypeVar("Answer", RegistrationResponse, AuthenticationResponse)


class Site(Struct, frozen=True):
    """What of ours a passkey is for: the relying party's id, which is a host's name, and the origin of its pages."""

    name: str
    origin: str


class Passkeys:
    """Every change is noted in the audit trail. Answers are JSON as ``PublicKeyCredential.toJSON`` writes it.

    Whatever does not verify raises Rejected: ``bad-passkey``, ``foreign-passkey`` (made for another site),
    ``passkey-unverified``, ``passkey-unknown``, ``passkey-went-back``, or as ``Challenges.use`` says.
    """

    def __init__(self, accounts: Accounts, node_name: str = "Spamatlas") -> None:
        self._accounts, self._node_name = accounts, node_name
        self._challenges = Challenges(accounts)

    def of_person(self, person: int) -> list[Passkey]:
        """Somebody's own that did not end."""
        with self._accounts.records.read() as moment:
            return passkeys.of_person(moment, person)

    def options_to_add(self, person: Person, site: Site) -> Mapping[str, Any]:
        """What a browser makes a passkey by: one that finds its person by itself, and verifies them."""
        with self._accounts.records.read() as moment:
            known = [_descriptor(each) for each in passkeys.credentials(moment, person.id, site.name)]
        user = PublicKeyCredentialUserEntity(id=self._handle(person.id), name=person.address, display_name=person.name)
        options, _ = self._server(site).register_begin(
            user,
            known,
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=VERIFIED,
            challenge=self._challenges.new(_adding(person.id)),
        )
        return dict(options.public_key)

    def options_to_sign_in(self, site: Site) -> Mapping[str, Any]:
        """What a browser signs by; no address is asked for, and nothing is told of who has one."""
        return self._options(site, SIGN_IN)

    def options_to_prove(self, session: int, site: Site) -> Mapping[str, Any]:
        """What a browser signs by to show that it is still the same person."""
        return self._options(site, _proving(session))

    def add(self, person: int, session: int, answer: str, name: str, site: Site) -> Passkey:
        """A new passkey, for who proved lately who they are.

        Raises:
            Rejected: ``proof-wanted`` too, and as ``passkeys.add`` says.
        """
        given = _read(RegistrationResponse, answer)
        said = given.response.client_data
        _refuse_foreign(said, given.response.attestation_object.auth_data, site)
        with self._accounts.changing(f"person {person}") as (change, note):
            demand_proof(self._accounts, change, session, person)
            self._challenges.use(change, said.challenge, _adding(person))
            with _well_formed():
                made = self._server(site).register_complete(_state(said), given)
            attested = made.credential_data
            if attested is None or attested.public_key.get(3) not in CoseKey.supported_algorithms():
                raise _bad()
            key = passkeys.NewPasskey(
                attested.credential_id, bytes(attested), made.counter, site.name, name or "Passkey"
            )
            added = passkeys.add(change, person, key, self._accounts.clock())
            sessions.prove(change, session, self._accounts.clock(), FACTORS)
            note("passkey-added", f"passkey {added.id}")
        return added

    def sign_in(self, answer: str, site: Site, agent: str) -> SignedIn:
        """A session for whose passkey signed."""
        given = _read(AuthenticationResponse, answer)
        found = self._whose(given, site)
        with self._noting_refusal(found), self._accounts.changing(f"person {found.person.id}") as (change, note):
            self._verify(change, given, site, SIGN_IN)
            note("passkey-used", f"passkey {found.passkey.id}")
            entrance = Entrance(agent, FACTORS, self._accounts.clock())
            return begin(self._accounts, change, note, found.person, entrance)

    def prove(self, person: int, session: int, answer: str, site: Site) -> None:
        """Note that the person of a session showed a passkey of theirs."""
        given = _read(AuthenticationResponse, answer)
        found = self._whose(given, site)
        if found.person.id != person:
            raise _unknown()
        with self._noting_refusal(found), self._accounts.changing(f"person {person}") as (change, note):
            sessions.one(change, session, person)
            self._verify(change, given, site, _proving(session))
            sessions.prove(change, session, self._accounts.clock(), FACTORS)
            note("proved", f"session {session}")

    def rename(self, person: int, passkey: int, name: str) -> None:
        """Another name for one of somebody's own."""
        with self._accounts.changing(f"person {person}") as (change, note):
            passkeys.rename(change, passkey, name, person)
            note("passkey-named", f"passkey {passkey}")

    def end(self, person: int, session: int, passkey: int) -> None:
        """One of somebody's own opens nothing from now on.

        Raises:
            Rejected: ``proof-wanted``, ``no-such-account``.
        """
        with self._accounts.changing(f"person {person}") as (change, note):
            demand_proof(self._accounts, change, session, person)
            passkeys.end(change, passkey, self._accounts.clock(), person)
            note("passkey-ended", f"passkey {passkey}")

    def _options(self, site: Site, purpose: str) -> Mapping[str, Any]:
        options, _ = self._server(site).authenticate_begin(
            user_verification=VERIFIED, challenge=self._challenges.new(purpose)
        )
        return dict(options.public_key)

    def _whose(self, given: AuthenticationResponse, site: Site) -> passkeys.Found:
        """Whose passkey it says it is; what it signed is verified later."""
        _refuse_foreign(given.response.client_data, given.response.authenticator_data, site)
        with self._accounts.records.read() as moment:
            found = passkeys.found(moment, given.raw_id)
        if found is None or found.passkey.site != site.name:
            raise _unknown()
        handle = given.response.user_handle
        if handle and handle != self._handle(found.person.id):
            raise _unknown()
        return found

    def _verify(self, change: Any, given: AuthenticationResponse, site: Site, purpose: str) -> None:
        """Take the challenge, check the signature, and note the counter, as the records stand in this change."""
        found = passkeys.found(change, given.raw_id)
        if found is None:
            raise _unknown()
        said, counter = given.response.client_data, given.response.authenticator_data.counter
        self._challenges.use(change, said.challenge, purpose)
        known = [AttestedCredentialData(found.public_key)]
        with _well_formed():
            self._server(site).authenticate_complete(_state(said), known, given)
        if (counter or found.counter) and counter <= found.counter:
            raise Rejected(
                "passkey-went-back",
                "this passkey counts fewer uses than it did: it may have been copied; use another way, and end it",
            )
        passkeys.used(change, found.passkey.id, counter, self._accounts.clock())

    @contextmanager
    def _noting_refusal(self, found: passkeys.Found) -> Iterator[None]:
        try:
            yield
        except Rejected as why:
            who = f"person {found.person.id}"
            self._accounts.trail.note(who, "sign-in-refused", f"passkey {found.passkey.id}", why.code)
            raise

    def _handle(self, person: int) -> bytes:
        """What a device knows somebody by: it tells nothing of them (WebAuthn Level 3, section 14.6.1)."""
        return blake2b(f"user handle {person}".encode(), key=self._accounts.secret, digest_size=32).digest()

    def _server(self, site: Site) -> Fido2Server:
        party = PublicKeyCredentialRpEntity(name=self._node_name, id=site.name)
        return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)


def _refuse_foreign(said: CollectedClientData, made: AuthenticatorData, site: Site) -> None:
    """What the browser says of where it was, and the device of what for (WebAuthn Level 3, sections 7.1 and 7.2)."""
    is_of_site = made.rp_id_hash == sha256(site.name.encode()).digest()
    if said.origin != site.origin or said.cross_origin or not is_of_site:
        raise Rejected("foreign-passkey", "that passkey, or the page that asked for it, is another site's")
    if not made.is_user_present() or not made.is_user_verified():
        raise Rejected("passkey-unverified", "the device must check who you are: by PIN, finger or face")


def _adding(person: int) -> str:
    return f"passkey-added person {person}"


def _proving(session: int) -> str:
    return f"passkey-proof session {session}"


def _state(said: CollectedClientData) -> Mapping[str, Any]:
    """What the library compares with; that the challenge is ours was seen before."""
    return {"challenge": websafe_encode(said.challenge), "user_verification": VERIFIED}


def _descriptor(credential: bytes) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=credential)


def _read(kind: type[Answer], answer: str) -> Answer:
    if len(answer) > LONGEST_ANSWER:
        raise _bad()
    with _well_formed():
        return kind.from_dict(msgspec.json.decode(answer, type=dict[str, Any]))


@contextmanager
def _well_formed() -> Iterator[None]:
    """The library takes well-formed answers for granted, and says in many ways where one is not or does not verify."""
    try:
        yield
    except BROKEN as error:
        raise _bad() from error


def _bad() -> Rejected:
    return Rejected("bad-passkey", "what the browser sent is no answer of a passkey that holds; try once more")


def _unknown() -> Rejected:
    return Rejected("passkey-unknown", "nobody here signs in with that passkey; it may have been ended")
