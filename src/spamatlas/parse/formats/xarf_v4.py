"""An XARF report, version 4 (xarf.org): spam and bulk messages, and the content that messages lead to."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Category, Channel, Hop, Link, MeasuringPoint, Message, Party, Rejected, Submission
from spamatlas.parse.address import address_from
from spamatlas.parse.evidence import Item, item, mail_in, text_in
from spamatlas.parse.instant import instant_from
from spamatlas.parse.links import link_from, links_in
from spamatlas.parse.numbers import numbers_in
from spamatlas.parse.parser import Parser
from spamatlas.parse.party import party_from

MOST_LINKS = 200

_CHANNELS = {
    "smtp": Channel.EMAIL,
    "sms": Channel.SMS,
    "whatsapp": Channel.IM,
    "telegram": Channel.IM,
    "signal": Channel.IM,
    "chat": Channel.IM,
    "social_media": Channel.SOCIAL,
    "push_notification": Channel.PUSH,
}
_CATEGORIES = {"phishing": Category.PHISHING, "fraud": Category.FRAUD, "malware": Category.MALWARE}
_POINTS = {
    "spamtrap": MeasuringPoint.TRAPPED,
    "honeypot": MeasuringPoint.TRAPPED,
    "automated_filter": MeasuringPoint.ACCEPTED,
}


class _Evidence(Struct):
    content_type: str = ""
    payload: str = ""


class _Indicators(Struct, frozen=True):
    suspicious_links: list[str] = []


class Xarf(Struct):
    """The keys that are read; ``intake`` has checked the whole against the schema."""

    xarf_version: str
    category: str = ""
    type: str = ""
    timestamp: str = ""
    source_identifier: str = ""
    evidence_source: str = ""
    evidence: list[_Evidence] = []
    protocol: str = ""
    smtp_from: str = ""
    smtp_to: str = ""
    sender_name: str = ""
    subject: str = ""
    message_id: str = ""
    language: str = ""
    spam_indicators: _Indicators = _Indicators()
    url: str = ""


_decode = msgspec.json.Decoder(Xarf).decode


def parse(submission: Submission, home_country: str = "") -> Message:
    """The message that the report is about: the enclosed mail where there is one, else what the report tells.

    A report of content (a phishing page, say) is a message of channel ``web`` whose text is the address.

    Raises:
        Rejected: ``ill-formed``, ``no-text`` where it tells of nothing that can be looked at.
    """
    try:
        report = _decode(submission.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "not an XARF report, version 4") from error
    evidence = [item(each.content_type, each.payload, is_base64=True) for each in report.evidence]
    point = submission.measuring_point
    if point is MeasuringPoint.REPORTED:
        point = _POINTS.get(report.evidence_source, point)
    mail = mail_in(evidence, submission, home_country) if report.protocol in {"smtp", ""} else None
    if mail:
        return replace(
            mail,
            hops=mail.hops or _hops(report),
            envelope_from=mail.envelope_from or party_from(report.smtp_from),
            measuring_point=point,
            wrapped_in=("xarf", *mail.wrapped_in),
        )
    return _told(report, evidence, submission, home_country, point)


def _told(
    report: Xarf, evidence: list[Item], submission: Submission, home_country: str, point: MeasuringPoint
) -> Message:
    text = text_in(evidence) or report.url
    links = tuple(_links(report, text))
    if not (text.strip() or report.subject or report.source_identifier):
        raise Rejected("no-text", "the report holds no text, no subject and no source")
    return Message(
        submission_id=submission.id,
        channel=_channel(report, submission),
        subject=report.subject,
        text=text,
        sent_at=instant_from(report.timestamp),
        sender=_sender(report, home_country),
        envelope_from=party_from(report.smtp_from) if report.smtp_from else None,
        recipients=tuple(party for party in (party_from(report.smtp_to, home_country),) if party),
        links=links,
        numbers=numbers_in(text, home_country),
        hops=_hops(report),
        message_id=report.message_id,
        language=report.language,
        category=_CATEGORIES.get(report.type, ""),
        measuring_point=point,
        raw_bytes=len(submission.body),
        wrapped_in=("xarf",),
    )


def _channel(report: Xarf, submission: Submission) -> Channel:
    if report.category == "content":
        return Channel.WEB
    return _CHANNELS.get(report.protocol) or submission.channel or Channel.OTHER


def _sender(report: Xarf, home_country: str) -> Party | None:
    if report.category == "content":
        return None
    written = report.smtp_from or ("" if address_from(report.source_identifier) else report.source_identifier)
    party = party_from(written, home_country)
    return replace(party, name=report.sender_name) if party and report.sender_name else party


def _hops(report: Xarf) -> tuple[Hop, ...]:
    address = "" if report.category == "content" else address_from(report.source_identifier)
    return (Hop(address=address),) if address else ()


def _links(report: Xarf, text: str) -> Iterator[Link]:
    found = links_in(text)
    yield from found
    seen = {link.url for link in found}
    for written in [report.url, *report.spam_indicators.suspicious_links[:MOST_LINKS]]:
        link = link_from(written, written, "text") if written else None
        if link and link.url not in seen:
            seen.add(link.url)
            yield link


PARSER = Parser(
    name="xarf-v4",
    summary="An XARF report, version 4: spam, bulk messages, phishing, fraud, malware",
    accepts=("application/vnd.xarf+json",),
    parse=parse,
    rejections=frozenset({"ill-formed", "no-text"}),
)
