"""A display name that holds an address."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the display name holds an address at another domain than the sender's."""
    sender = message.sender
    if sender is None or "@" not in sender.name:
        return
    found = _ADDRESS.search(sender.name[:300])
    if found and found.group(1).lower() != sender.value.rpartition("@")[2].lower():
        yield Finding()


DETECTOR = Detector(
    name="address-in-name",
    summary="the display name is another mail address",
    reason="The sender's name shows another mail address than the real one.",
    weight=1.6,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
