"""Machine reports that come as attachments of a mail: DMARC aggregates, TLS reports, XARF."""

import email
import email.message
import email.policy
import io
import re
from collections.abc import Iterator

from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal
from spamatlas.intake.source import Source
from spamatlas.model import Submission

MACHINE_TYPES = frozenset(
    {
        "application/vnd.spamatlas.dmarc-record+xml",
        "application/vnd.spamatlas.tls-policy+json",
        "application/vnd.xarf+json",
        "application/vnd.spamatlas.xarf-v3+json",
    }
)
MOST_BYTES = 25_000_000
MOST_NESTING = 12

_SUBJECT = re.compile(r"report[\s_-]+domain", re.IGNORECASE)
# RFC 9990, section 4.2.1: receiver "!" policy-domain "!" begin "!" end
_FILE_NAME = re.compile(r"!\d{6,12}!\d{6,12}[!.\w-]*\.(?:xml|json|zip|gz)", re.IGNORECASE)
_TYPE = re.compile(r"application/(?:tlsrpt|xarf|vnd\.xarf)", re.IGNORECASE)


def enclosed_reports(name: str, body: bytes, reading: Reading, source: Source) -> list[Submission | Refusal]:
    """The reports that a mail is the envelope of, and what was refused among them; empty for any other mail.

    RFC 9990, section 4.2.2 (aggregates), RFC 8460, section 5.3 (TLS), and XARF's ``X-XARF`` field say how
    they are sent. A mail is one of these only where a report could be read from it.
    """
    if not _may_enclose(body[:65_536]):
        return []
    if len(body) > MOST_BYTES or _nesting(body.lower()) > MOST_NESTING:
        return []
    message = email.message_from_bytes(body, policy=email.policy.compat32)
    filed: list[Submission | Refusal] = []
    for file_name, content in _candidates(message):
        inner = reading.read(
            f"{name}!/{file_name}", io.BytesIO(content), layers=source.layers, wraps=source.wraps, file_name=file_name
        )
        filed += inner
    if any(isinstance(each, Submission) and each.media_type in MACHINE_TYPES for each in filed):
        return [each for each in filed if isinstance(each, Refusal) or each.media_type in MACHINE_TYPES]
    return []


def _nesting(lowered: bytes) -> int:
    return lowered.count(b"boundary") + lowered.count(b"message/")


def _may_enclose(head: bytes) -> bool:
    # Written out, and in one case: of most mails this is all that is done here, and a loop took half as long again.
    head = head.lower()
    return b"eport-i" in head or b"tlsrpt" in head or b"xarf" in head or (b"!" in head and b".xml" in head)


def _candidates(message: email.message.Message) -> Iterator[tuple[str, bytes]]:
    """File name and content of each part that may hold a report."""
    told = bool(_SUBJECT.search(str(message.get("subject", "")))) or "x-xarf" in message
    for part in message.walk():
        if part.is_multipart() or (part.get_content_type() in {"text/plain", "text/html"} and not part.get_filename()):
            continue
        file_name = str(part.get_filename("") or "attachment").rpartition("/")[2]
        if told or _FILE_NAME.search(file_name) or _TYPE.match(part.get_content_type()) or "xarf" in file_name.lower():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                yield file_name.encode("utf-8", "replace").decode()[:200], content
