"""A web page sent as a file."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for an attached HTML, XHTML or SVG file: a sign-in form that no link filter sees."""
    if any(
        file.name.lower().endswith((".html", ".htm", ".shtml", ".xhtml", ".svg")) for file in message.attachments[:20]
    ):
        yield Finding()


DETECTOR = Detector(
    name="page-attached",
    summary="an attached HTML or SVG page",
    reason="A web page is attached as a file.",
    weight=1.3,
    needs="attachments",
    judge=judge,
)
