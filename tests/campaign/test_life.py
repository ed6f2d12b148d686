"""The course of a campaign, told from its days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign import life
from spamatlas.campaign.life import FEWEST_REPORTS, QUIET_DAYS
from spamatlas.model import Phase

START = date(2026, 11, 3)


def days(*reports: int) -> list[tuple[date, int]]:
    """A day each from ``START`` on; days of none are left out, as the store does."""
    return [(START + timedelta(days=place), many) for place, many in enumerate(reports) if many]


def told(found: list[tuple[date, int]], today: date) -> Phase:
    def since(newest: int, oldest: int) -> int:
        return sum(many for day, many in found if newest <= (today - day).days < oldest)

    return life(found, since(0, 7), since(7, 14), today).phase


def test_began_peaked_and_fell_quiet() -> None:
    found = life(days(3, 20, 214, 80, 9), 0, 0, START + timedelta(days=12))
    assert (found.phase, found.quiet_since) == (Phase.QUIET, START + timedelta(days=5))
    (stretch,) = found.stretches
    assert (stretch.first, stretch.last, stretch.reports) == (START, START + timedelta(days=4), 326)
    assert (stretch.peak, stretch.peak_reports) == (START + timedelta(days=2), 214)


@pytest.mark.parametrize(
    ("reports", "days_after", "phase"),
    [
        ((9,), 0, Phase.FEW),
        ((9,), 90, Phase.FEW),
        ((10,), 0, Phase.NEW),
        ((10,), 7, Phase.FADING),  # six days without a report: a week is not over
        ((10,), 8, Phase.QUIET),
        ((5, *[0] * 24, 5), 8, Phase.FADING),  # ten in 26 days: fewer than three would have come in seven
        ((5, *[0] * 24, 5), 9, Phase.QUIET),  # in eight more than three
        ((2, *[0] * 18, 8), 12, Phase.QUIET),
        ((1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9), 0, Phase.GROWING),
        ((9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1), 0, Phase.FADING),
        ((3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4), 0, Phase.STEADY),
        ((10, *[0] * 7, 1), 0, Phase.RETURNED),
        ((10, *[0] * 7, 1), 6, Phase.RETURNED),
        ((10, *[0] * 7, 9), 7, Phase.FADING),
        ((10, *[0] * 7, 10), 8, Phase.QUIET),
    ],
)
def test_phases(reports: tuple[int, ...], days_after: int, phase: Phase) -> None:
    found = days(*reports)
    assert told(found, found[-1][0] + timedelta(days=days_after)) is phase


def test_a_silence_parts_two_stretches_and_a_slow_one_is_no_silence() -> None:
    assert len(life(days(10, *[0] * 7, 1), 1, 0, START + timedelta(days=8)).stretches) == 2
    assert len(life(days(10, *[0] * 6, 1), 1, 0, START + timedelta(days=7)).stretches) == 1
    slow = days(*([1] + [0] * 6) * 12)
    assert len(life(slow, 0, 1, START + timedelta(days=84)).stretches) == 1


def test_of_equal_highest_days_the_first_is_the_peak() -> None:
    assert life(days(4, 9, 9), 22, 0, START + timedelta(days=2)).peak.peak == START + timedelta(days=1)
    twice = life(days(10, *[0] * 8, 10), 10, 0, START + timedelta(days=9))
    assert twice.peak.peak == START


@given(st.lists(st.integers(0, 40), min_size=1, max_size=120).filter(any), st.integers(0, 60))
def test_stretches_hold_every_report_once_and_silences_lie_between(reports: list[int], later: int) -> None:
    found = days(*reports)
    today = found[-1][0] + timedelta(days=later)
    lived = life(found, 0, 0, today)
    assert sum(each.reports for each in lived.stretches) == sum(reports)
    assert lived.stretches[0].first == found[0][0]
    assert lived.stretches[-1].last == found[-1][0]
    assert lived.peak.peak_reports == max(reports)
    for before, after in zip(lived.stretches, lived.stretches[1:], strict=False):
        assert (after.first - before.last).days > QUIET_DAYS
        assert before.reports >= FEWEST_REPORTS
    assert (lived.phase is Phase.QUIET) == (lived.quiet_since is not None)
