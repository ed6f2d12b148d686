"""What leaves a node for somebody: mail, and calls of webhooks."""

from datetime import datetime

from msgspec import Struct

from spamatlas.model.vocabulary import DispatchState


class Dispatch(Struct, frozen=True):
    """One thing in the outbox. ``kind`` is a letter kind's name, or an event's where ``webhook`` is a number.

    ``address`` is empty once it is no longer kept. ``code`` is the last answer in figures (RFC 5321, section 4.2.1;
    RFC 3463; an HTTP status) or a word for why there was none; never what a server said, which may quote addresses.
    """

    id: int
    kind: str
    address: str
    domain: str
    person: int
    webhook: int
    language: str
    state: DispatchState
    attempts: int
    code: str
    at: datetime
    due_at: datetime
    done_at: datetime | None = None


class Webhook(Struct, frozen=True):
    """A member's address that is told of events; its secret is kept under the node's key and shown once."""

    id: int
    member: int
    person: int
    address: str
    events: tuple[str, ...]
    at: datetime
    failing_since: datetime | None = None
    ended_at: datetime | None = None
    ended_why: str = ""
