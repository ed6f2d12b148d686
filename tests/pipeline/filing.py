"""Mails as reporters file them."""

from datetime import UTC, datetime

from spamatlas.model import Submission, submission_id


def mail(text: bytes) -> bytes:
    return b"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n" + text + b"\r\n"


def filed(reporter: str, text: bytes) -> Submission:
    body = mail(text)
    return Submission(
        id=submission_id(reporter, "", body), media_type="message/rfc822", body=body, received_at=datetime.now(UTC),
        reporter=reporter,
    )  # fmt: skip
