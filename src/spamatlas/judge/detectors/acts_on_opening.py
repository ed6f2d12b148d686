"""A document that does something by itself."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a document that a reader acts on as soon as it is opened (``parse.mail.action``)."""
    if any("action" in file.holds for file in message.attachments):
        yield Finding()


DETECTOR = Detector(
    name="acts-on-opening",
    summary="an attached document that runs a script, updates an object or fetches a template when it is opened",
    reason="An attached document does something by itself as soon as it is opened.",
    weight=1.5,
    needs="attachments",
    judge=judge,
)
