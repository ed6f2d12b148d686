"""The life of a campaign: how it began, grew, was at its highest, fell quiet and came back."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from spamatlas.model import Phase

WEEK = timedelta(days=7)
QUIET_DAYS = 7
"""Fewer days without a report say nothing: every day of the week has to be among them."""
FEWEST_REPORTS = 10
"""A stretch of fewer reports has no course that could be told from chance."""
EXPECTED_REPORTS = 3.0
"""A gap is a silence where at least so many would have come in it at the stretch's own pace: that none comes then has a
chance of one in twenty (rule of three: Hanley and Lippman-Hand, JAMA 249:1743, 1983)."""
DEVIATIONS = 2.0
"""Two weeks differ where they are so many standard deviations of their difference apart (Poisson counts: the variance
of a difference is the sum), which chance does one time in twenty."""


class Stretch(Struct, frozen=True):
    """A time in which a campaign was not silent, from its first to its last day with reports (UTC), and its highest."""

    first: date
    last: date
    reports: int
    peak: date
    peak_reports: int


class Life(Struct, frozen=True, kw_only=True):
    """``week`` counts the reports of the last 168 hours, ``week_before`` those of the 168 hours before.

    ``quiet_since`` is the day after the last report where the phase is quiet. Stretches are in order, never none.
    """

    phase: Phase
    stretches: tuple[Stretch, ...]
    week: int
    week_before: int
    quiet_since: date | None = None

    @property
    def peak(self) -> Stretch:
        """The stretch with the highest day of all, the first of equals."""
        return max(self.stretches, key=lambda each: (each.peak_reports, -each.peak.toordinal()))


def life(days: Sequence[tuple[date, int]], week: int, week_before: int, today: date) -> Life:
    """The life that a campaign's days tell: (day, reports), in order, each with at least one report, never none."""
    stretches = _stretches(days)
    now = stretches[-1]
    quiet_since = now.last + timedelta(days=1) if _is_silence((today - now.last).days - 1, now) else None
    phase = Phase.QUIET if quiet_since else _phase(stretches, (week, week_before), today)
    return Life(phase=phase, stretches=tuple(stretches), week=week, week_before=week_before, quiet_since=quiet_since)


def _stretches(days: Sequence[tuple[date, int]]) -> list[Stretch]:
    found: list[Stretch] = []
    for day, reports in days:
        before = found[-1] if found else None
        if before is None or _is_silence((day - before.last).days - 1, before):
            found.append(Stretch(day, day, reports, day, reports))
        else:
            peak = (day, reports) if reports > before.peak_reports else (before.peak, before.peak_reports)
            found[-1] = Stretch(before.first, day, before.reports + reports, *peak)
    return found


def _is_silence(gap_days: int, before: Stretch) -> bool:
    """Whether whole days without a report, after a stretch, are more than its pace and the week explain."""
    pace = before.reports / ((before.last - before.first).days + 1)
    return before.reports >= FEWEST_REPORTS and gap_days >= QUIET_DAYS and gap_days * pace >= EXPECTED_REPORTS


def _phase(stretches: Sequence[Stretch], weeks: tuple[int, int], today: date) -> Phase:
    """What a campaign that is not quiet is in."""
    now, (week, before) = stretches[-1], weeks
    if len(stretches) > 1 and today - now.first < WEEK:
        return Phase.RETURNED
    if sum(each.reports for each in stretches) < FEWEST_REPORTS:
        return Phase.FEW
    if today - now.first < WEEK:
        return Phase.NEW
    apart = DEVIATIONS * (week + before) ** 0.5
    if week - before > apart:
        return Phase.GROWING
    return Phase.FADING if before - week > apart else Phase.STEADY
