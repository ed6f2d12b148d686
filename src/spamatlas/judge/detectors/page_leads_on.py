"""An attached page that is only a way to another."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for an attached page with little to read that opens another address by itself."""
    if any("redirect" in file.holds for file in message.attachments):
        yield Finding()


DETECTOR = Detector(
    name="page-leads-on",
    summary="an attached page that opens another address by itself",
    reason="An attached web page sends whoever opens it on to another address.",
    weight=1.5,
    needs="attachments",
    judge=judge,
)
