"""XARF version 4: category and type, protocol, lure and fraud types, where evidence came from, tags.

Names as in the published schemas (``messaging-spam``, ``content-phishing``, ``content-fraud``,
``content-malware``, ``content-base``). XARF has no protocol for voice, MMS, RCS, search, things or fax:
they travel as ``other`` with a tag.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from spamatlas.model.mappings.reading import Reading
from spamatlas.model.vocabulary import Category, Channel, Lure, MeasuringPoint

_TAG = "spamatlas"
Word = TypeVar("Word", bound=StrEnum)

PROTOCOLS = {
    Channel.EMAIL: "smtp",
    Channel.SMS: "sms",
    Channel.IM: "chat",
    Channel.SOCIAL: "social_media",
    Channel.PUSH: "push_notification",
}
_CHANNELS = {theirs: ours for ours, theirs in PROTOCOLS.items()} | dict.fromkeys(
    ("whatsapp", "telegram", "signal"), Channel.IM
)
LURE_TYPES = {
    Lure.PARCEL: "shipping_notification",
    Lure.BANK: "payment_issue",
    Lure.TAX: "tax_refund",
    Lure.LOTTERY: "prize_notification",
    Lure.DOCUMENT: "document_share",
    Lure.ACCOUNT: "account_suspension",
}
_LURES = {theirs: ours for ours, theirs in LURE_TYPES.items()} | {
    "security_alert": Lure.ACCOUNT,
    "password_reset": Lure.ACCOUNT,
    "other": Lure.OTHER,
}
FRAUD_TYPES = {
    Lure.INVESTMENT: "investment",
    Lure.DATING: "romance",
    Lure.TECH_SUPPORT: "tech_support",
    Lure.LOTTERY: "lottery",
    Lure.CHARITY: "charity",
    Lure.JOB: "employment",
    Lure.TAX: "government_impersonation",
    Lure.FINE: "government_impersonation",
}
_FRAUD_LURES = {
    "investment": Lure.INVESTMENT,
    "cryptocurrency": Lure.INVESTMENT,
    "romance": Lure.DATING,
    "tech_support": Lure.TECH_SUPPORT,
    "lottery": Lure.LOTTERY,
    "advance_fee": Lure.LOTTERY,
    "charity": Lure.CHARITY,
    "employment": Lure.JOB,
    "government_impersonation": Lure.TAX,
    "shopping": Lure.OTHER,
    "other": Lure.OTHER,
}
_CONTENT = {Category.PHISHING: "phishing", Category.FRAUD: "fraud", Category.MALWARE: "malware"}
_TYPES = {theirs: ours for ours, theirs in _CONTENT.items()}
_EVIDENCE_SOURCES = {
    MeasuringPoint.CONNECTION: "automated_filter",
    MeasuringPoint.ACCEPTED: "automated_filter",
    MeasuringPoint.DELIVERED: "automated_filter",
    MeasuringPoint.REPORTED: "user_complaint",
    MeasuringPoint.TRAPPED: "spamtrap",
    MeasuringPoint.SURVEYED: "user_complaint",
}
_MEASURING_POINTS = {
    "spamtrap": MeasuringPoint.TRAPPED,
    "honeypot": MeasuringPoint.TRAPPED,
    "user_complaint": MeasuringPoint.REPORTED,
    "user_report": MeasuringPoint.REPORTED,
    "automated_filter": MeasuringPoint.ACCEPTED,
    "content_analysis": MeasuringPoint.ACCEPTED,
}


def fields(
    channel: Channel, category: Category, lure: Lure, measuring_point: MeasuringPoint, *, url: bool = False
) -> dict[str, Any]:
    """The classifying fields of a report: category, type, evidence_source, tags and what the type asks for.

    With ``url``, deceit and malware are reported as *content*, whose schemas require the address of the page;
    without one, and for all other kinds, as ``messaging/spam``.
    """
    own = {"channel": channel, "category": category, "lure": lure, "measuring-point": measuring_point}
    tags = [f"{_TAG}-{name}:{value}" for name, value in own.items()]
    shared = {"evidence_source": _EVIDENCE_SOURCES[measuring_point], "tags": tags}
    if not url or category not in _CONTENT:
        return {"category": "messaging", "type": "spam", "protocol": PROTOCOLS.get(channel, "other")} | shared
    content = {"category": "content", "type": _CONTENT[category]} | shared
    if category is Category.PHISHING:
        content["lure_type"] = LURE_TYPES.get(lure, "other")
    elif category is Category.FRAUD:
        content["fraud_type"] = FRAUD_TYPES.get(lure, "other")
    return content


def reading(report: Mapping[str, Any]) -> Reading:
    """What the classifying fields of a report say; our own tags go before their coarser words."""
    kind = str(report.get("type", ""))
    tags = _tags(report.get("tags"))
    return Reading(
        channel=_value(Channel, tags, "channel") or _CHANNELS.get(str(report.get("protocol", ""))),
        category=_value(Category, tags, "category")
        or (_TYPES.get(kind) if report.get("category") == "content" else None),
        lure=_value(Lure, tags, "lure")
        or _FRAUD_LURES.get(str(report.get("fraud_type", "")))
        or _LURES.get(str(report.get("lure_type", ""))),
        measuring_point=_value(MeasuringPoint, tags, "measuring-point")
        or _MEASURING_POINTS.get(str(report.get("evidence_source", ""))),
    )


def _tags(tags: object) -> dict[str, str]:
    listed: Iterable[object] = tags if isinstance(tags, list) else ()
    pairs = (tag.partition(":") for tag in listed if isinstance(tag, str))
    return {name: value for name, _, value in pairs}


def _value(kind: type[Word], tags: Mapping[str, str], name: str) -> Word | None:
    try:
        return kind(tags[f"{_TAG}-{name}"])
    except (KeyError, ValueError):
        return None
