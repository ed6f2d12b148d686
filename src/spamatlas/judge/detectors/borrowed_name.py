"""A known name on a foreign address."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.look_alike_host import BRANDS
from spamatlas.model import Channel, Message, Origin

_BRAND = re.compile(r"\b(?:" + "|".join(BRANDS) + r")\b")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the display name holds a brand that the sender's domain does not."""
    sender = message.sender
    if sender is None or not sender.name or "@" not in sender.value:
        return
    found = _BRAND.search(sender.name[:100].lower())
    if found and found.group() not in sender.value.rpartition("@")[2].lower():
        yield Finding({"name": found.group()})


DETECTOR = Detector(
    name="borrowed-name",
    summary="the display name is a known brand, the address is not its own",
    reason="The sender calls itself {name} but writes from elsewhere.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
