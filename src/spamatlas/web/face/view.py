"""What a page's address asks for: a time, a channel, a kind or a country; what can't be followed is said in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import Category, Channel, Rejected, WaypointKind
from spamatlas.statistics import Statistic, moment

RANGES = ("24h", "7d", "14d", "30d")
DEFAULT = "14d"
USUAL, LONGEST = timedelta(days=13), timedelta(days=366)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FILTERS = ("channel", "category", "country", "destination", "place")
PLACE = re.compile(rf"(?:{'|'.join(WaypointKind)}):[^\x00-\x1f\x7f]{{1,60}}")
"""A place of the route graph: ``kind:name``."""


class View(Struct, frozen=True, kw_only=True):
    """``since`` is one of the ranges, or a day beside ``until``, the last day shown. Empty filters show everything.

    ``first`` and ``after`` are the same as times: the first shown and the first not shown any more.
    ``remarks`` say, in the reader's language, what of the address could not be followed and what is shown instead.
    """

    since: str = DEFAULT
    until: str = ""
    channel: str = ""
    category: str = ""
    country: str = ""
    destination: str = ""
    place: str = ""
    lang: str = ""
    first: datetime
    after: datetime
    remarks: tuple[str, ...] = ()

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    def set(self, offered: Sequence[str]) -> bool:
        """Whether any of the filters that a page offers is set."""
        return any(name in offered for name in self.chosen)

    @property
    def time(self) -> dict[str, str]:
        """``since`` and ``until`` as statistics take them: these end before ``until``, a page with it."""
        if not self.until:
            return {"since": self.since}
        following = datetime.fromisoformat(self.until) + timedelta(days=1)
        return {"since": self.since, "until": following.date().isoformat()}

    def parameters(self, statistic: Statistic) -> dict[str, str]:
        """What to ask a statistic for: the time, and those of the filters that it knows."""
        return self.time | {name: value for name, value in self.chosen.items() if name in statistic.parameters}

    def unheeded(self, statistic: Statistic) -> list[str]:
        """The filters that are set and that a statistic can't be cut by."""
        return [name for name in self.chosen if name not in statistic.parameters]

    def query(self, **changes: str) -> str:
        """The view as a query string, with some of it changed."""
        said = {"since": self.since, "until": self.until, **self.chosen, "lang": self.lang, **changes}
        return urlencode({name: value for name, value in said.items() if value})


def view_of(query: Mapping[str, str], language: Language, now: datetime, country: str = "") -> View:
    """The view that an address asks for, or the nearest sensible one; ``country`` is that of a country's page."""
    remarks: list[str] = []
    since, until = _time(query, language, now, remarks)
    channel = _one_of(query.get("channel", ""), set(Channel), "channel", language, remarks)
    category = _one_of(query.get("category", ""), set(Category), "category", language, remarks)
    countries = {*language.countries(), "XK"}
    code = country or _one_of(query.get("country", "").upper(), countries, "country", language, remarks)
    destination = _one_of(query.get("destination", "").upper(), countries, "country", language, remarks)
    place = query.get("place", "").strip()
    if place and not PLACE.fullmatch(place):
        remarks.append(language.gettext("There is no such place on the way: all places are shown."))
        place = ""
    if category and code:
        remarks.append(language.gettext("Kinds and countries are counted apart: all kinds are shown."))
        category = ""
    first = moment(since, now) or now
    after = datetime.fromisoformat(until).replace(tzinfo=UTC) + timedelta(days=1) if until else now
    return View(
        first=first,
        after=after,
        since=since,
        until=until,
        channel=channel,
        category=category,
        country=code,
        destination=destination,
        place=place,
        lang=language.code if query.get("lang") == language.code else "",
        remarks=tuple(remarks),
    )


def _one_of(value: str, known: set[str], name: str, language: Language, remarks: list[str]) -> str:
    if not value or value in known:
        return value
    said = {
        "channel": language.gettext("There is no such channel in our list: all channels are shown."),
        "category": language.gettext("There is no such kind in our list: all kinds are shown."),
        "country": language.gettext("There is no such country code (ISO 3166-1): all countries are shown."),
    }
    remarks.append(said[name])
    return ""


def _time(query: Mapping[str, str], language: Language, now: datetime, remarks: list[str]) -> tuple[str, str]:
    """``since`` and ``until`` for a view: a range, or two days in their order, neither in the future."""
    asked, end = query.get("since", ""), query.get("until", "")
    if not end and asked in {"", *RANGES}:
        return asked or DEFAULT, ""
    until = _day(end, now) if end else now
    since = _day(asked, now) if asked or until is None else until - USUAL
    if since is None or until is None:
        remarks.append(language.gettext("That time can't be read: the last 14 days are shown."))
        return DEFAULT, ""
    if since > until:
        remarks.append(language.gettext("The first day lay after the last one: they are exchanged."))
        since, until = until, since
    if until.date() > now.date():
        remarks.append(language.gettext("The time is cut at today: nothing is known of the future."))
        until = now
    if since > until or until < EARLIEST:
        remarks.append(language.gettext("Nothing is counted in that time: the last 14 days are shown."))
        return DEFAULT, ""
    if until - since > LONGEST:
        remarks.append(language.gettext("A page shows a year at most: the last year of that time is shown."))
        since = until - LONGEST
    return since.date().isoformat(), until.date().isoformat()


def _day(text: str, now: datetime) -> datetime | None:
    try:
        return moment(text, now)
    except Rejected:
        return None
