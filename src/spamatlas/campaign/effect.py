"""What came after a countermeasure, beside what would have been expected without it.

Reports a day before and after make a ratio. A campaign fades by itself, and measures are taken when it is at its
highest, so that ratio alone says nothing of the measure: it is held against the same ratio of like campaigns at the
same age against which nothing is on record (differences in differences, on the logarithm). Their ratios are pooled with
what they differ by among themselves (DerSimonian and Laird, Controlled Clinical Trials 7:177, 1986), and the campaign's
own must lie outside of what one more such campaign would show (prediction interval: Higgins, Thompson and
Spiegelhalter, Journal of the Royal Statistical Society A 172:137, 2009).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import exp, log, sqrt

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import EffectKind

WINDOW_DAYS = 7
"""So many whole days on either side, at most: every day of the week is among them once."""
FEWEST_DAYS = 3
FEWEST_REPORTS = 10
"""Before: of fewer no ratio could be told from chance."""
FEWEST_LIKE = 8
"""Like campaigns: with fewer, what they differ by among themselves is a guess."""
HALF = 0.5
"""Added to either count, so that none is a number too (Haldane, Annals of Human Genetics 20:309, 1956)."""
NORMAL = 1.959964
"""The 97.5 % point of the normal distribution: all intervals are of 95 %."""
DAY = timedelta(days=1)


class Window(Struct, frozen=True):
    """The days that are compared: ``before`` ends and ``after`` begins a day from ``since``, which belongs to neither.

    ``age`` is how many days the campaign was old at ``since``.
    """

    since: date
    before: int
    after: int
    age: int

    @property
    def is_long_enough(self) -> bool:
        return min(self.before, self.after) >= FEWEST_DAYS


class Interval(Struct, frozen=True):
    """A value and the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


class Effect(Struct, frozen=True, kw_only=True):
    """Reports before and after; ``ratio`` is that of reports a day, None where there are too few to tell.

    ``like`` counts the campaigns that it is held against, ``expected`` how many reports they lead to expect after,
    ``against`` is how the campaign's ratio stands to theirs (1: as they do); both None where there are too few.
    """

    kind: EffectKind
    before_days: int
    after_days: int
    before: int
    after: int
    ratio: Interval | None = None
    like: int = 0
    expected: Interval | None = None
    against: Interval | None = None


def window(first: date, since: date, today: date) -> Window:
    """The days to compare for a campaign whose first report came on ``first``; ``today`` is not over."""
    before = min(WINDOW_DAYS, max(0, (since - first).days))
    after = min(WINDOW_DAYS, max(0, (today - since).days - 1))
    return Window(since, before, after, (since - first).days)


def effect(days: Mapping[date, int], span: Window, like: Sequence[tuple[int, int]] = ()) -> Effect:
    """What the days of a campaign tell; ``like`` are the reports of like campaigns (before, after) in the same days of
    their lives, as many on either side.
    """
    before = [days.get(span.since - place * DAY, 0) for place in range(1, span.before + 1)]
    after = [days.get(span.since + place * DAY, 0) for place in range(1, span.after + 1)]
    counts = sum(before), sum(after)
    found = Effect(
        kind=EffectKind.FEW, before_days=span.before, after_days=span.after, before=counts[0], after=counts[1]
    )
    if not span.is_long_enough or counts[0] < FEWEST_REPORTS:
        return found
    found = replace(found, kind=EffectKind.ALONE, ratio=_ratio(before, after), like=len(like))
    if len(like) < FEWEST_LIKE:
        return found
    usual, apart = _pooled([_change(each, span) for each in like])
    own, own_variance = _change(counts, span)
    wide = _quantile(len(like) - 2)
    against = _interval(own - usual, wide * sqrt(own_variance + apart))
    level = log((counts[0] + HALF) / span.before * span.after) + usual
    expected = _interval(level, wide * sqrt(1 / (counts[0] + HALF) + apart))
    return replace(found, kind=_kind(against), expected=expected, against=against)


def _kind(against: Interval) -> EffectKind:
    if against.high < 1:
        return EffectKind.FELL
    return EffectKind.ROSE if against.low > 1 else EffectKind.ALIKE


def _ratio(before: Sequence[int], after: Sequence[int]) -> Interval:
    """The ratio of reports a day. Days of one campaign differ by more than Poisson counts do: the variance is taken as
    many times as large as they show (quasi-likelihood: McCullagh and Nelder, Generalized Linear Models, 1989, 6.2.3).
    """
    freedom = len(before) + len(after) - 2
    spread = max(1.0, (_pearson(before) + _pearson(after)) / freedom)
    one, other = sum(before) + HALF, sum(after) + HALF
    level = log(other / len(after)) - log(one / len(before))
    return _interval(level, _quantile(freedom) * sqrt(spread * (1 / one + 1 / other)))


def _pearson(counts: Sequence[int]) -> float:
    mean = sum(counts) / len(counts)
    return sum((each - mean) ** 2 for each in counts) / mean if mean else 0.0


def _change(counts: tuple[int, int], span: Window) -> tuple[float, float]:
    """The logarithm of the ratio of reports a day, and its variance as Poisson counts."""
    one, other = counts[0] + HALF, counts[1] + HALF
    return log(other / span.after) - log(one / span.before), 1 / one + 1 / other


def _pooled(changes: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean change of like campaigns, and the variance of one more campaign's true change around it."""
    weights = [1 / variance for _, variance in changes]
    total = sum(weights)
    mean = sum(weight * change for weight, (change, _) in zip(weights, changes, strict=True)) / total
    spread = sum(weight * (change - mean) ** 2 for weight, (change, _) in zip(weights, changes, strict=True))
    between = max(0.0, (spread - len(changes) + 1) / (total - sum(weight**2 for weight in weights) / total))
    weights = [1 / (variance + between) for _, variance in changes]
    mean = sum(weight * change for weight, (change, _) in zip(weights, changes, strict=True)) / sum(weights)
    return mean, between + 1 / sum(weights)


def _interval(level: float, half: float) -> Interval:
    return Interval(exp(level), exp(level - half), exp(level + half))


def _quantile(freedom: int) -> float:
    """The 97.5 % point of Student's distribution (Abramowitz and Stegun, 26.7.5; within 0.01 from four degrees on)."""
    z = NORMAL
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))
