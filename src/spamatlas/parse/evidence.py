"""What an XARF report (version 3 or 4) encloses of the message that it is about."""

import base64
import binascii
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Message, Rejected, Submission
from spamatlas.parse.mail.reading import read_mail

_MAILS = frozenset({"message/rfc822", "message/global", "text/email", "text/rfc822-headers", "text/rfc822"})


class Item(Struct, frozen=True):
    """A piece of evidence; ``content_type`` without parameters, in lower case."""

    content_type: str
    body: bytes


def item(content_type: str, payload: str, is_base64: bool) -> Item:
    """A piece as a report writes it; what is not base64 after all is taken as it stands."""
    plain = content_type.partition(";")[0].strip().lower()
    if is_base64:
        try:
            return Item(plain, base64.b64decode(payload, validate=False))
        except (binascii.Error, ValueError):
            pass
    return Item(plain, payload.encode("utf-8", "replace"))


def mail_in(items: Iterable[Item], submission: Submission, home_country: str) -> Message | None:
    """The first mail that is enclosed whole and can be read."""
    for each in items:
        if each.content_type in _MAILS:
            try:
                return read_mail(replace(submission, body=each.body), home_country)
            except Rejected:
                continue
    return None


def text_in(items: Iterable[Item]) -> str:
    """The first plain text that is enclosed."""
    return next((each.body.decode("utf-8", "replace") for each in items if each.content_type == "text/plain"), "")
