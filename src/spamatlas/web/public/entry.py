"""What a person entered into a form: read, found fault with, and carried on so that nothing is pasted twice."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

import msgspec
from litestar.datastructures import UploadFile
from msgspec import Struct

from spamatlas.locale import marked as _
from spamatlas.model import Channel
from spamatlas.pipeline.checking import Pasted
from spamatlas.web.api.intake import LINES, Part
from spamatlas.web.office import Call

LONGEST_TEXT = 50_000
LONGEST_SENDER = 200
MOST_CARRIED_BYTES = 1_000_000
"""A larger file goes up again when it is reported: over a thin link it must not come down and go up once more."""
LONGEST_TYPE = 200
IDENTIFIER = re.compile("form-[0-9a-f]{16}")
MAIL = "message/rfc822"
MAIL_SOURCE = re.compile(r"\s*(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}\r?\n?", re.ASCII)
MAIL_FIELDS = re.compile(
    r"^(?:received|return-path|delivered-to|message-id|mime-version):", re.IGNORECASE | re.MULTILINE
)


FAULTS: Mapping[str, str] = {
    "nothing-entered": _("Paste something, or choose a file."),
    "text-too-long": _("This is too long. Paste the message alone, or save it as a file and choose that."),
    "sender-too-long": _("This is too long. Enter one number, address or name."),
    "unknown-channel": _("Choose how it reached you."),
    "file-too-large": _("This file is too large."),
    "empty": _("There is nothing in it."),
    "unknown-kind": _("This kind of file can't be read. Save the mail as a file of its own (.eml), or paste the text."),
    "encrypted": _("This file is locked with a password."),
    "damaged": _("This file is damaged. Save it again, or paste the text."),
    "no-text": _("There is nothing in it to look at."),
    "not-readable": _("It could not be read. Paste the text instead."),
}
"""What can be wrong with an entry, by code; a code that is not here is said as ``not-readable``."""


class Entry(Struct, frozen=True, kw_only=True):
    """``identifier`` is the caller's id under which it would be filed: the same entry sent twice is one report."""

    text: str = ""
    sender: str = ""
    channel: str = ""
    file: bytes = b""
    media_type: str = ""
    file_name: str = ""
    identifier: str = ""

    @property
    def is_mail(self) -> bool:
        """Whether the text is the source of a mail, header and all."""
        head = MAIL_SOURCE.match(self.text)
        return bool(head and MAIL_FIELDS.search(head.group()))

    def pasted(self) -> Pasted:
        """The entry as what is checked."""
        channel = Channel(self.channel) if self.channel else None
        if self.file:
            return Pasted(file=self.file, media_type=self.media_type, channel=channel)
        if self.is_mail:
            return Pasted(file=self.text.encode("utf-8", "replace"), media_type=MAIL, channel=channel)
        return Pasted(text=self.text, sender=self.sender, channel=channel)

    def part(self) -> Part:
        """The entry as what is filed."""
        channel = Channel(self.channel) if self.channel else None
        if self.file:
            return Part(self.file, self.media_type, "", channel)
        if self.is_mail:
            return Part(self.text.encode("utf-8", "replace"), MAIL, "", channel)
        line = {"id": self.identifier, "channel": channel or Channel.OTHER, "text": self.text, "sender": self.sender}
        return Part(msgspec.json.encode(line), LINES, "", channel)


async def entry_of(request: Call) -> Entry:
    """What the form holds; what was carried on from a check stands for what would be entered again."""
    form = await request.form()
    if carried := form.get("carried"):
        found = _carried(str(carried))
        if found is not None:
            return found
    upload = form.get("file")
    file = await upload.read() if isinstance(upload, UploadFile) else b""
    return Entry(
        text=_text(form.get("text")).replace("\r\n", "\n"),
        sender=_text(form.get("sender")).strip(),
        channel=_text(form.get("channel")),
        file=file,
        media_type=((upload.content_type if isinstance(upload, UploadFile) else "") or "application/octet-stream")[
            :LONGEST_TYPE
        ],
        file_name=(upload.filename if isinstance(upload, UploadFile) else "")[:200],
        identifier=f"form-{token_hex(8)}",
    )


def faults_of(entry: Entry, most_file_bytes: int) -> dict[str, str]:
    """What is wrong, by field, as codes of ``FAULTS``; empty when it can be looked at."""
    found: dict[str, str] = {}
    if not entry.file and not entry.text.strip():
        found["text"] = "nothing-entered"
    if len(entry.text) > LONGEST_TEXT:
        found["text"] = "text-too-long"
    if len(entry.sender) > LONGEST_SENDER:
        found["sender"] = "sender-too-long"
    if entry.channel and entry.channel not in set(Channel):
        found["channel"] = "unknown-channel"
    if len(entry.file) > most_file_bytes:
        found["file"] = "file-too-large"
    return found


def fault(entry: Entry, code: str) -> dict[str, str]:
    """A refusal of the intake as a fault of the field that it is about."""
    return {"file" if entry.file else "text": code if code in FAULTS else "not-readable"}


def carried(entry: Entry) -> str:
    """The entry as one word that a hidden field holds; empty where it is too large to go to and fro."""
    if len(entry.file) > MOST_CARRIED_BYTES:
        return ""
    return urlsafe_b64encode(msgspec.msgpack.encode(entry)).decode()


def _carried(word: str) -> Entry | None:
    """The entry again; None for what is none, since anybody can put anything into a form."""
    try:
        found = msgspec.msgpack.decode(urlsafe_b64decode(word.encode("ascii")), type=Entry)
    except (ValueError, msgspec.DecodeError):
        return None
    return found if IDENTIFIER.fullmatch(found.identifier) and len(found.media_type) <= LONGEST_TYPE else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
