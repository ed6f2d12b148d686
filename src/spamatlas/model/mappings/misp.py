"""MISP: machine tags of the taxonomies ``rsit`` and ``phishing``, attribute types, and tags of our own.

Names as in the MISP taxonomies ``phishing`` (version 5) and ``rsit``, and in the core format's list of
attribute types.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from spamatlas.model.mappings.reading import Reading
from spamatlas.model.vocabulary import Category, Channel, Known, Lure, MeasuringPoint, PartyKind

SPAM = 'rsit:abusive-content="spam"'
_RSIT = {
    Category.PHISHING: 'rsit:fraud="phishing"',
    Category.FRAUD: 'rsit:fraud="masquerade"',
    Category.MALWARE: 'rsit:malicious-code="malware-distribution"',
    Category.PREMIUM: 'rsit:fraud="unauthorized-use-of-resources"',
    Category.NOT_SPAM: 'rsit:other="other"',
}
_CATEGORIES = {tag: category for category, tag in _RSIT.items() if category is not Category.NOT_SPAM} | {
    'rsit:information-gathering="social-engineering"': Category.FRAUD
}
_TECHNIQUES = {
    Channel.EMAIL: 'phishing:techniques="email-spoofing"',
    Channel.SMS: 'phishing:techniques="sms-phishing"',
    Channel.MMS: 'phishing:techniques="sms-phishing"',
    Channel.RCS: 'phishing:techniques="sms-phishing"',
    Channel.VOICE: 'phishing:techniques="voice-phishing"',
    Channel.SEARCH: 'phishing:techniques="search-engines-abuse"',
    Channel.WEB: 'phishing:techniques="fake-website"',
}
_CHANNELS = {
    'phishing:techniques="email-spoofing"': Channel.EMAIL,
    'phishing:techniques="business email compromise"': Channel.EMAIL,
    'phishing:techniques="clone-phishing"': Channel.EMAIL,
    'phishing:techniques="sms-phishing"': Channel.SMS,
    'phishing:techniques="voice-phishing"': Channel.VOICE,
    'phishing:techniques="search-engines-abuse"': Channel.SEARCH,
    'phishing:techniques="fake-website"': Channel.WEB,
}
_REPORTS = {
    MeasuringPoint.REPORTED: 'phishing:report-type="manual-reporting"',
    MeasuringPoint.SURVEYED: 'phishing:report-type="manual-reporting"',
}
AUTOMATIC = 'phishing:report-type="automatic-reporting"'
BULK = 'phishing:distribution="bulk-phishing"'
ATTRIBUTE_TYPES = {
    PartyKind.EMAIL: "email-src",
    PartyKind.PHONE: "phone-number",
    PartyKind.SHORT_CODE: "phone-number",
    PartyKind.ALPHANUMERIC: "text",
    PartyKind.SIP: "uri",
    PartyKind.HANDLE: "text",
    PartyKind.UNKNOWN: "text",
}
Word = TypeVar("Word", bound=StrEnum)


def tags(
    channel: Channel, category: Category, lure: Lure, measuring_point: MeasuringPoint, bulk: Known = Known.UNKNOWN
) -> tuple[str, ...]:
    """The machine tags of a message: what kind in ``rsit``, how it phished, and our own words exactly."""
    said = [_RSIT.get(category, SPAM)]
    if category is Category.PHISHING:
        said += [_TECHNIQUES[channel]] if channel in _TECHNIQUES else []
        said += [_REPORTS.get(measuring_point, AUTOMATIC)]
        said += [BULK] if bulk is Known.YES else []
    said += [_own("channel", channel), _own("category", category), _own("measuring-point", measuring_point)]
    said += [_own("lure", lure)] if lure is not Lure.NONE else []
    return tuple(said)


def reading(tags: Iterable[str]) -> Reading:
    """What the tags of an event or attribute say; our own go before their coarser ones."""
    said = tuple(tags)
    return Reading(
        channel=_ours(Channel, "channel", said) or _first(_CHANNELS, said),
        category=_ours(Category, "category", said)
        or _first(_CATEGORIES, said)
        or (Category.OTHER if SPAM in said else None),
        lure=_ours(Lure, "lure", said),
        measuring_point=_ours(MeasuringPoint, "measuring-point", said),
    )


def attribute_type(kind: PartyKind) -> str:
    """The attribute type under which one end of a message is stored."""
    return ATTRIBUTE_TYPES[kind]


def _own(name: str, value: StrEnum) -> str:
    return f'spamatlas:{name}="{value}"'


def _ours(kind: type[Word], name: str, tags: tuple[str, ...]) -> Word | None:
    return next((value for value in kind if _own(name, value) in tags), None)


def _first(words: dict[str, Word], tags: tuple[str, ...]) -> Word | None:
    return next((words[tag] for tag in tags if tag in words), None)
