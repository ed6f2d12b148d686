"""How fast messages come, from two counts a campaign, against a count of all."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaign.test_columns import written

from spamatlas.campaign import Ledger
from spamatlas.campaign.entry import Entry
from spamatlas.campaign.rates import DAY_SECONDS, HOUR_SECONDS, Rates, day_of
from spamatlas.model import Channel, Signature

NOON = 20_000 * DAY_SECONDS + 12 * HOUR_SECONDS


def counted(*times: float) -> Rates:
    rates = Rates()
    rates.found()
    for at in times:
        rates.count(0, at)
    return rates


@given(st.lists(st.floats(0, DAY_SECONDS - 1), min_size=1, max_size=50), st.floats(0, DAY_SECONDS))
def test_what_began_within_a_day_is_counted_exactly(gaps: list[float], phase: float) -> None:
    times = sorted(NOON + phase + gap for gap in gaps)
    rate = counted(*times).hourly(0, times[-1], times[0])
    hours = max(1.0, (times[-1] - times[0]) / HOUR_SECONDS)
    assert rate == pytest.approx(len(times) / hours, abs=0.006)


@pytest.mark.parametrize("an_hour", [0.5, 2, 40])
def test_an_even_stream_has_its_rate_at_any_time_of_the_day(an_hour: float) -> None:
    times = [NOON + place * HOUR_SECONDS / an_hour for place in range(int(96 * an_hour))]
    for at in (times[-1], times[-int(7 * an_hour)], times[int(60 * an_hour)]):
        rate = counted(*(each for each in times if each <= at)).hourly(0, at, times[0])
        assert rate == pytest.approx(an_hour, abs=1.5 / 24 + 0.01)


def test_what_is_long_gone_has_no_rate_and_a_late_report_of_it_counts_for_nothing() -> None:
    rates = counted(*[NOON] * 30)
    assert rates.hourly(0, NOON + 3 * DAY_SECONDS, NOON) == 0.0
    rates.count(0, NOON + 3 * DAY_SECONDS)
    rates.count(0, NOON)
    assert rates.hourly(0, NOON + 3 * DAY_SECONDS, NOON) == pytest.approx(1 / 24, abs=0.005)


def test_of_a_late_report_the_newest_day_is_not_its_own() -> None:
    rates = counted(NOON - 20 * DAY_SECONDS, NOON - DAY_SECONDS, *[NOON] * 5_000)
    first = NOON - 20 * DAY_SECONDS
    assert rates.hourly(0, first + HOUR_SECONDS, first) == 0.0
    assert rates.hourly(0, NOON - DAY_SECONDS, first) == pytest.approx(1 / 24, abs=0.005)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4 * 24)), max_size=40))
def test_united_counts_are_those_of_both_and_those_of_days_are_the_same(steps: list[tuple[int, int]]) -> None:
    ordered = sorted((NOON + hour * HOUR_SECONDS, row) for row, hour in steps)
    whole, apart, renewed = counted(*(at for at, _ in ordered)), Rates(), Rates()
    for rates in (apart, apart, renewed):
        rates.found()
    for at, row in ordered:
        apart.count(row, at)
    apart.unite(0, 1)
    renewed.renew(0, Counter(day_of(at) for at, _ in ordered))
    end = ordered[-1][0] if ordered else NOON
    assert apart.hourly(0, end, NOON) == whole.hourly(0, end, NOON) == renewed.hourly(0, end, NOON)
    read = Rates()
    read.fill(written(whole.columns()))
    assert read.hourly(0, end, NOON) == whole.hourly(0, end, NOON)


@pytest.mark.parametrize("at", [-5.0, 0.0, 1e12, 2**33 * DAY_SECONDS + 1])
def test_strange_clocks_break_nothing(at: float) -> None:
    assert counted(at, NOON, at).hourly(0, NOON, at) >= 0


def test_a_ledger_tells_it_of_each_message_and_the_same_when_asked_again() -> None:
    ledger, entries = Ledger(), []
    chance = random.Random(1)
    times = [*sorted(NOON + chance.random() * 5 * HOUR_SECONDS for _ in range(3)), NOON + 6 * HOUR_SECONDS]
    for place, at in enumerate(times):
        entries.append(Entry(submission_id=str(place), signature=Signature(7), at=at, channel=Channel.SMS))
    told = ledger.assign_all(entries)
    assert [each.last_day for each in told] == [1, 2, 3, 4]
    assert ledger.assign_all(entries) == told
    found = ledger.look_up(Signature(7), Channel.SMS, times[-1] + DAY_SECONDS)
    assert found is not None
    assert found.hourly < told[-1].hourly
    quiet = ledger.look_up(Signature(7), Channel.SMS, times[-1] + 3 * DAY_SECONDS)
    assert quiet is not None
    assert quiet.last_day == 0
