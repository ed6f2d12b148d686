"""Text that is written backwards and shown forwards."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.judge.direction import is_in_pieces
from spamatlas.model import Message, Origin

_TURNED = re.compile("\u202e[^\u202c\n]{0,3}[A-Za-z\u00c0-\u052f0-9]")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where an override (Unicode UAX 9, section 2.2) turns letters round that run from left to right,
    or where isolates (section 2.4) put the letters of a word into another order one by one.

    Names of files too: ``gpj.exe`` is shown as ``exe.jpg``.
    """
    written = (message.subject, message.text[:3000], *[file.name for file in message.attachments[:20]])
    if any(("\u202e" in text and _TURNED.search(text)) or is_in_pieces(text) for text in written):
        yield Finding()


DETECTOR = Detector(
    name="turned-text",
    summary="letters turned round by an override of the writing direction",
    reason="Words or names of files are written backwards and shown forwards.",
    weight=1.6,
    channels=TEXTS,
    needs="beyond_ascii",
    judge=judge,
)
