"""Many numbers on one device."""

from collections.abc import Iterator

from spamatlas.judge.detector import Finding
from spamatlas.judge.habit import Habit
from spamatlas.model import Category, Channel, Standing

_FEW, _MANY = 4, 10


def judge(standing: Standing) -> Iterator[Finding]:
    """Yield one finding for a device (IMEI) that more than four numbers use within days, full from ten on.

    A telephone holds two cards and seldom sees a third; gateways change them (Murynets and others, INFOCOM 2014). An
    IMEI can be copied, so it says less than it seems to.
    """
    if standing.senders > _FEW:
        yield Finding(strength=min(1.0, standing.senders / _MANY))


HABIT = Habit(
    name="shared-device",
    summary="many numbers call or write from one device",
    reason="Many different numbers call or write from the same device, as gateways of SIM cards do.",
    weight=1.4,
    kinds=frozenset({"device"}),
    judge=judge,
    channels=frozenset({Channel.VOICE, Channel.SMS, Channel.MMS, Channel.RCS}),
    category=Category.FRAUD,
)
