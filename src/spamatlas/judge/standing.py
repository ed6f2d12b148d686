"""What was seen here before of a message's sender, as reasons."""

from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, log

from msgspec.structs import replace

from spamatlas.judge import habits
from spamatlas.judge.habit import Habit
from spamatlas.model import Category, Channel, Opinion, Reason, Standing
from spamatlas.plugins import pieces

MOST = 2.5
"""The most log-odds that what was seen before adds, either way: a message is judged by what it is."""
_MOST_LOG_ODDS = 12.0
_WORTH_NAMING = 0.1
_VAGUE = frozenset({Category.OTHER, Category.NUISANCE})


@cache
def all_habits() -> dict[str, Habit]:
    """Every habit, by name.

    Raises:
        ImportError: one does not load, or two share a name.
    """
    return pieces(habits, Habit)


def with_standing(opinion: Opinion, standings: Sequence[Standing]) -> Opinion:
    """The opinion with what is known here of whom the message comes from; the same where nothing is."""
    seen = list(_seen(opinion.channel, standings)) if standings else []
    total = sum(weight for _, weight in seen)
    if not seen:
        return opinion
    scale = min(1.0, MOST / abs(total)) if total else 1.0
    reasons = [Reason(habit.name, round(weight * scale, 3), habit.reason) for habit, weight in seen]
    odds = log(opinion.spam / (1 - opinion.spam)) if 0 < opinion.spam < 1 else _MOST_LOG_ODDS * (2 * opinion.spam - 1)
    odds = max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, odds + sum(reason.weight for reason in reasons)))
    spam = round(1 / (1 + exp(-odds)), 6)
    return replace(
        opinion,
        spam=spam,
        category=_category(opinion, spam, seen),
        reasons=tuple(sorted((*opinion.reasons, *reasons), key=lambda each: -abs(each.weight))),
    )


def _seen(channel: Channel, standings: Sequence[Standing]) -> Iterator[tuple[Habit, float]]:
    """Each habit that shows, with its weight at its strongest."""
    for habit in _by_channel(channel):
        strengths = [each.strength for one in standings if one.kind in habit.kinds for each in habit.judge(one)]
        if strengths:
            yield habit, habit.weight * max(strengths)


@cache
def _by_channel(channel: Channel) -> tuple[Habit, ...]:
    return tuple(habit for habit in all_habits().values() if channel in habit.channels)


def _category(opinion: Opinion, spam: float, seen: Sequence[tuple[Habit, float]]) -> Category:
    """What the heaviest habit says, where the words say nothing."""
    habit, weight = max(seen, key=lambda pair: pair[1])
    said_nothing = opinion.category is Category.NOT_SPAM or (
        opinion.category in _VAGUE and habit.category is not Category.OTHER
    )
    return habit.category if said_nothing and weight > 0 and spam >= _WORTH_NAMING else opinion.category
