"""Signing in by an identity provider: whom an administrator invited, and nobody else."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from secrets import token_urlsafe

import structlog
from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas import settings
from spamatlas.model import Person, Rejected
from spamatlas.pipeline.accounts import Accounts, Note
from spamatlas.pipeline.challenge import BYTES, Challenges
from spamatlas.pipeline.new_session import Entrance, SignedIn, begin
from spamatlas.pipeline.outgoing import Outgoing
from spamatlas.pipeline.provider import Flow, Identity, Provider
from spamatlas.store.records import bonds, people, sessions

_events = structlog.get_logger()


class Providers:
    """The identity providers of a node's settings, by name."""

    def __init__(self, wanted: Sequence[settings.Provider]) -> None:
        outgoing = Outgoing()
        self._providers = {each.name: Provider(each, outgoing) for each in wanted}

    def one(self, name: str) -> Provider:
        """Raises Rejected ``no-such-provider``."""
        try:
            return self._providers[name]
        except KeyError as error:
            raise Rejected("no-such-provider", "this node knows no such provider") from error


class Answer(Struct, frozen=True):
    """With what the browser came back from a provider (RFC 6749, section 4.1.2; RFC 9207 for ``issuer``)."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


class ProviderSignIn:
    """``word`` is what the browser alone keeps between going and coming back; everything secret follows from it."""

    def __init__(self, accounts: Accounts, providers: Providers) -> None:
        self._accounts, self._providers = accounts, providers
        self._challenges = Challenges(accounts)

    def begin(self, name: str, back: str, prompt: str = "") -> tuple[str, str]:
        """The provider's address to go to, and the word to keep; ``prompt`` as ``Flow`` says."""
        word = token_urlsafe(32)
        state = urlsafe_b64encode(self._challenges.new(_purpose(name, word))).decode()
        provider = self._providers.one(name)
        try:
            return provider.address(self._flow(state, word, back, prompt)), word
        except Rejected as why:
            _events.warning("provider-not-reached", provider=name, code=why.code)
            raise

    def finish(self, name: str, back: str, word: str, answer: Answer, agent: str) -> SignedIn:
        """A session for who was invited under the address that the provider verified, or came before.

        Raises:
            Rejected: ``challenge-unknown``, ``-expired``, ``-used`` for a state that is not this browser's;
                ``provider-declined``; as ``Provider.identity`` says; ``address-unverified``, ``not-invited``.
        """
        provider = self._providers.one(name)
        with self._accounts.changing("provider") as (change, _):
            self._challenges.use(change, _bytes(answer.state), _purpose(name, word))
        try:
            _refuse_declined(answer, provider.wanted.issuer)
            now = int(self._accounts.clock().timestamp())
            identity = provider.identity(answer.code, self._flow(answer.state, word, back), now)
            return self._let_in(identity, agent)
        except Rejected as why:
            self._accounts.trail.note("provider", "sign-in-refused", f"provider {name}", why.code)
            raise

    def _let_in(self, identity: Identity, agent: str) -> SignedIn:
        with self._accounts.changing("provider") as (change, note):
            person = bonds.found(change, identity.issuer, identity.subject) or self._tie(change, note, identity)
            proved_at = datetime.fromtimestamp(identity.proved_at, UTC) if identity.proved_at else None
            entrance = Entrance(agent, identity.factors, proved_at)
            return begin(self._accounts, change, note, person, entrance)

    def _tie(self, change: Moment, note: Note, identity: Identity) -> Person:
        """Whoever was invited under the verified address is this subject from now on, whatever address it has later."""
        if not identity.is_address_verified:
            raise Rejected("address-unverified", "the provider has not verified your mail address")
        now, row = self._accounts.clock(), people.with_address(change, identity.address)
        invitation = sessions.open_invitation(change, row.id, now) if row else 0
        if row is None or not invitation:
            raise Rejected("not-invited", "nobody was invited under that address; ask an administrator")
        bonds.tie(change, row.id, identity.issuer, identity.subject, now)
        sessions.use_invitation(change, invitation, now)
        note("provider-tied", f"person {row.id}")
        return people.person_of(row)

    def _flow(self, state: str, word: str, back: str, prompt: str = "") -> Flow:
        return Flow(state, self._derived("nonce", word), self._derived("verifier", word), back, prompt)

    def _derived(self, what: str, word: str) -> str:
        """43 characters, as RFC 7636, section 4.1, wants them."""
        made = blake2b(f"{what} {word}".encode(), key=self._accounts.secret, digest_size=32).digest()
        return urlsafe_b64encode(made).decode().rstrip("=")


def _refuse_declined(answer: Answer, issuer: str) -> None:
    if answer.issuer and answer.issuer != issuer:
        raise Rejected("provider-wrong-issuer", "that answer is another provider's; try once more")
    if answer.error or not answer.code:
        raise Rejected("provider-declined", "the provider did not let you in, or it was called off")


def _purpose(name: str, word: str) -> str:
    return f"provider {name} {word}"


def _bytes(state: str) -> bytes:
    try:
        return urlsafe_b64decode(state[: 2 * BYTES].encode("ascii"))
    except ValueError:
        return b""


def titles(wanted: Sequence[settings.Provider]) -> Mapping[str, str]:
    """What people call the providers, by name."""
    return {each.name: each.title or each.name for each in wanted}
