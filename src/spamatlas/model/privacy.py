"""What is kept of people: for how long, what stands against deleting it, who asked, and what was deleted."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class RetentionClass(StrEnum):
    """What is kept and deleted together."""

    EVIDENCE = "evidence"
    PEOPLE = "people"
    QUARANTINE = "quarantine"
    PSEUDONYM_KEYS = "pseudonym_keys"
    ANSWERS = "answers"
    SESSIONS = "sessions"
    ACCOUNTS = "accounts"
    REQUESTS = "requests"
    OUTBOX = "outbox"
    PACKAGES = "packages"
    LASTING = "lasting"


RETENTION_DAYS: Mapping[RetentionClass, int] = {
    RetentionClass.EVIDENCE: 180,
    RetentionClass.PEOPLE: 180,
    RetentionClass.QUARANTINE: 180,
    RetentionClass.PSEUDONYM_KEYS: 180,
    RetentionClass.ANSWERS: 7,
    RetentionClass.SESSIONS: 30,
    RetentionClass.ACCOUNTS: 365,
    RetentionClass.REQUESTS: 1095,
    RetentionClass.OUTBOX: 30,
    RetentionClass.PACKAGES: 1,
}
"""Days that each is kept, counted from when it came in or, of what ends, from its end; ``docs/privacy.md`` has the
reasons. What is lasting is kept as long as the node: counts, and proofs of what was done."""
AS_EVIDENCE = frozenset(
    {RetentionClass.EVIDENCE, RetentionClass.PEOPLE, RetentionClass.QUARANTINE, RetentionClass.PSEUDONYM_KEYS}
)
"""Where nothing else is set, these follow the setting ``evidence_days``: what is found in the bytes goes with them."""


class HoldKind(StrEnum):
    """What a legal hold is on."""

    REPORT = "report"
    CAMPAIGN = "campaign"
    REQUEST = "request"


class Hold(Struct, frozen=True, kw_only=True):
    """A legal hold: nothing of what it is on is deleted until it is released.

    ``about`` is a report's id, a campaign's name or a request's number. ``review_at`` is when somebody has to look
    whether it is still needed; ``expires_at`` when it ends by itself, None for one that does not. ``reports`` counts
    those that it is on.
    """

    id: int
    kind: HoldKind
    about: str
    reason: str
    at: datetime
    who: str
    review_at: datetime
    expires_at: datetime | None = None
    released_at: datetime | None = None
    released_by: str = ""
    release_reason: str = ""
    reports: int = 0


class RequestKind(StrEnum):
    """What somebody asks about themselves."""

    ACCESS = "access"
    ERASURE = "erasure"


class RequestOutcome(StrEnum):
    """What came of it."""

    OPEN = "open"
    APPROVED = "approved"
    GIVEN = "given"
    ERASED = "erased"
    DECLINED = "declined"


class PersonRequest(Struct, frozen=True, kw_only=True):
    """A request of somebody about themselves, as the register keeps it.

    ``subject`` is a keyed hash of the address or number, by which the same person's next request is known; the address
    itself is kept nowhere. ``reports`` are the ids that were found when it was opened, and what an erasure is of.
    """

    id: int
    kind: RequestKind
    subject: str
    reason: str
    roles: tuple[str, ...]
    reports: tuple[str, ...]
    at: datetime
    opened_by: str
    due_at: datetime
    outcome: RequestOutcome = RequestOutcome.OPEN
    approved_by: str = ""
    handled_by: str = ""
    handled_at: datetime | None = None
    note: str = ""


class Deletion(Struct, frozen=True, kw_only=True):
    """Proof that something was deleted: of which class, by which rule, how many, of what time, and a digest of it.

    ``first_at`` and ``last_at`` are the earliest and the latest time by which it was kept, None where there is none.
    ``digest`` is the SHA-256 of the list of what there was (``docs/privacy.md`` says of which list).
    """

    retention: RetentionClass
    rule: str
    count: int
    digest: str
    at: datetime
    first_at: datetime | None = None
    last_at: datetime | None = None
    id: int = 0
