"""A sum less all others that it is of: whoever asks at many bounds learns little more of what is left than at few."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from spamatlas.statistics import Veil
from spamatlas.statistics.disclosure import HOUR, Blur, veiled

EVENT = datetime(2026, 3, 15, 12, tzinfo=UTC)
"""Within this hour one or two reports came that stand alone; everything beside them is busy all the time."""
KEYS = 250
EDGES = (0, 1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 108, 168, 250, 336)
SHARES = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)
Numbers = npt.NDArray[np.float64]


def blur(key: bytes) -> Blur:
    values = {"bucket": "hour", "measuring_point": "reported", "since": EVENT, "until": EVENT}
    return Blur(Veil(3, key), values, ("channel",))


def left_over(key: bytes, few: int, others: int, hours: int) -> list[int]:
    """What is left of a sum without its busy cells, from a day long ago to each hour about the event."""
    node, begin = blur(key), EVENT - timedelta(days=40)

    def shown(channel: str, until: datetime, own: int) -> int:
        row = {"reports": 1000 + own, "came_first": begin, "came_last": until - HOUR}
        return int(node.row({**row, "channel": channel} if channel else row)["reports"]) - 1000

    bounds = [EVENT + place * HOUR for place in range(1 - hours, hours + 1)]
    return [
        shown("", at, few * (at > EVENT)) - sum(shown(f"busy {other}", at, 0) for other in range(others))
        for at in bounds
    ]


def looked_at(counts: Numbers) -> Numbers:
    """The means of either side, finely near the event and coarsely far from it, and its least, most and quantiles."""
    half = counts.shape[1] // 2
    sides = counts[:, :half][:, ::-1], counts[:, half:]
    spans = [(low, min(high, half)) for low, high in pairwise(EDGES) if low < half]
    means = [side[:, low:high].mean(1) for side in sides for low, high in spans]
    lies = [np.quantile(side, share, axis=1) for side in sides for share in SHARES]
    looks = np.stack([*means, *lies], 1)
    return (looks - np.median(sides[0], axis=1, keepdims=True))[:, 1:]


def told(others: int, hours: int, keys: int = KEYS) -> float:
    """How often somebody tells one report from two who knows all but the key, and finds out on nodes of their own what
    weighs how much (Fisher's discriminant).
    """
    own = [
        looked_at(np.array([left_over(b"own %d" % each, few, others, hours) for each in range(keys)], float))
        for few in (1, 2)
    ]
    means = [each.mean(0) for each in own]
    spread = np.cov(np.vstack([each - mean for each, mean in zip(own, means, strict=True)]).T)
    weights = np.linalg.solve(spread + 1e-3 * np.eye(len(spread)), means[1] - means[0])
    dice = random.Random(7)
    truth = [dice.randint(1, 2) for _ in range(keys)]
    seen = [left_over(b"theirs %d" % each, few, others, hours) for each, few in enumerate(truth)]
    guesses = np.where(looked_at(np.array(seen, float)) @ weights > (means[0] + means[1]) @ weights / 2, 2, 1)
    return float(np.mean(guesses == np.array(truth)))


def test_two_days_of_hours_tell_little_more_of_what_is_left_of_a_sum_than_a_few() -> None:
    """Guessing is right in half. Where each bound's number followed from no other's, it was 96 in a hundred."""
    assert told(others=1, hours=48) < 0.78


def test_bounds_close_together_have_numbers_alike_and_those_far_apart_do_not() -> None:
    def far(hours: int) -> float:
        rows = [{"reports": 1000, "came_first": EVENT, "came_last": EVENT + (hours - 1) * HOUR}] * 2000
        counts = [blur(b"key %d" % each).row(row)["reports"] - 1000 for each, row in enumerate(rows)]
        return float(np.mean(np.square(counts)) ** 0.5)

    assert 1.5 < far(1) < 1.9 < far(100) < 2.4


def test_a_count_is_nearly_always_off_by_no_more_than_it_says_and_the_rest_by_little_more() -> None:
    row = {"reports": 1000, "reporters": 900, "came_first": EVENT, "came_last": EVENT + timedelta(days=14)}
    off = [
        abs(blur(b"key %d" % each).row(row)[name] - row[name])
        for each in range(2000)
        for name in ("reports", "reporters")
    ]
    assert sum(each > Veil(3).doubt for each in off) < 0.05 * len(off)
    assert max(off) <= 2 * Veil(3).doubt


def test_what_fewer_than_the_floor_reported_is_not_shown_however_far_it_is_off() -> None:
    row = {"channel": "sms", "reports": 2, "reporters": 2, "came_first": EVENT, "came_last": EVENT + timedelta(days=14)}
    busy = {**row, "channel": "email", "reports": 900, "reporters": 900}
    passed = 0
    for each in range(2000):
        node = blur(b"key %d" % each)
        passed += node.row(row)["reporters"] >= node.enough
        assert [one["channel"] for one in veiled([busy, row], node)] == ["email"]
    assert passed, "none of these nodes would show it: the test tells nothing"
