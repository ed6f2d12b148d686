"""The outbox of a node: what is put in, and what a face may ask of it and do to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from hashlib import blake2b
from secrets import token_bytes
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session as Moment

from spamatlas.locale import languages
from spamatlas.model import Dispatch, DispatchState, Rejected
from spamatlas.outbox import bounce, dkim, mail
from spamatlas.outbox.letter import Letter, letter_kinds, place_of
from spamatlas.outbox.patience import wait
from spamatlas.outbox.proof import Proof
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.events import events
from spamatlas.store.records import dispatches, mutes

COMMAND = "command"
CALL_LASTS = timedelta(days=3)
NONCE_BYTES = 12
MOST_LISTED = 1_000


class Posting:
    """The questions are the public methods that ``questions`` names. Any thread may ask."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self.settings = accounts.settings
        self._key = blake2b(b"outbox", key=accounts.secret, digest_size=32).digest()
        self._cipher = AESGCM(self._key)
        self.proof = Proof(self._key, self.settings.mail_from)
        self.place = place_of(self.settings)

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question that a command may ask, by its name."""
        own = (self.listed, self.shown, self.retry, self.cancel, self.trial, self.dkim, self.bounced, self.lift)
        return {each.__name__: each for each in own}

    @cached_property
    def signers(self) -> tuple[dkim.Signer, ...]:
        """The keys that mail is signed with."""
        return dkim.signers(self._accounts.folder.dkim, self.settings.dkim_selector)

    def put(
        self, change: Moment, kind: str, address: str, facts: Mapping[str, Any], language: str = "en", **more: Any
    ) -> int | None:
        """Put a letter in, within the change that it tells of; its number.

        None where this node sends no mail, or what it is for (``once``) is in the outbox already. ``more`` is
        ``person`` and ``once``. Where the address wants no such letter, that is what becomes of it.

        Raises:
            Rejected: ``bad-address``.
        """
        if not self.settings.sends_mail:
            return None
        now, plain = self._accounts.clock(), mail.plain_address(address)
        digest = self.digest_of(plain)
        is_muted = mutes.is_muted(change, digest, kind)
        wanted = dispatches.NewDispatch(
            kind=kind,
            address="" if is_muted else plain,
            digest=digest,
            domain=mail.domain_of(plain),
            language=language,
            facts=b"" if is_muted else self.sealed(kind, facts),
            until=now + letter_kinds()[kind].lasts,
            **more,
        )
        return dispatches.add(change, wanted, now, DispatchState.UNWANTED if is_muted else DispatchState.WAITING)

    def put_receipt(self, number: str, address: str, language: str) -> bool:
        """Put a receipt in that a reporter asked for; False where it was sent before. Which report it is, is sealed.

        Raises:
            Rejected: ``bad-address``.
        """
        once = f"receipt {self.digest_of(number).hex()}"
        with self._accounts.records.change() as change:
            return self.put(change, "receipt", address, {"number": number}, language, once=once) is not None

    def put_call(self, change: Moment, event: str, webhook: int, data: Mapping[str, Any], domain: str) -> int | None:
        """Put a call of a webhook in; its number, or None where it is told of the same already."""
        now = self._accounts.clock()
        digest = blake2b(msgspec.json.encode(data, order="sorted"), digest_size=16).hexdigest()
        wanted = dispatches.NewDispatch(
            kind=event,
            address="",
            digest=b"",
            domain=domain,
            language="en",
            facts=self.sealed(event, {"at": now.isoformat(timespec="seconds"), "data": data}),
            until=now + CALL_LASTS,
            webhook=webhook,
            once=f"{webhook} {event} {digest}",
        )
        return dispatches.add(change, wanted, now)

    def written(self, due: dispatches.Due) -> tuple[str, bytes]:
        """The return path and the signed bytes of a letter: the same, whenever it is asked for.

        Raises:
            Rejected: ``bad-address``, or ``sealed-otherwise`` where it was put in under another key.
        """
        dispatch, kind = due.dispatch, letter_kinds()[due.dispatch.kind]
        language = languages().get(dispatch.language) or languages()["en"]
        letter: Letter = kind.write(language, self.opened(dispatch.kind, due.facts), self.place)
        no_more = self.proof.no_more(kind.name, due.digest)
        envelope = mail.Envelope(
            sender=self.settings.mail_from,
            recipient=dispatch.address,
            message_id=self.proof.message_id(dispatch.id),
            at=dispatch.at,
            unsubscribe=f"{self.place.address}/unsubscribe/{no_more}" if kind.can_be_refused else "",
        )
        composed = mail.compose(letter, language, self.place, envelope)
        domain = mail.domain_of(mail.plain_address(self.settings.mail_from))
        signed = dkim.sign(composed, domain, self.signers, int(dispatch.at.timestamp()))
        return self.proof.return_path(dispatch.id), signed

    def listed(self, limit: int = 100, state: str = "", before: int = 0) -> dict[str, Any]:
        """The newest in the outbox, and how many there are of each state: ``{"rows", "counts", "sends_mail"}``."""
        if state and state not in {*DispatchState}:
            words = ", ".join(DispatchState)
            raise Rejected("unknown-word", f"write one of {words}")
        with self._accounts.records.read() as moment:
            rows = dispatches.newest(moment, min(limit, MOST_LISTED), state=state, before=before)
            return {"rows": rows, "counts": dispatches.counts(moment), "sends_mail": self.settings.sends_mail}

    def shown(self, number: int) -> Dispatch:
        """One in the outbox. What a letter says is not shown: it may open something."""
        with self._accounts.records.read() as moment:
            return dispatches.one(moment, number).dispatch

    def retry(self, number: int, who: str = COMMAND) -> Dispatch:
        """Send one now that waits, failed, came back, or is a webhook's.

        Raises:
            Rejected: ``no-such-dispatch``; ``nothing-to-send`` where nothing of it is kept.
        """
        now = self._accounts.clock()
        with self._accounts.changing(who) as (change, note):
            due = dispatches.one(change, number)
            if not due.facts or due.dispatch.state is DispatchState.CANCELLED:
                raise Rejected("nothing-to-send", "nothing is kept of it that could be sent again")
            if due.until < now and not due.dispatch.webhook:
                raise Rejected("nothing-to-send", "what it says is too old to be sent again")
            until = now + CALL_LASTS if due.dispatch.webhook else None
            dispatches.postpone(change, number, due.dispatch.code, now, until)
            note("dispatch-retried", f"dispatch {number}")
            return dispatches.one(change, number).dispatch

    def cancel(self, number: int, who: str = COMMAND) -> Dispatch:
        """Send one that waits never.

        Raises:
            Rejected: ``no-such-dispatch``; ``is-over`` where it does not wait.
        """
        with self._accounts.changing(who) as (change, note):
            if dispatches.one(change, number).dispatch.state is not DispatchState.WAITING:
                raise Rejected("is-over", "this does not wait any more")
            dispatches.end(change, [number], DispatchState.CANCELLED, "", self._accounts.clock())
            dispatches.empty(change, [number])
            note("dispatch-cancelled", f"dispatch {number}")
            return dispatches.one(change, number).dispatch

    def trial(self, address: str, language: str = "en", who: str = COMMAND) -> Dispatch:
        """Put a letter in that tells whether mail arrives.

        Raises:
            Rejected: ``no-mail`` where this node sends none; ``bad-address``.
        """
        if not self.settings.sends_mail:
            raise Rejected("no-mail", "this node sends no mail: set smtp_host and mail_from")
        with self._accounts.changing(who) as (change, note):
            number = self.put(change, "trial", address, {}, language) or 0
            note("dispatch-tried", f"dispatch {number}")
            return dispatches.one(change, number).dispatch

    def dkim(self) -> list[dict[str, str]]:
        """The records for the DNS: ``selector``, ``algorithm``, ``record``, and the ``line`` of a zone file."""
        domain = mail.domain_of(self.settings.mail_from) or "example.org"
        return [
            {
                "selector": each.selector,
                "algorithm": each.algorithm,
                "record": each.record,
                "line": each.zone_line(domain),
            }
            for each in self.signers
        ]

    def bounced(self, report: bytes, recipient: str = "") -> dict[str, Any]:
        """Take a report that a letter could not be delivered: ``{"dispatch", "status", "did"}``.

        Only one that was sent to a return path of ours counts; ``recipient`` is where it was, as the mail server says.
        For anything else nothing is looked up and nothing changes.
        """
        told = bounce.read(report)
        number = self.proof.number_in(f"{recipient} {told.addressed}") if self.settings.mail_from else 0
        if not number or not told.status:
            return {"dispatch": number, "status": told.status, "did": "nothing"}
        with self._accounts.records.read() as moment:
            try:
                due = dispatches.one(moment, number)
            except Rejected:
                return {"dispatch": number, "status": told.status, "did": "nothing"}
        if due.dispatch.state is not DispatchState.SENT:
            return {"dispatch": number, "status": told.status, "did": "nothing"}
        return {"dispatch": number, "status": told.status, "did": self._take_back(number, told)}

    def lift(self, address: str, who: str = COMMAND) -> dict[str, int]:
        """Have letters go to an address again that came back or was unsubscribed: ``{"lifted"}``."""
        with self._accounts.changing(who) as (change, note):
            lifted = mutes.lift(change, self.digest_of(mail.plain_address(address)))
            note("mute-lifted", str(lifted))
        return {"lifted": lifted}

    def refuse(self, word: str) -> bool:
        """No more letters of the kind that a link names go to whom it was sent; False for a link that is not ours."""
        found = self.proof.refused_by(word)
        if found is None:
            return False
        kind, digest = found
        with self._accounts.records.change() as change:
            mutes.add(change, digest, kind, "unsubscribed", self._accounts.clock())
        return True

    def digest_of(self, address: str) -> bytes:
        """The keyed hash under which an address is known that is not kept."""
        return blake2b(address.lower().encode("utf-8", "replace"), key=self._key, digest_size=16).digest()

    def sealed(self, kind: str, facts: Mapping[str, Any]) -> bytes:
        """What something is written from, under the node's key."""
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(facts), kind.encode())

    def opened(self, kind: str, sealed: bytes) -> Mapping[str, Any]:
        """The same, read again.

        Raises:
            Rejected: ``sealed-otherwise``.
        """
        try:
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], kind.encode())
        except (InvalidTag, ValueError) as error:
            raise Rejected("sealed-otherwise", "this was put in under another key of the node") from error
        facts: Mapping[str, Any] = msgspec.msgpack.decode(plain)
        return facts

    def _take_back(self, number: int, told: bounce.Bounce) -> str:
        """What a report changes: a letter comes back for good, or is tried again while that makes sense."""
        now = self._accounts.clock()
        with self._accounts.records.change() as change:
            due = dispatches.one(change, number)
            if due.dispatch.state is not DispatchState.SENT:
                return "nothing"  # another report of the same came first
            later = now + wait(due.dispatch.attempts + 1, 0.5)
            if not told.is_final and due.facts and later < due.until:
                dispatches.postpone(change, number, told.status, later)
                return "postponed"
            dispatches.end(change, [number], DispatchState.BOUNCED, told.status, now)
            if told.condemns_address:
                mutes.add(change, due.digest, "", f"bounced {told.status}", now)
        events().info("dispatch-bounced", dispatch=number, status=told.status)
        return "ended"


def kinds_of(rows: Sequence[Dispatch]) -> Mapping[str, str]:
    """What the kinds in these rows are, as message ids; events stay as they are."""
    return {each.kind: letter_kinds()[each.kind].summary for each in rows if each.kind in letter_kinds()}
