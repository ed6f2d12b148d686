"""What a node says about what it keeps of people, without one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

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
from spamatlas.pipeline.person import InReport, Person, PersonRole

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOLD = Hold(
    id=3, kind=HoldKind.CAMPAIGN, about="C-00000000000000a1", reason="proceedings <b>12/26</b>", at=NOW,
    who="administrator 1", review_at=NOW + timedelta(days=90), reports=1234,
)  # fmt: skip
OPEN = PersonRequest(
    id=7, kind=RequestKind.ERASURE, subject="ab" * 16, reason="asked by letter", roles=("recipient",),
    reports=("4f" * 16, "5e" * 16), at=NOW, opened_by="administrator 1", due_at=NOW + timedelta(days=30),
)  # fmt: skip
DONE = PersonRequest(
    id=6, kind=RequestKind.ACCESS, subject="cd" * 16, reason="", roles=("reporter",), reports=(), at=NOW,
    opened_by="command", due_at=NOW, outcome=RequestOutcome.GIVEN, handled_by="command", handled_at=NOW,
)  # fmt: skip
PROOF = Deletion(
    id=9, retention=RetentionClass.EVIDENCE, rule="request 5", count=12, digest="ef" * 32, at=NOW,
    first_at=NOW, last_at=NOW,
)  # fmt: skip
FOUND = Person(
    reports=(InReport("4f" * 16, NOW, "sms", (PersonRole.RECIPIENT, PersonRole.NAMED), None, True),),
    registers=("robinson",), account=0,
)  # fmt: skip


def answer(asked: str) -> Any:
    if asked == "erase":
        raise Rejected("held", "a legal hold is on it: nothing was deleted; whoever placed the hold can release it")
    kept = [{"retention": each, "days": 180 if each != RetentionClass.LASTING else 0} for each in RetentionClass]
    return {
        "requests": [OPEN, DONE],
        "holds": [HOLD],
        "retention": kept,
        "deletions": [PROOF],
        "pseudonyms": [{"number": 1, "since": date(2026, 11, 1)}],
        "find": FOUND,
    }.get(asked)
