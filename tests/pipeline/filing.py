"""Mails and texts as reporters file them."""

from datetime import UTC, datetime

import msgspec

from spamatlas.model import Channel, Submission, submission_id


def mail(text: bytes) -> bytes:
    return b"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n" + text + b"\r\n"


def filed(reporter: str, text: bytes) -> Submission:
    body = mail(text)
    return Submission(
        id=submission_id(reporter, "", body), media_type="message/rfc822", body=body, received_at=datetime.now(UTC),
        reporter=reporter,
    )  # fmt: skip


def sms(text: str, sender: str = "+447700900101", reporter: str = "r") -> Submission:
    body = msgspec.json.encode({"id": f"{reporter} {text}", "text": text, "sender": sender, "channel": "sms"})
    return Submission(
        id=submission_id(reporter, "", body),
        media_type="application/vnd.spamatlas.report+json",
        body=body,
        received_at=datetime.now(UTC),
        reporter=reporter,
        channel=Channel.SMS,
    )
