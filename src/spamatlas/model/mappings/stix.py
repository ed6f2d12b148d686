"""STIX 2.1 (OASIS Standard, 10 June 2021): open vocabularies, object types and labels.

STIX has no object for a telephone number: short codes and sender names too travel as ``phone-number``,
a new object declared by an extension definition, the name that OpenCTI uses as well.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from spamatlas.model.mappings.reading import Reading
from spamatlas.model.vocabulary import (
    Category,
    Channel,
    CountermeasureKind,
    Lure,
    MeasuringPoint,
    PartyKind,
    RouteClass,
    Ruling,
)

INDICATOR_TYPES = {Ruling.SPAM: "malicious-activity", Ruling.SUSPECT: "anomalous-activity", Ruling.HAM: "benign"}
_RULINGS = {theirs: ours for ours, theirs in INDICATOR_TYPES.items()} | {"compromised": Ruling.SPAM}
THREAT_ACTOR_TYPES = {Category.DISINFORMATION: "sensationalist"}
OBJECT_TYPES = {
    PartyKind.EMAIL: "email-addr",
    PartyKind.PHONE: "phone-number",
    PartyKind.SHORT_CODE: "phone-number",
    PartyKind.ALPHANUMERIC: "phone-number",
    PartyKind.SIP: "url",
    PartyKind.HANDLE: "user-account",
    PartyKind.UNKNOWN: "identity",
}
INFRASTRUCTURE_TYPES = {
    RouteClass.COMPROMISED_HOST: "botnet",
    RouteClass.IOT: "botnet",
    RouteClass.SIM_BOX: "anonymization",
}
_ROUTE_CLASSES = {"botnet": RouteClass.COMPROMISED_HOST}
MESSAGE_TYPES = {Channel.EMAIL: "email-message"}
COURSE_OF_ACTION_TYPES = {
    CountermeasureKind.LISTED: "Perimeter Blocking",
    CountermeasureKind.BLOCKED: "Perimeter Blocking",
    CountermeasureKind.NUMBER_SHUT: "Eradication",
    CountermeasureKind.HOST_DOWN: "Eradication",
    CountermeasureKind.ACCOUNT_CLOSED: "Logical Access Restrictions",
    CountermeasureKind.FILTER_RULE: "Internal Blocking",
    CountermeasureKind.WARNING: "Public Disclosure",
    CountermeasureKind.COURT_ORDER: "Policy Actions",
}
Word = TypeVar("Word", bound=StrEnum)


def indicator_type(ruling: Ruling) -> str:
    """The value of ``indicator_types`` (indicator-type-ov, section 10.5) for a ruling."""
    return INDICATOR_TYPES[ruling]


def ruling(indicator_types: Iterable[str]) -> Ruling | None:
    """The ruling that ``indicator_types`` state; the worst of several, None where they state none."""
    stated = {_RULINGS[each] for each in indicator_types if each in _RULINGS}
    return next((each for each in Ruling if each in stated), None)


def infrastructure_types(route_class: RouteClass, category: Category) -> tuple[str, ...]:
    """The values of ``infrastructure_types`` (infrastructure-type-ov, section 10.7), never empty."""
    by_kind = {Category.PHISHING: "phishing", Category.MALWARE: "hosting-malware"}
    found = [INFRASTRUCTURE_TYPES[route_class]] if route_class in INFRASTRUCTURE_TYPES else []
    found += [by_kind[category]] if category in by_kind else []
    return tuple(found) or ("unknown",)


def route_class(infrastructure_types: Iterable[str]) -> RouteClass:
    """The route class that ``infrastructure_types`` give away."""
    return next((_ROUTE_CLASSES[each] for each in infrastructure_types if each in _ROUTE_CLASSES), RouteClass.UNKNOWN)


def threat_actor_type(category: Category) -> str:
    """The value of ``threat_actor_types`` (threat-actor-type-ov, section 10.26) behind a campaign of this kind."""
    if category in {Category.PHISHING, Category.FRAUD, Category.MALWARE, Category.PREMIUM}:
        return "criminal"
    return THREAT_ACTOR_TYPES.get(category, "unknown")


def course_of_action_type(kind: CountermeasureKind) -> str:
    """What a ``course-of-action`` (section 4.3) is called by. STIX 2 has no vocabulary for it: these are the words of
    STIX 1.2.1 (CourseOfActionTypeVocab-1.0), ``Other`` where none fits.
    """
    return COURSE_OF_ACTION_TYPES.get(kind, "Other")


def object_type(kind: PartyKind) -> str:
    """The object that stands for one end of a message."""
    return OBJECT_TYPES[kind]


def message_type(channel: Channel) -> str:
    """The object that stands for a message of the channel; all but mail are wrapped as a ``note``."""
    return MESSAGE_TYPES.get(channel, "note")


def labels(channel: Channel, category: Category, lure: Lure, measuring_point: MeasuringPoint) -> tuple[str, ...]:
    """The common property ``labels`` (section 3.2), in which our own words travel exactly."""
    named = {"channel": channel, "category": category, "lure": lure, "measuring-point": measuring_point}
    return tuple(f"spamatlas:{name}={value}" for name, value in named.items())


def reading(labels: Iterable[str]) -> Reading:
    """What the labels of an object say in our words."""
    said = {name: value for name, _, value in (each.partition("=") for each in labels)}
    return Reading(
        channel=_ours(Channel, said.get("spamatlas:channel")),
        category=_ours(Category, said.get("spamatlas:category")),
        lure=_ours(Lure, said.get("spamatlas:lure")),
        measuring_point=_ours(MeasuringPoint, said.get("spamatlas:measuring-point")),
    )


def _ours(kind: type[Word], value: str | None) -> Word | None:
    return next((each for each in kind if each == value), None)
