"""One mail: a raw message (RFC 5322), an ARF report (RFC 5965), or a mail that carries machine reports."""

import re

from spamatlas.intake.enclosed import enclosed_reports
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.source import Source

_FIELD = re.compile(rb"(?:\s*\r?\n)?[!-9;-~]{1,76}[ \t]*:")
_KNOWN = re.compile(
    rb"^(received|from|to|subject|date|message-id|return-path|mime-version|content-type|delivered-to|reply-to|"
    rb"cc|sender|x-[a-z0-9-]+|authentication-results|dkim-signature|content-transfer-encoding)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LEADING = re.compile(rb"\s*(?:>?From [^\n]*\n)?")
_LOOKED_AT_BYTES = 8192


def recognise(source: Source, _options: Options) -> Likeness:
    """By a header field at the top, and one that mails have."""
    head = source.head[:_LOOKED_AT_BYTES]
    if _FIELD.match(head) and _KNOWN.search(head):
        return Likeness.LIKELY
    if _LEADING.match(head).end() and _KNOWN.search(head):  # type: ignore[union-attr]
        return Likeness.POSSIBLE
    if source.file_name.endswith((".eml", ".mail", ".rfc822")):
        return Likeness.NAMED
    return Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """The mail, or in its stead the DMARC, TLS or XARF reports that it brought.

    Raises:
        Refused: ``too-large``.
    """
    yield from mail(source.name, source.read(reading.options.max_report_bytes), reading, source)


def mail(name: str, body: bytes, reading: Reading, source: Source) -> Filed:
    """The submissions of one mail's bytes; a leading mbox separator is no part of it."""
    if body[:1] in b" \t\r\nF>":
        body = body[_LEADING.match(body).end() :] or body  # type: ignore[union-attr]
    reports = enclosed_reports(name, body, reading, source)
    yield from reports or (reading.mail(name, body),)


READER = Reader(
    name="mail",
    summary="one mail: .eml, or raw bytes of any name; ARF reports too",
    recognise=recognise,
    read=read,
    media_types=("message/rfc822", "message/global", "message/feedback-report"),
)
