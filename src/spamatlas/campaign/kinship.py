"""Whether two campaigns may be the same maker's: alike in meaning, and what they share beside."""

from collections.abc import Mapping
from functools import cache
from math import exp, log

from msgspec import Struct

from spamatlas.campaign import traits
from spamatlas.campaign.linkage import key
from spamatlas.campaign.meaning import ALIKE
from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin
from spamatlas.plugins import pieces

ENOUGH = 1.0
"""Traits of so much weight together, beside the same meaning, make two campaigns one."""
DAYS_APART = 30
"""Traits are of a time: numbers, addresses and hosts change hands."""
_HASH = 0x7FFF_FFFF_FFFF_FFFF

Traits = dict[str, list[int]]


class Kinship(Struct, frozen=True):
    """What two campaigns have in common: ``likeness`` in meaning (0..1), the names of the traits that they share, and
    of those that both have and that differ. ``is_one``: whether that is enough to make them one, else it is suggested.
    """

    likeness: float
    shared: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    is_one: bool = False


@cache
def every_trait() -> Mapping[str, Trait]:
    """The traits that there are, by name."""
    return pieces(traits, Trait)


def traits_of(message: Message, origin: Origin) -> Traits:
    """The values of each trait that a message has, as hashes of 63 bits: nothing of them can be read back."""
    found = {name: sorted({key(f"{name} {each}") & _HASH for each in one.of(message, origin)}) for name, one in _all()}
    return {name: values for name, values in found.items() if values}


def kinship(
    likeness: float, one: Traits, other: Traits, had_by: Mapping[int, int], days_apart: float = 0.0
) -> Kinship | None:
    """What ties two campaigns of this likeness in meaning; None where it is too little to be worth a word.

    ``had_by``: by how many campaigns each value is had. Neither meaning alone nor traits alone make two campaigns one.
    """
    if likeness < ALIKE:
        return None
    both = [name for name in one if name in other]
    shared = [name for name in both if any(_counts(name, value, had_by) for value in set(one[name]) & set(other[name]))]
    weight = sum(every_trait()[name].weight for name in shared)
    return Kinship(
        likeness=round(likeness, 2),
        shared=tuple(shared),
        differing=tuple(name for name in both if not set(one[name]) & set(other[name])),
        is_one=weight >= ENOUGH and days_apart <= DAYS_APART,
    )


def both_spam(one: float, other: float) -> float:
    """How surely two texts that say the same are spam, by the probability (0..1) that each is by itself.

    They are of one kind, so what is known of the one holds for the other: the mean of their log-odds counts.
    """
    return 1 / (1 + exp(-(_log_odds(one) + _log_odds(other)) / 2))


def _log_odds(probability: float) -> float:
    held = min(max(probability, 1e-6), 1 - 1e-6)
    return log(held / (1 - held))


def _counts(name: str, value: int, had_by: Mapping[int, int]) -> bool:
    return had_by.get(value, 0) <= every_trait()[name].common_after


def _all() -> list[tuple[str, Trait]]:
    return list(every_trait().items())
