"""What is told of reports after a countermeasure: too few, nothing to compare with, as others do, more or less."""

import random
from datetime import date, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.effect import FEWEST_LIKE, Window, effect, window
from spamatlas.model import EffectKind

SINCE = date(2026, 11, 10)
DAY = timedelta(days=1)
WEEKS = Window(SINCE, 7, 7, 20)


def days(before: int, after: int, on_the_day: int = 0) -> dict[date, int]:
    """As many reports each day of the week before, and of the week after."""
    return {SINCE + place * DAY: [before, after, on_the_day][(place >= 0) + (place == 0)] for place in range(-7, 8)}


def drawn(dice: random.Random, mean: float) -> int:
    """A Poisson count."""
    left, count = exp(-mean), -1
    product = 1.0
    while product > left:
        product *= dice.random()
        count += 1
    return count


def like(dice: random.Random, many: int, halves: float = 0.5) -> list[tuple[int, int]]:
    """Campaigns that fade to about so much, each in its own way."""
    found = []
    for _ in range(many):
        before = 20 + dice.random() * 60
        found.append((drawn(dice, before), drawn(dice, before * halves * exp(dice.gauss(0, 0.4)))))
    return found


def test_the_days_are_whole_and_the_day_itself_is_none_of_them() -> None:
    assert window(SINCE - 30 * DAY, SINCE, SINCE + 30 * DAY) == Window(SINCE, 7, 7, 30)
    assert window(SINCE - 2 * DAY, SINCE, SINCE + 5 * DAY) == Window(SINCE, 2, 4, 2)
    assert window(SINCE, SINCE, SINCE) == Window(SINCE, 0, 0, 0)
    assert window(SINCE, SINCE - 9 * DAY, SINCE + DAY) == Window(SINCE - 9 * DAY, 0, 7, -9)
    found = effect(days(9, 2, on_the_day=500), WEEKS)
    assert (found.before, found.after) == (63, 14)


@pytest.mark.parametrize(
    ("found", "span"),
    [(days(1, 0), WEEKS), (days(90, 0), Window(SINCE, 2, 7, 2)), (days(90, 0), Window(SINCE, 7, 2, 20))],
)
def test_few_reports_or_days_tell_nothing(found: dict[date, int], span: Window) -> None:
    told = effect(found, span, like(random.Random(1), 50))
    assert (told.kind, told.ratio, told.expected, told.against) == (EffectKind.FEW, None, None, None)


def test_without_like_campaigns_there_is_a_ratio_and_no_claim() -> None:
    told = effect(days(20, 2), WEEKS, like(random.Random(1), FEWEST_LIKE - 1))
    assert told.kind is EffectKind.ALONE
    assert told.expected is None
    assert told.ratio
    assert told.ratio.low < 0.1 < told.ratio.high


def test_what_fades_as_others_do_is_no_effect_and_what_vanishes_is() -> None:
    others = like(random.Random(2), 40)
    halved, gone, doubled = (effect(days(8, after), WEEKS, others) for after in (4, 0, 60))
    assert (halved.kind, gone.kind, doubled.kind) == (EffectKind.ALIKE, EffectKind.FELL, EffectKind.ROSE)
    assert halved.expected
    assert halved.expected.low < 28 < halved.expected.high
    assert 20 < halved.expected.value < 36


def test_days_that_differ_much_make_a_wide_interval() -> None:
    even = effect(days(10, 5), WEEKS).ratio
    bursts = days(0, 0) | {SINCE - DAY: 70, SINCE + DAY: 35}
    uneven = effect(bursts, WEEKS).ratio
    assert even
    assert uneven
    assert even.value == pytest.approx(uneven.value)
    assert uneven.high / uneven.low > 2 * even.high / even.low
    assert uneven.low < 1 < uneven.high


def test_where_nothing_was_done_a_claim_is_as_rare_as_it_says() -> None:
    """1,000 campaigns that fade by themselves, each held against 25 others of the same kind: 5 % may stand out."""
    dice, claims = random.Random(3), 0
    for _ in range(1_000):
        *others, (before, after) = like(dice, 26)
        found = {SINCE - DAY: before, SINCE + DAY: after}
        claims += effect(found, WEEKS, others).kind in {EffectKind.FELL, EffectKind.ROSE}
    assert 15 <= claims <= 80


def test_what_cuts_reports_to_a_tenth_is_mostly_found() -> None:
    dice, found = random.Random(4), 0
    for _ in range(200):
        *others, (before, after) = like(dice, 26)
        cut = {SINCE - DAY: before, SINCE + DAY: after // 10}
        found += effect(cut, WEEKS, others).kind is EffectKind.FELL
    assert found > 180


@given(
    st.dictionaries(st.integers(-9, 9), st.integers(0, 10**6)),
    st.integers(0, 7),
    st.integers(0, 7),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=20),
)
def test_any_days_are_told_in_numbers(
    found: dict[int, int], before: int, after: int, others: list[tuple[int, int]]
) -> None:
    told = effect({SINCE + place * DAY: many for place, many in found.items()}, Window(SINCE, before, after, 9), others)
    for each in (told.ratio, told.expected, told.against):
        assert each is None or 0 < each.low <= each.value <= each.high
    assert (told.against is None) == (told.kind in {EffectKind.FEW, EffectKind.ALONE})
