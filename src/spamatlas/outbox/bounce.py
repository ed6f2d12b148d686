"""Reports that a letter could not be delivered (RFC 3464), and what servers write that do not keep to it."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from msgspec import Struct

MOST_BYTES = 1_000_000
"""A longer report is read no further: the status stands before the letter that came back."""
MOST_PARTS = 50
TOLD_BYTES = 64_000
ADDRESSED = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])", re.ASCII)
_REPLY = re.compile(r"(?:^|[\s:(<\"'])([45])[0-5]\d(?=[\s:-])", re.ASCII | re.MULTILINE)
_MACHINE = re.compile(r"mailer-daemon|postmaster|mail delivery|delivery subsystem", re.ASCII | re.IGNORECASE)
NOT_THE_ADDRESS = ("5.3.", "5.6.", "5.7.")
"""System, content and policy (RFC 3463, sections 3.4, 3.7, 3.8): the next letter may arrive."""


class Bounce(Struct, frozen=True):
    """``status`` is as RFC 3463 has it (``5.1.1``); empty where the report tells none. ``addressed`` is where the
    report itself was sent, as its fields say.
    """

    status: str
    addressed: str

    @property
    def is_final(self) -> bool:
        """Whether it is no use to try again."""
        return self.status.startswith("5")

    @property
    def condemns_address(self) -> bool:
        """Whether it says of the address, and not of this letter or of us, that nothing arrives there."""
        return self.is_final and not self.status.startswith(NOT_THE_ADDRESS)


def read(report: bytes) -> Bounce:
    """What a report says; any bytes give one, most of them without a status."""
    try:
        mail = message_from_bytes(report[:MOST_BYTES])
        addressed = " ".join(str(mail.get(name) or "") for name in ADDRESSED)
        stated = _stated(mail)
        return Bounce(_told(mail) if stated is None else stated, addressed)
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):  # what the reader of mail raises
        return Bounce("", "")


def _stated(mail: Message) -> str | None:
    """The status of the first failure in the machine's own part; empty where that tells of none, as who delays goes on
    trying (RFC 3464, section 2.3.3); None where there is no such part.
    """
    found: str | None = None
    for part in _parts(mail):
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        for group in _groups(part):
            action = str(group.get("action") or "").strip().lower()
            status = _STATUS.search(str(group.get("status") or "")) or _STATUS.search(str(group))
            if action in {"failed", ""} and status:
                return status[1]
            found = ""
    return found


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields of a status part; a reader that was given one text parts them at empty lines."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Message))
        return
    text = _text(part)
    for group in re.split(r"\r?\n\r?\n", text)[:MOST_PARTS]:
        yield message_from_bytes(group.encode("utf-8", "replace"))


def _told(mail: Message) -> str:
    """The first status, else the first reply code, in what a machine wrote for people."""
    said_by = f"{mail.get('from') or ''} {mail.get('subject') or ''}"
    is_machine = str(mail.get("return-path") or "").strip() == "<>" or _MACHINE.search(said_by)
    if not is_machine:
        return ""
    for part in _parts(mail):
        if part.get_content_maintype() == "text" or part is mail:
            text = _text(part)
            if status := _STATUS.search(text):
                return status[1]
            if reply := _REPLY.search(text):
                return f"{reply[1]}.0.0"
    return ""


def _parts(mail: Message) -> Iterator[Message]:
    """The parts of the report, not those of the letter that came back."""
    if mail.get_content_maintype() != "multipart" or not isinstance(mail.get_payload(), list):
        yield mail
        return
    payload = mail.get_payload()
    for part in [each for each in payload if isinstance(each, Message)][:MOST_PARTS]:
        if part.get_content_maintype() == "multipart":
            yield from _parts(part)
        elif part.get_content_type() != "message/rfc822":
            yield part


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw[:TOLD_BYTES].decode("latin-1") if isinstance(raw, bytes) else ""
