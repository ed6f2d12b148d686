"""What a face may ask about what is kept of people, and do about it: holds, requests, retention, the data map."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from spamatlas.model import (
    Deletion,
    Hold,
    HoldKind,
    PersonRequest,
    Rejected,
    RequestKind,
    RequestOutcome,
    RetentionClass,
)
from spamatlas.pipeline import data_map
from spamatlas.pipeline.holds import WantedHold
from spamatlas.pipeline.person import OWN, Person, PersonRole, find, named, packed
from spamatlas.pipeline.retention import digest_of
from spamatlas.store.records import deletions, people, requests

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

COMMAND = "command"
DUE_DAYS = 30
"""Within a month of the request (Regulation (EU) 2016/679, article 12(3); other laws give as long or longer)."""
LONGEST_REASON = 300


class Privacy:
    """The questions are the public methods. ``who`` is under whom it is noted; no address is kept or noted anywhere."""

    def __init__(self, node: "Node") -> None:
        self._node, self._accounts = node, node.accounts

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question, by its name."""
        return {name: getattr(self, name) for name in dir(self) if not name.startswith("_") and name != "questions"}

    def tables(self) -> list[dict[str, Any]]:
        """The data map."""
        return data_map.rows()

    def retention(self) -> list[dict[str, Any]]:
        """How long each class is kept here."""
        days = self._node.settings.kept_days
        return [
            {"retention": each, "days": days(each) if each != RetentionClass.LASTING else 0} for each in RetentionClass
        ]

    def deletions(self, limit: int = 100) -> list[Deletion]:
        """The newest proofs of deletion."""
        with self._accounts.records.read() as moment:
            return deletions.newest(moment, limit)

    def pseudonyms(self) -> list[dict[str, Any]]:
        """The keys that make pseudonyms, by their first day; never the keys themselves."""
        return [{"number": each.number, "since": each.since} for each in self._node.pseudonym_keys.kept()]

    def holds(self) -> list[Hold]:
        """All holds, the newest first."""
        return self._node.holds.every()

    def hold(self, kind: str, about: str, reason: str, days: int = 0, who: str = COMMAND) -> Hold:
        """Place one; see ``Holds.place``."""
        if kind not in set(HoldKind):
            words = ", ".join(HoldKind)
            raise Rejected("unknown-word", f"write one of {words}")
        wanted = WantedHold(kind=HoldKind(kind), about=about.strip(), reason=reason, days=days)
        return self._node.holds.place(wanted, who)

    def release(self, number: int, reason: str, who: str = COMMAND) -> Hold:
        """Release one; see ``Holds.release``."""
        return self._node.holds.release(int(number), reason, who)

    def find(self, address: str, who: str = COMMAND) -> Person:
        """What there is about somebody; that it was looked up is noted, under a keyed hash of whom."""
        subject = self._subject(address)
        self._accounts.trail.note(who, "read", f"privacy {subject[:16]}")
        return find(self._node, address)

    def requests(self) -> list[PersonRequest]:
        """The register, the newest first."""
        with self._accounts.records.read() as moment:
            return requests.every(moment)

    def access(self, address: str, reason: str, who: str = COMMAND) -> dict[str, Any]:
        """Give somebody what there is about them: ``{"request", "path", "name"}``, a file to be moved away."""
        found = self.find(address, who)
        opened = self._open(RequestKind.ACCESS, address, reason, found, tuple(PersonRole), who)
        folder = self._node.folder.packages
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{secrets.token_hex(16)}.zip"
        packed(self._node, found, data_map.purposes(), path)
        with self._accounts.changing(who) as (change, note):
            given = requests.handle(
                change, opened.id, requests.Handled(RequestOutcome.GIVEN, self._accounts.clock(), who)
            )
            note("request-handled", f"request {opened.id} {given.outcome}")
        return {"request": given, "path": str(path), "name": f"request-{opened.id}.zip"}

    def ask_erasure(self, address: str, reason: str, roles: Sequence[str] = (), who: str = COMMAND) -> PersonRequest:
        """Open a request to erase the reports in which somebody is one of these; nothing is erased yet."""
        wanted = tuple(roles) or OWN
        if not set(wanted) <= set(PersonRole):
            words = ", ".join(PersonRole)
            raise Rejected("unknown-word", f"write one of {words}")
        return self._open(RequestKind.ERASURE, address, reason, self.find(address, who), wanted, who)

    def erase(self, number: int, who: str = COMMAND) -> PersonRequest:
        """Erase what a request found; where two administrators can sign in, both have to agree.

        Raises:
            Rejected: ``no-such-request``; ``held`` where a legal hold is on one of the reports, and the request stays
                open; ``another-wanted`` where the same person agreed before.
        """
        with self._accounts.records.read() as moment:
            wanted = requests.one(moment, int(number))
            in_charge = sum(map(people.is_in_charge, people.acting(moment)))
        if wanted.kind is not RequestKind.ERASURE or wanted.outcome not in requests.OPEN:
            raise Rejected("no-such-request", "no request that is open has this number")
        if in_charge > 1 and not wanted.approved_by:
            with self._accounts.changing(who) as (change, note):
                note("request-approved", f"request {wanted.id}")
                return requests.approve(change, wanted.id, who)
        if in_charge > 1 and wanted.approved_by == who:
            raise Rejected("another-wanted", "two administrators have to agree; somebody else has to confirm it")
        ids = [each for each in wanted.reports if self._node.log.find(each)]
        self._node.erase(ids, who)
        return self._erased(wanted, ids, who)

    def decline(self, number: int, reason: str, who: str = COMMAND) -> PersonRequest:
        """Decline a request, for a reason that whoever asked is told."""
        with self._accounts.changing(who) as (change, note):
            now = self._accounts.clock()
            done = requests.handle(
                change, int(number), requests.Handled(RequestOutcome.DECLINED, now, who, _reason(reason))
            )
            note("request-handled", f"request {done.id} {done.outcome}")
        return done

    def _erased(self, wanted: PersonRequest, ids: Sequence[str], who: str) -> PersonRequest:
        now = self._accounts.clock()
        proof = Deletion(
            retention=RetentionClass.EVIDENCE,
            rule=f"request {wanted.id}",
            count=len(ids),
            digest=digest_of(ids),
            at=now,
        )
        with self._accounts.changing(who) as (change, note):
            kept = deletions.add(change, proof)
            done = requests.handle(
                change, wanted.id, requests.Handled(RequestOutcome.ERASED, now, who, f"deletion {kept.id}")
            )
            note("deleted", f"deletion {kept.id} {kept.retention} {kept.count} {kept.digest}", kept.rule)
            note("request-handled", f"request {wanted.id} {done.outcome}")
        return done

    def _open(  # noqa: PLR0913, PLR0917  one record, field by field
        self, kind: RequestKind, address: str, reason: str, found: Person, roles: tuple[str, ...], who: str
    ) -> PersonRequest:
        now = self._accounts.clock()
        wanted = PersonRequest(
            id=0,
            kind=kind,
            subject=self._subject(address),
            reason=_reason(reason),
            roles=roles,
            reports=tuple(found.ids(roles)),
            at=now,
            opened_by=who,
            due_at=now + timedelta(days=DUE_DAYS),
        )
        with self._accounts.changing(who) as (change, note):
            opened = requests.add(change, wanted)
            note("request-opened", f"request {opened.id} {kind} of {len(opened.reports)} reports")
        return opened

    def _subject(self, address: str) -> str:
        value = named(self._node, address).casefold().encode("utf-8", "surrogatepass")
        return blake2b(value, digest_size=16, key=self._accounts.secret[:64], person=b"subject").hexdigest()


def answered(node: "Node", asked: str, arguments: Mapping[str, Any]) -> Any:
    """A question of ``Privacy``, by its name."""
    return Privacy(node).questions()[asked](**arguments)


def _reason(written: str) -> str:
    reason = " ".join(written.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Rejected("bad-reason", "give a reason of 1 to 300 characters, without naming anybody")
    return reason
