"""A web page sent as a file."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

_PAGES = frozenset(["html", "htm", "shtml", "xhtml", "svg"])


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for an attached HTML, XHTML or SVG file, by its name or, without one, by its media type."""
    for file in message.attachments:
        if file.ending in _PAGES or (not file.ending and file.media_type in ("text/html", "application/xhtml+xml")):
            yield Finding()


DETECTOR = Detector(
    name="page-attached",
    summary="an attached HTML or SVG page",
    reason="A web page is attached as a file.",
    weight=1.3,
    needs="attachments",
    judge=judge,
)
