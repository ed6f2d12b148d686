"""Reports that cannot be read: accepted and kept, so that a new node has something in quarantine."""

from datetime import datetime, timedelta
from random import Random

from spamatlas.model import Channel, Submission, submission_id
from spamatlas.samples.people import reporter
from spamatlas.samples.writing import JSON

# Media type, bytes: cut off in transfer, a forward without its text, a kind that no format takes,
# and a gateway that files its own log line.
_BODIES = (
    (JSON, b'{"id": "sample-broken-0", "channel": "sms", "text": "Votre colis est'),
    (JSON, b'{"id": "sample-broken-1", "channel": "sms", "text": ""}'),
    ("application/vnd.example.voicemail", b"\x00\x01\x02 not a kind that a format takes"),
    ("message/rfc822", b""),
    (JSON, b"<log>3 messages dropped, queue full</log>"),
)


def broken(now: datetime) -> list[Submission]:
    """The unreadable ones, a few hours apart."""
    chance = Random("broken")  # noqa: S311  the same samples every time, no secret
    return [
        _submission(number, media_type, body, reporter("GB", chance), now - timedelta(hours=3 + 17 * number))
        for number, (media_type, body) in enumerate(_BODIES)
    ]


def _submission(number: int, media_type: str, body: bytes, who: str, at: datetime) -> Submission:
    caller_id = f"sample-broken-{number}"
    return Submission(
        id=submission_id(who, caller_id, body),
        media_type=media_type,
        body=body,
        received_at=at,
        reporter=who,
        caller_id=caller_id,
        channel=Channel.SMS if media_type == JSON else None,
        sample=True,
    )
