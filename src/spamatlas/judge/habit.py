from collections.abc import Callable, Iterator

from msgspec import Struct

from spamatlas.judge.detector import ALL, Finding
from spamatlas.model import Category, Channel, Standing
from spamatlas.model.standing import StandingKind


class Habit(Struct, frozen=True, kw_only=True):
    """One sign in what was seen here before of a message's sender, device or wording, that can be said in words.

    ``reason`` is a message id in English. ``weight`` is the log-odds that it adds, positive towards spam; it is stated,
    not fitted: no open set tells what a place had seen before. ``kinds`` are the standings that it looks at; it
    counts once a message, at its strongest. ``category`` is what such messages are where their words say nothing.
    """

    name: str
    summary: str
    reason: str
    weight: float
    kinds: frozenset[StandingKind]
    judge: Callable[[Standing], Iterator[Finding]]
    channels: frozenset[Channel] = ALL
    category: Category = Category.OTHER
