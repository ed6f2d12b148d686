"""Feedback reports (ARF): what the report says, laid over the message that it is about."""

from ipaddress import ip_address

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Authentication, Category, Hop, MeasuringPoint, Message
from spamatlas.parse.links import links_in
from spamatlas.parse.mail.authentication import authentication_from
from spamatlas.parse.mail.content import message_bytes
from spamatlas.parse.mail.field import Fields, header_in, text_of, value_of
from spamatlas.parse.mail.forward import leaves
from spamatlas.parse.mail.mailbox import first_mailbox, mailboxes
from spamatlas.parse.mail.moment import moment_from
from spamatlas.parse.mail.part import Part

_ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/global")
_CATEGORIES = {"not-spam": Category.NOT_SPAM, "fraud": Category.FRAUD, "virus": Category.MALWARE}
_METHODS = {"bodyhash": "dkim", "revoked": "dkim", "signature": "dkim", "adsp": "dkim", "spf": "spf", "dmarc": "dmarc"}


class Feedback(Struct, frozen=True):
    """One feedback report: its fields (RFC 5965, section 3) and the message, empty if left out."""

    fields: Fields
    original: bytes


def feedback_in(root: Part) -> Feedback | None:
    """The feedback report that a mail is, by its machine-readable part; None where it is none."""
    if not root.children:
        return None
    parts = leaves(root)
    report = next((part for part in parts if part.content_type == "message/feedback-report"), None)
    if report is None:
        return None
    original = next((part for part in parts if part.content_type in _ORIGINALS), None)
    fields = tuple((name, text_of(value)) for name, value in header_in(report.body.lstrip()).fields)
    return Feedback(fields, message_bytes(original).lstrip() if original else b"")


def annotate(message: Message, feedback: Feedback) -> Message:
    """The message with what the report knows of its arrival.

    Source-IP is the newest hop unless the message says the same; Feedback-Type gives the category where
    it is one (not-spam: RFC 6430); auth-failure (RFC 6591) gives a failed result; Incidents the volume.
    """
    fields = feedback.fields
    sender, at = value_of(fields, "Original-Mail-From"), moment_from(value_of(fields, "Arrival-Date"))
    at = at or moment_from(value_of(fields, "Received-Date"))
    recipients = [party for name, value in fields if name.lower() == "original-rcpt-to" for party in mailboxes(value)]
    links = [link for name, value in fields if name.lower() == "reported-uri" for link in links_in(value)]
    return replace(
        message,
        envelope_from=message.envelope_from or first_mailbox(sender),
        sent_at=message.sent_at or at,
        recipients=tuple(dict.fromkeys((*message.recipients, *recipients))),
        links=tuple({link.url: link for link in (*message.links, *links)}.values()),
        hops=_hops(message, fields),
        authentication=_each_once((*authentication_from(fields), *_failures(fields), *message.authentication)),
        category=_CATEGORIES.get(value_of(fields, "Feedback-Type").strip().lower(), ""),
        volume=_volume(value_of(fields, "Incidents")),
        measuring_point=MeasuringPoint.REPORTED,
    )


def _each_once(results: tuple[Authentication, ...]) -> tuple[Authentication, ...]:
    found: dict[Authentication, Authentication] = {}
    for each in results:
        found.setdefault(replace(each, is_believed=True), each)
    return tuple(found.values())


def _hops(message: Message, fields: Fields) -> tuple[Hop, ...]:
    written = value_of(fields, "Source-IP").split(" ")[0].strip("[]").removeprefix("IPv6:")
    try:
        address = str(ip_address(written))
    except ValueError:
        return message.hops
    if any(hop.address == address for hop in message.hops[:3]):
        return message.hops
    by = value_of(fields, "Reporting-MTA").rpartition(";")[2].strip().lower()
    return (Hop(by=by, address=address, at=moment_from(value_of(fields, "Arrival-Date"))), *message.hops)


def _failures(fields: Fields) -> tuple[Authentication, ...]:
    failure = value_of(fields, "Auth-Failure").strip().lower()
    if not failure:
        return ()
    domain = value_of(fields, "DKIM-Domain") if _METHODS.get(failure) == "dkim" else ""
    domain = (domain or value_of(fields, "Reported-Domain")).strip().lower()
    server = value_of(fields, "Reporting-MTA").rpartition(";")[2].strip().lower()
    return (Authentication(server, _METHODS.get(failure, failure), "fail", domain),)


def _volume(written: str) -> int:
    """Incidents (RFC 5965, section 3.2): how many messages the report stands for, 1 to a million."""
    written = written.strip()
    return min(max(int(written), 1), 1_000_000) if written.isdecimal() and len(written) < 10 else 1
