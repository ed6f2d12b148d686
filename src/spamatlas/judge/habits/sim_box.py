"""A mobile number that behaves like a gateway."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Category, Channel, Standing

_MESSAGES, _RECIPIENTS, _RECEIVED, _CELLS, _EVEN = 30, 25, 0.05, 2, 0.3


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for a mobile number that reaches many different people and hardly anybody reaches.

    Stronger where it never leaves one or two cells, and where its messages come evenly. These signs, and that no one
    of them is enough: Murynets and others, Analysis and Detection of SIMbox Fraud in Mobility Networks, INFOCOM 2014.
    The figures are stated: there is no open set of such records.
    """
    is_one_way = standing.received <= _RECEIVED * standing.messages
    if not standing.is_mobile or standing.messages < _MESSAGES or standing.recipients < _RECIPIENTS or not is_one_way:
        return
    stays = 0 < standing.cells <= _CELLS
    is_even = standing.gap_spread is not None and standing.gap_spread <= _EVEN
    yield Finding(strength=0.4 + 0.3 * stays + 0.3 * is_even)


HABIT = Habit(
    name="sim-box",
    summary="a mobile number that reaches many people and that hardly anybody reaches",
    reason="The number reaches many different people and hardly anybody reaches it, as gateways of SIM cards do.",
    weight=1.6,
    kinds=frozenset({"caller"}),
    judge=judge,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS, Channel.VOICE}),
    category=Category.FRAUD,
)
