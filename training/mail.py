"""Mail as the running system reads it."""

from datetime import UTC, datetime

from spamatlas.model import Message, Rejected, Submission, submission_id
from spamatlas.parse import parse

_NOW = datetime(2026, 11, 1, tzinfo=UTC)


def message_of(body: bytes) -> Message | None:
    """The message in the bytes, or None where it is refused."""
    submission = Submission(
        id=submission_id("", "", body), media_type="message/rfc822", body=body, received_at=_NOW, reporter=""
    )
    try:
        return parse(submission)
    except Rejected:
        return None
