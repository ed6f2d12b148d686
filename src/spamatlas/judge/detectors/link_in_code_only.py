"""A message whose only way on is in a picture of a code, or in a document."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Channel, Message, Origin

_OPEN = frozenset({"text", "html"})
_WHERE = {"qr_code": 1.0, "pdf": 0.25}
"""How much each says: documents with links are sent by honest people too, invoices above all."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when no link can be seen or clicked in the message itself, and none is the sender's own.

    Links of header fields are none that a reader is led to.
    """
    links = [link for link in message.links[:MOST] if link.found_in in _WHERE]
    if not links or any(link.found_in in _OPEN for link in message.links[:MOST]):
        return
    sender = message.sender.value.lower().rpartition("@")[2] if message.sender else ""
    led = [link for link in links if not (sender and (sender == link.domain or sender.endswith("." + link.domain)))]
    if led:
        yield Finding(strength=max(_WHERE[link.found_in] for link in led))


DETECTOR = Detector(
    name="link-in-code-only",
    summary="the only link is in a code to scan or in a document",
    reason="Its only link is in a code to scan or in an attached document.",
    weight=1.2,
    channels=frozenset({Channel.EMAIL, Channel.MMS, Channel.RCS, Channel.IM}),
    needs="links",
    judge=judge,
)
