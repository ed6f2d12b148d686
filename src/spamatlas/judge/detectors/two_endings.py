"""A file that pretends to be another kind."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

_TWO = re.compile(r"\.(?:pdf|docx?|xlsx?|jpe?g|png|txt|gif|mp3|wav|csv)[ _.]+(?:\w{2,4})$", re.IGNORECASE)
# What programs write behind another ending (letter.docx.pdf), packed and signed files: each is what it says.
_HONEST = frozenset(
    (
        *("pdf", "jpg", "jpeg", "png", "gif", "webp", "txt", "csv", "docx", "xlsx"),
        *("gz", "zip", "asc", "sig", "p7s", "p7m", "gpg", "pgp"),
    )
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a harmless ending before the real one, or a reversed name (U+202E)."""
    for file in message.attachments:
        name = file.name.rstrip(". ")  # as Windows does
        if "\u202e" in name or (_TWO.search(name) and file.ending not in _HONEST):
            yield Finding()


DETECTOR = Detector(
    name="two-endings",
    summary="an attachment with two endings or a name that is turned around",
    reason="An attached file pretends to be another kind of file.",
    weight=2.0,
    needs="attachments",
    judge=judge,
)
