"""Members' addresses that are told of events."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Rejected, Webhook
from spamatlas.store.records.tables import MemberRow, WebhookRow


class NewWebhook(Struct, frozen=True):
    """What one is made of; ``secret`` is sealed, ``person`` who added it (0: nobody who signs in)."""

    member: int
    person: int
    address: str
    events: Sequence[str]
    secret: bytes


def add(change: Moment, wanted: NewWebhook, at: datetime) -> Webhook:
    """A new one; what may be called is the caller's to check."""
    row = WebhookRow(
        member=wanted.member,
        person=wanted.person or None,
        address=wanted.address,
        events=list(wanted.events),
        secret=wanted.secret,
        at=at,
        failing_since=None,
        ended_at=None,
        ended_why="",
    )
    change.add(row)
    change.flush()
    return webhook_of(row)


def every(moment: Moment, member: int = 0) -> list[Webhook]:
    """All of a member, or of all (0), also those that ended."""
    asked = select(WebhookRow).order_by(WebhookRow.id)
    return [webhook_of(row) for row in moment.scalars(asked.where(WebhookRow.member == member) if member else asked)]


def wanting(moment: Moment, event: str) -> list[Webhook]:
    """Those that are told of an event, of members that did not end."""
    asked = (
        select(WebhookRow).join(MemberRow, MemberRow.id == WebhookRow.member)
        .where(WebhookRow.ended_at.is_(None), MemberRow.ended_at.is_(None)).order_by(WebhookRow.id)
    )  # fmt: skip
    return [webhook_of(row) for row in moment.scalars(asked) if event in row.events]


def one(moment: Moment, number: int, member: int = 0) -> tuple[Webhook, bytes]:
    """One with its sealed secret; with ``member`` only one of theirs.

    Raises:
        Rejected: ``no-such-webhook``.
    """
    row = moment.get(WebhookRow, number)
    if row is None or (member and row.member != member):
        raise Rejected("no-such-webhook", "there is no webhook of this number")
    return webhook_of(row), row.secret


def end(change: Moment, number: int, why: str, at: datetime) -> None:
    """It is not called from now on."""
    row = change.get_one(WebhookRow, number)
    row.ended_at, row.ended_why = row.ended_at or at, row.ended_why or why


def answered(change: Moment, number: int, at: datetime, *, well: bool) -> datetime | None:
    """Note whether it took what it was sent; since when it has not, if it does not now."""
    row = change.get_one(WebhookRow, number)
    row.failing_since = None if well else row.failing_since or at
    return row.failing_since


def webhook_of(row: WebhookRow) -> Webhook:
    """A row without its secret."""
    return Webhook(
        id=row.id,
        member=row.member,
        person=row.person or 0,
        address=row.address,
        events=tuple(row.events),
        at=row.at,
        failing_since=row.failing_since,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )
