"""A known name as the sender of a text, and a link that is not its own."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.look_alike_host import BRANDS, is_own
from spamatlas.model import Channel, Message, Origin, PartyKind
from spamatlas.model.shorteners import SHORTENERS

_BRAND = re.compile("|".join(sorted((re.escape(brand) for brand in BRANDS if len(brand) > 3), key=len, reverse=True)))
_LEET = str.maketrans("013457", "oleast")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a sender's name is a brand and no link is the brand's own; less where links are shortened.

    Anyone who rents a way in sets the name (3GPP TS 23.040, section 9.1.2.5, knows no check).
    """
    sender = message.sender
    if sender is None or sender.kind is not PartyKind.ALPHANUMERIC:
        return
    found = _BRAND.search("".join(sign for sign in sender.value.lower() if sign.isalnum()).translate(_LEET))
    if not found or any(is_own(found.group(), link.domain) for link in message.links[:20]):
        return
    hidden = all(link.domain in SHORTENERS for link in message.links[:20])
    yield Finding({"name": found.group()}, 0.5 if hidden else 1.0)


DETECTOR = Detector(
    name="borrowed-sender-id",
    summary="a text under a known name whose links are not that name's",
    reason="It comes under the name {name}, but its link leads elsewhere.",
    weight=1.6,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="links",
    judge=judge,
)
