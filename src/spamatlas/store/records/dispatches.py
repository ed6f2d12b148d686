"""What is in the outbox: put in, taken when due, noted, forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Dispatch, DispatchState, Rejected
from spamatlas.store.records.tables import DispatchRow

OVER = tuple(each.value for each in DispatchState if each is not DispatchState.WAITING)


class NewDispatch(Struct, frozen=True, kw_only=True):
    """What is put in; ``until`` is when to give it up, ``once`` what it is for (empty: nothing else is like it)."""

    kind: str
    address: str
    digest: bytes
    domain: str
    language: str
    facts: bytes
    until: datetime
    person: int = 0
    webhook: int = 0
    once: str = ""


class Due(Struct, frozen=True):
    """One that is to be sent now, with what it is written from (sealed)."""

    dispatch: Dispatch
    facts: bytes
    digest: bytes
    until: datetime


_ADD = insert(DispatchRow.__table__)  # type: ignore[arg-type]


def add(change: Moment, wanted: NewDispatch, at: datetime, state: DispatchState = DispatchState.WAITING) -> int | None:
    """Put one in; its number, or None where what it is for is in the outbox already."""
    if wanted.once and change.scalar(select(DispatchRow.id).where(DispatchRow.once == wanted.once)):
        return None
    values = structs.asdict(wanted) | {
        "person": wanted.person or None,
        "webhook": wanted.webhook or None,
        "once": wanted.once or None,
        "state": state.value,
        "attempts": 0,
        "code": "",
        "at": at,
        "due_at": at,
        "done_at": None if state is DispatchState.WAITING else at,
    }
    done = change.connection().execute(_ADD, values)  # past the session: thousands are put in at once
    key = done.inserted_primary_key
    return int(key[0]) if key else None


def take(change: Moment, now: datetime, most: int, lease: timedelta, *, webhooks: bool) -> list[Due]:
    """The first that are due, in the order in which they became so; nobody else takes them before the lease ends.

    A node that is killed before it notes how it went has them tried again then: once, under the same number.
    """
    asked = select(DispatchRow).where(*_due(now, webhooks=webhooks))
    rows = change.scalars(asked.order_by(DispatchRow.due_at, DispatchRow.id).limit(most)).all()
    taken = [Due(dispatch_of(row), row.facts, row.digest, row.until) for row in rows]
    if rows:
        numbers = [row.id for row in rows]
        values = {"due_at": now + lease, "attempts": DispatchRow.attempts + 1}
        change.execute(update(DispatchRow).where(DispatchRow.id.in_(numbers)).values(values))
    return taken


def has_due(moment: Moment, now: datetime, *, webhooks: bool) -> bool:
    """Whether any letter, or any call, is to be sent now."""
    asked = select(DispatchRow.id).where(*_due(now, webhooks=webhooks)).limit(1)
    return moment.scalar(asked) is not None


def give_back(change: Moment, numbers: Sequence[int], due_at: datetime) -> None:
    """These were taken and not tried."""
    values = {"due_at": due_at, "attempts": DispatchRow.attempts - 1}
    change.execute(update(DispatchRow).where(DispatchRow.id.in_(numbers)).values(values))


def end(change: Moment, numbers: Sequence[int], state: DispatchState, code: str, at: datetime) -> None:
    """These are over, all in the same way."""
    values = {"state": state.value, "code": code, "done_at": at}
    change.execute(update(DispatchRow).where(DispatchRow.id.in_(numbers)).values(values))


def empty(change: Moment, numbers: Sequence[int]) -> None:
    """Forget what these say and to whom they went, and keep that there were some."""
    change.execute(update(DispatchRow).where(DispatchRow.id.in_(numbers)).values(address="", facts=b""))


def postpone(change: Moment, number: int, code: str, due_at: datetime, until: datetime | None = None) -> None:
    """One is tried again then; ``until`` is when to give it up, if that is later than it was."""
    values: dict[str, Any] = {"state": DispatchState.WAITING.value, "code": code, "due_at": due_at, "done_at": None}
    values |= {"until": until} if until else {}
    change.execute(update(DispatchRow).where(DispatchRow.id == number).values(values))


def one(moment: Moment, number: int) -> Due:
    """One by its number.

    Raises:
        Rejected: ``no-such-dispatch``.
    """
    row = moment.get(DispatchRow, number)
    if row is None:
        raise Rejected("no-such-dispatch", "nothing in the outbox has this number; it may have been forgotten")
    return Due(dispatch_of(row), row.facts, row.digest, row.until)


def newest(
    moment: Moment, limit: int, *, state: str = "", before: int = 0, webhooks: Sequence[int] | None = None
) -> list[Dispatch]:
    """The newest, of one state or of all, before a number (0: of all); with ``webhooks`` only calls of these."""
    asked = select(DispatchRow).order_by(DispatchRow.id.desc()).limit(limit)
    asked = asked.where(DispatchRow.state == state) if state else asked
    asked = asked.where(DispatchRow.id < before) if before else asked
    asked = asked if webhooks is None else asked.where(DispatchRow.webhook.in_(webhooks))
    return [dispatch_of(row) for row in moment.scalars(asked)]


def counts(moment: Moment) -> dict[str, int]:
    """How many there are of each state."""
    rows = moment.execute(select(DispatchRow.state, func.count()).group_by(DispatchRow.state))
    return {str(state): int(many) for state, many in rows}


def forget(change: Moment, before: datetime) -> list[str]:
    """Take out what was over by then, addresses, facts and all; what they were, by number."""
    over = DispatchRow.state.in_(OVER) & (DispatchRow.done_at < before)
    gone = [
        f"dispatch {number}" for number in change.scalars(select(DispatchRow.id).where(over).order_by(DispatchRow.id))
    ]
    change.execute(delete(DispatchRow).where(over))
    return gone


def dispatch_of(row: DispatchRow) -> Dispatch:
    """A row without what is sealed in it."""
    return Dispatch(
        id=row.id,
        kind=row.kind,
        address=row.address,
        domain=row.domain,
        person=row.person or 0,
        webhook=row.webhook or 0,
        language=row.language,
        state=DispatchState(row.state),
        attempts=row.attempts,
        code=row.code,
        at=row.at,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def _due(now: datetime, *, webhooks: bool) -> tuple[ColumnElement[bool], ...]:
    of_kind = DispatchRow.webhook.is_not(None) if webhooks else DispatchRow.webhook.is_(None)
    return DispatchRow.state == DispatchState.WAITING, DispatchRow.due_at <= now, of_kind
