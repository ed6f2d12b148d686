"""The register of what people asked about themselves."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import PersonRequest, Rejected, RequestKind, RequestOutcome
from spamatlas.store.records.tables import PersonRequestRow

OPEN = (RequestOutcome.OPEN, RequestOutcome.APPROVED)


def add(change: Moment, wanted: PersonRequest) -> PersonRequest:
    """A new request; its number is given here."""
    row = PersonRequestRow(
        kind=wanted.kind,
        subject=wanted.subject,
        reason=wanted.reason,
        roles=list(wanted.roles),
        reports=list(wanted.reports),
        at=wanted.at,
        opened_by=wanted.opened_by,
        due_at=wanted.due_at,
        outcome=wanted.outcome,
    )
    change.add(row)
    change.flush()
    return _request(row)


def every(moment: Moment) -> list[PersonRequest]:
    """All requests, the newest first."""
    return [_request(row) for row in moment.scalars(select(PersonRequestRow).order_by(PersonRequestRow.id.desc()))]


def one(moment: Moment, number: int) -> PersonRequest:
    """Raises Rejected ``no-such-request``."""
    row = moment.get(PersonRequestRow, number)
    if row is None:
        raise _none()
    return _request(row)


def approve(change: Moment, number: int, who: str) -> PersonRequest:
    """The first of two has agreed to it."""
    row = _open(change, number)
    row.outcome, row.approved_by = RequestOutcome.APPROVED, who
    change.flush()
    return _request(row)


class Handled(Struct, frozen=True):
    """What came of a request, when, by whom; ``note`` is what else there is to say."""

    outcome: RequestOutcome
    at: datetime
    who: str
    note: str = ""


def handle(change: Moment, number: int, done: Handled) -> PersonRequest:
    """Write down what came of it."""
    row = _open(change, number)
    row.outcome, row.handled_at, row.handled_by, row.note = done.outcome, done.at, done.who, done.note
    change.flush()
    return _request(row)


def forget(change: Moment, before: datetime) -> list[int]:
    """Take out of what was handled before a time whom and which reports it was about; their numbers."""
    asked = select(PersonRequestRow).where(PersonRequestRow.handled_at < before, PersonRequestRow.subject != "")
    forgotten = []
    for row in change.scalars(asked):
        row.subject, row.reason, row.note, row.reports = "", "", "", []
        forgotten.append(row.id)
    return forgotten


def _open(change: Moment, number: int) -> PersonRequestRow:
    row = change.get(PersonRequestRow, number)
    if row is None or row.outcome not in OPEN:
        raise _none()
    return row


def _none() -> Rejected:
    return Rejected("no-such-request", "no request that is open has this number")


def _request(row: PersonRequestRow) -> PersonRequest:
    return PersonRequest(
        id=row.id,
        kind=RequestKind(row.kind),
        subject=row.subject,
        reason=row.reason,
        roles=tuple(row.roles),
        reports=tuple(row.reports),
        at=row.at,
        opened_by=row.opened_by,
        due_at=row.due_at,
        outcome=RequestOutcome(row.outcome),
        approved_by=row.approved_by,
        handled_by=row.handled_by,
        handled_at=row.handled_at,
        note=row.note,
    )
