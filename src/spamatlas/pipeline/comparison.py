"""What is stored of a time, ruled under two profiles: where they agree, where they differ, and for what reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from msgspec import Struct

from spamatlas.judge import Profile, ruling_of
from spamatlas.judge.law import CARRIES, REFUSED, TO_BUSINESS, excuse_of
from spamatlas.model import Category, Channel, Evidence, Known, Lure, Opinion, Reason, Rejected, Ruling
from spamatlas.store import Store
from spamatlas.store.cells import Cells, Wanted, cells

TOLD = ("feedback", "feedback-copy")
CODES = tuple(sorted({*REFUSED, *CARRIES["way_out"], *CARRIES["label"], TO_BUSINESS, *TOLD}))


class Ruled(Struct, frozen=True, kw_only=True):
    """So many reports of a channel that the two profiles rule so.

    ``excuses`` are why each does not call them spam, as codes of ``judge.law``; empty where nothing excuses them.
    """

    channel: Channel
    rulings: tuple[Ruling, Ruling]
    excuses: tuple[str, str]
    reports: int


class Comparison(Struct, frozen=True, kw_only=True):
    """``reports`` of the time there are, ``read`` of them, the newest, were ruled; ``rows`` are the largest first."""

    profiles: tuple[str, str]
    since: datetime
    until: datetime
    reports: int
    read: int
    rows: tuple[Ruled, ...]

    @property
    def differing(self) -> int:
        """How many reports the two rule differently."""
        return sum(row.reports for row in self.rows if row.rulings[0] is not row.rulings[1])

    def count(self, first: Ruling, second: Ruling) -> int:
        """How many reports the first rules so and the second so."""
        return sum(row.reports for row in self.rows if row.rulings == (first, second))


def month_of(word: str, now: datetime) -> tuple[datetime, datetime]:
    """The first moment of a month written ``2026-11``, and that of the next; of the present one where nothing is said.

    Raises:
        Rejected: ``bad-month``.
    """
    try:
        first = datetime.strptime(word or f"{now:%Y-%m}", "%Y-%m").replace(tzinfo=UTC)
        return first, first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    except ValueError as error:
        raise Rejected("bad-month", "a month is written as 2026-11") from error


def compared(store: Store, profiles: tuple[Profile, Profile], since: datetime, until: datetime) -> Comparison:
    """Rule every report of the time under both, from what is stored of it.

    The evidence is that of the moment when each was judged, *bulk* by the count of its campaign then. What a person
    said of a report stands under every profile. Reports that were judged before a mark was looked for lack it.
    """
    found = _cells(store, profiles, since, until)
    bars = _bars(profiles)
    counted: Counter[tuple[Channel, tuple[Ruling, Ruling], tuple[str, str]]] = Counter()
    for row in found.rows:
        both = [_ruled(row, profile, bars, place) for place, profile in enumerate(profiles)]
        (first, why_first), (second, why_second) = both
        counted[Channel(row["channel"]), (first, second), (why_first, why_second)] += row["reports"]
    return Comparison(
        profiles=(profiles[0].label, profiles[1].label),
        since=since,
        until=until,
        reports=found.reports,
        read=found.read,
        rows=tuple(
            Ruled(channel=channel, rulings=rulings, excuses=excuses, reports=reports)
            for (channel, rulings, excuses), reports in counted.most_common()
        ),
    )


def _cells(store: Store, profiles: Sequence[Profile], since: datetime, until: datetime) -> Cells:
    few = [
        (each.bulk.messages, each.bulk.reporters, each.bulk.recipients, each.bulk.messages_a_day) for each in profiles
    ]
    return cells(store, Wanted(since=since, until=until, bars=_bars(profiles), codes=CODES, few=few))


def _bars(profiles: Sequence[Profile]) -> list[float]:
    """Every bar that either profile knows, ascending: between two of them all probabilities are ruled alike."""
    bars = [each.thresholds for each in profiles]
    return sorted({bar for each in bars for bar in (each.suspect, each.spam, each.spam_when_both)})


def _ruled(row: Mapping[str, Any], profile: Profile, bars: Sequence[float], place: int) -> tuple[Ruling, str]:
    if any(code in row["marks"] for code in TOLD):
        return Ruling(row["ruling"]), ""
    category = Category(row["category"])
    opinion = Opinion(
        spam=_middle(bars, row["band"]),
        category=Category.OTHER if category is Category.NOT_SPAM else category,
        lure=Lure(row["lure"]),
        unsolicited=Evidence(Known(row["unsolicited"]), 0.5, tuple(Reason(code, 0.0, "") for code in row["marks"])),
        channel=Channel(row["channel"]),
    )
    many = Evidence(Known.YES if row["is_bulk"][place] else Known.UNKNOWN)
    ruling = ruling_of(opinion, many, profile)
    return ruling, (excuse_of(opinion, many, profile) or "") if ruling is Ruling.SUSPECT else ""


def _middle(bars: Sequence[float], band: int) -> float:
    """A probability within a band: it reaches the first ``band`` bars and no more."""
    low, high = list(pairwise([0.0, *bars, 1.0]))[band]
    return (low + high) / 2
