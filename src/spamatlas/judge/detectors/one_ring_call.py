"""A call that wants to be called back."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.one_ring import has_price, is_dear, rang_once
from spamatlas.model import Channel, Message, Origin

_ABROAD = 0.9
"""Of a caller whose range is no dear one: who is abroad may just have hung up. One ring alone is *suspect*."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for one unanswered ring from abroad or from a dear range (wangiri; ITU-T E.156).

    Where nothing says that calling back is dear, ``short-ring`` speaks.
    """
    if rang_once(message) and is_dear(message, origin):
        yield Finding(strength=1.0 if has_price(message, origin) else _ABROAD)


DETECTOR = Detector(
    name="one-ring-call",
    summary="an unanswered call of a few seconds from abroad or a dear range",
    reason="It rang once and hung up, from a number that is dear to call back.",
    weight=2.5,
    channels=frozenset({Channel.VOICE}),
    needs="call",
    judge=judge,
)
