"""What the interface answers of campaigns, as records; see ``shapes``."""

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from spamatlas.model import Phase
from spamatlas.web.api.countermeasure_shapes import CountermeasureOfCampaign
from spamatlas.web.api.shapes import CampaignName, Share, Value


class Tie(Struct, frozen=True):
    """By what newest reports of a campaign were put into it: a linkage by name (``value``) and in ``words``.

    ``reports`` counts those that it tied, ``joined`` those by which two campaigns became one; ``alike`` is the mean
    score, 0 to 1.
    """

    value: str
    words: str
    reports: int
    alike: float
    joined: int


class DayOfWording(Struct, frozen=True):
    """A day (UTC) and its reports."""

    day: date
    reports: int


class DayOfCampaign(Struct, frozen=True):
    """A day (UTC) with reports, and how many people they are from."""

    day: date
    reports: int
    reporters: int


class StretchOfLife(Struct, frozen=True):
    """A time between silences: its first and last day with reports, and its highest day."""

    first: date
    last: date
    reports: int
    peak: date
    peak_reports: int


class LifeOfCampaign(Struct, frozen=True):
    """The course of a campaign, told from its days.

    Quiet (``quiet_since``) is a campaign of ten reports or more after a week without one, in which at its pace at least
    three would have come; what comes then begins a new stretch. ``week`` counts the reports of the last 168 hours,
    ``week_before`` those of the 168 before. New and returned: for the first seven days. Growing and fading: where the
    two weeks differ by more than two standard deviations. Few: fewer than ten reports.
    """

    phase: Phase
    stretches: list[StretchOfLife]
    week: int
    week_before: int
    quiet_since: date | None
    days: list[DayOfCampaign]


class LanguageOfCampaign(Struct, frozen=True):
    """A language of reports over the whole life, its first and last day; how many is not counted."""

    value: str
    first: date
    last: date


class Spread(Struct, frozen=True):
    """The commonest values of each kind, out of the ``looked_at`` newest reports.

    ``operators`` are networks by number, ``destination_operators`` who serves the recipients. ``brands`` are names that
    hosts and senders borrow, each with the reports of the commonest of these, so at least so many.
    """

    looked_at: int
    channels: list[Value]
    languages: list[LanguageOfCampaign]
    brands: list[Value]
    countries: list[Value]
    operators: list[Value]
    destinations: list[Value]
    destination_operators: list[Value]
    routes: list[Value]
    hosts: list[Value]
    numbers: list[Value]
    senders: list[Value]


class Wording(Struct, frozen=True):
    """Reports of the same words, apart from names, numbers and links; ``report`` is the newest of them.

    ``sequence`` is its place in the order of reports.
    """

    sequence: int
    report: str
    reports: int
    reporters: int
    first_seen: datetime
    last_seen: datetime
    days: list[DayOfWording]


class Variants(Struct, frozen=True):
    """``distinct`` wordings of ``reports`` with words (the newest 300,000); ``shown`` are those of most reports."""

    distinct: int
    reports: int
    shown: list[Wording]


class Kin(Struct, frozen=True):
    """Another campaign whose texts mean the same, ``likeness`` 0 to 1: in ``kin`` a suggestion, in ``joined`` one that
    became part of this because of that and of what both share.

    ``shared`` and ``differing`` are the traits that both have in common, and that both have and differ in: by name,
    and in words.
    """

    campaign: CampaignName
    likeness: Share
    shared: list[str]
    differing: list[str]
    shared_words: list[str]
    differing_words: list[str]


class WordingCounts(Struct, frozen=True):
    """How many distinct wordings of a campaign were read, and how many of those say an earlier one otherwise."""

    read: int
    rewritten: int


class Reading(Struct, frozen=True):
    """What the careful judge makes of so many ``wordings``, as a reason in words; ``weight`` is what that adds to their
    log-odds of spam, in the mean.
    """

    text: str
    wordings: int
    weight: float


class Way(Struct, frozen=True):
    """Two places that followed one another on the way of so many of the newest reports: kind, name and country of each.

    ``certainty`` is that of the less certain place, the mean of the reports.
    """

    source: tuple[str, str, str]
    target: tuple[str, str, str]
    certainty: Share
    reports: int
    reporters: int


class Campaign(Struct, frozen=True):
    """What a campaign's reports add up to; ``last_day`` and ``day_before`` count the last 24 hours and those before.

    ``name`` is what people call it, ``is_pinned`` whether the background pass leaves it alone. What follows is there
    where one campaign was asked for by name: ``ties``, ``ways``, ``life``, ``spread`` and ``variants`` ``as_of`` a
    moment, of a campaign of 2,000 reports and more up to two minutes ago. So are reporters, verdict, channels,
    languages, countries, domains and classes of routes of such a one, in lists too; all else is as it is now.
    """

    campaign: CampaignName
    size: int
    reporters: int
    first_seen: datetime
    last_seen: datetime
    channels: list[str]
    languages: list[str]
    countries: list[str]
    domains: list[str]
    route_classes: list[str]
    spam: float
    ruling: str
    category: str
    lure: str
    call_to_action: str
    last_day: int
    day_before: int
    name: str
    is_pinned: bool
    as_of: datetime | UnsetType = UNSET
    ties: list[Tie] | UnsetType = UNSET
    ways: list[Way] | UnsetType = UNSET
    life: LifeOfCampaign | UnsetType = UNSET
    spread: Spread | UnsetType = UNSET
    variants: Variants | UnsetType = UNSET
    kin: list[Kin] | UnsetType = UNSET
    joined: list[Kin] | UnsetType = UNSET
    meanings: list[Reading] | UnsetType = UNSET
    wordings: WordingCounts | UnsetType = UNSET
    countermeasures: list[CountermeasureOfCampaign] | UnsetType = UNSET


class InBoth(Struct, frozen=True):
    """A thing, and how many reports of the first and of the second campaign name it; ``name`` is an operator."""

    value: str
    first: int
    second: int
    name: str | UnsetType = UNSET


class InCommon(Struct, frozen=True):
    """Under one heading: how many values each and both have; the commonest of both, and of each alone."""

    in_first: int
    in_second: int
    in_both: int
    both: list[InBoth]
    first: list[InBoth]
    second: list[InBoth]


class Join(Struct, frozen=True):
    """A linkage that holds between reports of the two, by name and in words, and how surely (0 to 1)."""

    value: str
    words: str
    alike: float


class NearestWordings(Struct, frozen=True):
    """Reports of the two wordings that are most alike; ``alike`` is the share of their shingles in common."""

    first: str
    second: str
    alike: Share


class CampaignPair(Struct, frozen=True):
    """Two campaigns side by side.

    ``common`` goes by heading: those of ``spread`` but languages and brands, and ``wordings``, whose values are
    fingerprints. Each is read of the newest reports, ``spread.looked_at`` of each campaign. ``joins`` are between
    reports of their commonest wordings.
    """

    first: Campaign
    second: Campaign
    common: dict[str, InCommon]
    joins: list[Join]
    nearest: NearestWordings | None


class With(Struct, frozen=True, forbid_unknown_fields=True):
    """The campaigns that become one with the one of the address."""

    campaigns: Annotated[list[str], Meta(min_length=1, max_length=1_000)]


class Chosen(Struct, frozen=True, forbid_unknown_fields=True):
    """Reports by their ids or their callers' ids; ``by_wording``: and all of the campaign that say the same."""

    reports: Annotated[list[str], Meta(min_length=1, max_length=1_000)]
    by_wording: bool = False


class Labelled(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be said of a campaign; what is left out stays. An empty name takes the name away."""

    name: Annotated[str, Meta(max_length=80)] | None = None
    is_pinned: bool | None = None


class Undoing(Struct, frozen=True, forbid_unknown_fields=True):
    """An action by its number; 0 for the latest."""

    action: Annotated[int, Meta(ge=0)] = 0
