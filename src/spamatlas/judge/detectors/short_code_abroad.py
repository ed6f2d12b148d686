"""A short code that came where it cannot have been dialled from."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, PartyKind, RouteClass

_WAYS = frozenset({RouteClass.INTERNATIONAL, RouteClass.INTERNET_GATEWAY, RouteClass.SIM_BOX})


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for a short code over an international way, an Internet gateway or a SIM box.

    A short code is given out in one country and works nowhere else (ITU-T E.164, clause 3.28: no international number).
    """
    sender = message.sender
    if sender is not None and sender.kind is PartyKind.SHORT_CODE and origin.route_class in _WAYS:
        yield Finding()


DETECTOR = Detector(
    name="short-code-abroad",
    summary="a short code from abroad, over the Internet or from a SIM box",
    reason="It bears a short code, but came from abroad, over the Internet or from a SIM box; short codes do not.",
    weight=1.4,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="sender",
    judge=judge,
)
