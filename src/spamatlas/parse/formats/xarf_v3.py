"""An XARF report, version 3 (or 2), as it is still sent by many."""

from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Category, Channel, Hop, Message, Rejected, Submission
from spamatlas.parse.address import address_from
from spamatlas.parse.evidence import Item, item, mail_in, text_in
from spamatlas.parse.instant import instant_from
from spamatlas.parse.links import link_from, links_in
from spamatlas.parse.numbers import numbers_in
from spamatlas.parse.parser import Parser
from spamatlas.parse.party import party_from

_CATEGORIES = {"phish": Category.PHISHING, "fraud": Category.FRAUD, "scam": Category.FRAUD, "malware": Category.MALWARE}


class _Report(Struct, rename="pascal"):
    report_class: str = ""
    report_type: str = ""
    date: str = ""
    source_ip: str = ""
    source: Any = None
    source_url: str = ""
    url: str = msgspec.field(default="", name="URL")
    smtp_mail_from_address: str = ""
    smtp_rcpt_to_address: str = ""
    smtp_message_subject: str = ""
    samples: list[Any] = []


class Xarf(Struct, rename="pascal"):
    """The keys that are read: ``ReporterInfo`` and who disclosed what to whom are not."""

    version: str | int | float
    report: _Report


_decode = msgspec.json.Decoder(Xarf).decode


def parse(submission: Submission, home_country: str = "") -> Message:
    """The message that the report is about: the enclosed mail where there is one, else what the report tells.

    Raises:
        Rejected: ``ill-formed``, ``no-text`` where it tells of nothing that can be looked at.
    """
    try:
        report = _decode(submission.body).report
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "not an XARF report, version 3") from error
    samples = [_item(sample) for sample in report.samples if isinstance(sample, dict)]
    hops = (Hop(address=_address(report)),) if _address(report) else ()
    mail = mail_in(samples, submission, home_country)
    if mail:
        return replace(mail, hops=mail.hops or hops, wrapped_in=("xarf", *mail.wrapped_in))
    url = report.source_url or report.url
    text = text_in(samples) or url
    link = link_from(url, url, "text") if url else None
    if not (text.strip() or report.smtp_message_subject or hops):
        raise Rejected("no-text", "the report holds no text, no subject and no source")
    return Message(
        submission_id=submission.id,
        channel=_channel(report, submission),
        subject=report.smtp_message_subject,
        text=text,
        sent_at=instant_from(report.date),
        sender=party_from(report.smtp_mail_from_address, home_country),
        recipients=tuple(party for party in (party_from(report.smtp_rcpt_to_address, home_country),) if party),
        links=links_in(text) or ((link,) if link else ()),
        numbers=numbers_in(text, home_country),
        hops=hops,
        category=_category(report.report_type),
        measuring_point=submission.measuring_point,
        raw_bytes=len(submission.body),
        wrapped_in=("xarf",),
    )


def _item(sample: dict[str, Any]) -> Item:
    return item(str(sample.get("ContentType", "")), str(sample.get("Payload", "")), bool(sample.get("Base64Encoded")))


def _address(report: _Report) -> str:
    source = report.source if isinstance(report.source, dict) else {}
    return address_from(report.source_ip) or address_from(str(source.get("IP", "")))


def _channel(report: _Report, submission: Submission) -> Channel:
    if report.smtp_mail_from_address or report.smtp_message_subject or report.report_type.casefold() == "spam":
        return submission.channel or Channel.EMAIL
    return Channel.WEB if report.source_url or report.url else submission.channel or Channel.OTHER


def _category(kind: str) -> str:
    return next((category for part, category in _CATEGORIES.items() if part in kind.casefold()), "")


PARSER = Parser(
    name="xarf-v3",
    summary="An XARF report, version 3 or 2",
    accepts=("application/vnd.spamatlas.xarf-v3+json",),
    parse=parse,
    rejections=frozenset({"ill-formed", "no-text"}),
)
