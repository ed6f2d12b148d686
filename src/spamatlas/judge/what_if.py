"""What would change a verdict: each reason left out in turn, computed from the weights as they were stored."""

from collections.abc import Collection, Sequence
from math import exp, log

import msgspec
from msgspec import Struct

from spamatlas.judge.conclusion import ruling_of
from spamatlas.judge.profile import Profile
from spamatlas.model import Category, Reason, Ruling, Verdict

CERTAIN = 12.0
"""Log-odds beyond which the judges do not go (``panel``)."""
ROUNDING = 0.05
"""The reasons' weights are stored to three places: so far may their sum be from the log-odds that were stored."""


class Without(Struct, frozen=True):
    """A verdict's reason, and the probability and ruling that would stand without it, everything else as it is."""

    reason: Reason
    spam: float
    ruling: Ruling
    crosses: bool


class WhatIf(Struct, frozen=True):
    """Every reason left out alone, the heaviest first; ``together`` are the fewest that would change the ruling.

    ``together`` is empty where one alone does it, or where not even all that speak for the ruling would.
    ``adds_up`` is false where the stored weights are not the whole of the probability: a verdict that was taken over
    from its campaign has the campaign's, and these are then the message's own.
    """

    own_spam: float
    own_ruling: Ruling
    adds_up: bool
    alone: tuple[Without, ...]
    together: tuple[Reason, ...]


def what_if(verdict: Verdict, profile: Profile, kept: Collection[str] = ()) -> WhatIf:
    """Leave-one-out over the stored reasons, under the profile's bars; those whose code is ``kept`` always stay.

    A verdict that was ruled wanted no longer tells its category: it is then taken to be *other*, so the bar that is
    asked about is the ordinary one.
    """
    weighty = sorted((each for each in verdict.reasons if each.weight), key=lambda each: -abs(each.weight))
    total = sum(each.weight for each in weighty)
    reasons = [each for each in weighty if each.code not in kept]
    own = _ruling(verdict, total, profile)
    alone = tuple(
        Without(each, _probability(total - each.weight), ruling, ruling is not own)
        for each in reasons
        for ruling in (_ruling(verdict, total - each.weight, profile, (each,)),)
    )
    found_alone = any(each.crosses for each in alone)
    together = () if found_alone else _together(verdict, reasons, total, profile)
    adds_up = abs(_bounded(total) - _log_odds(verdict.spam)) <= ROUNDING + 0.001 * len(weighty)
    return WhatIf(_probability(total), own, adds_up, alone, together)


def _together(verdict: Verdict, reasons: Sequence[Reason], total: float, profile: Profile) -> tuple[Reason, ...]:
    """The heaviest that speak for the ruling, as many as it takes; weights add, so no other choice is shorter."""
    own = _ruling(verdict, total, profile)
    for towards_spam in (True, False) if own is not Ruling.HAM else (False,):
        taken: list[Reason] = []
        left = total
        for each in reasons:
            if (each.weight > 0) is towards_spam:
                taken.append(each)
                left -= each.weight
                if _ruling(verdict, left, profile, taken) is not own:
                    return tuple(taken)
    return ()


def _ruling(verdict: Verdict, log_odds: float, profile: Profile, gone: Sequence[Reason] = ()) -> Ruling:
    """The ruling at these log-odds without the reasons that are gone: one alone may keep a message from being *ham*."""
    category = Category.OTHER if verdict.category is Category.NOT_SPAM else verdict.category
    left = tuple(each for each in verdict.reasons if each not in gone)
    then = msgspec.structs.replace(verdict, spam=_probability(log_odds), category=category, reasons=left)
    return ruling_of(then, verdict.bulk, profile)


def _bounded(log_odds: float) -> float:
    return max(-CERTAIN, min(CERTAIN, log_odds))


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-_bounded(log_odds)))


def _log_odds(probability: float) -> float:
    within = min(max(probability, 1e-9), 1 - 1e-9)
    return _bounded(log(within / (1 - within)))
