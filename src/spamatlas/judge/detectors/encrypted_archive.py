"""A file that only a password opens."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a locked archive, at half strength for a locked document: banks send statements so."""
    locked = [file for file in message.attachments if "encrypted" in file.holds]
    if locked:
        yield Finding(strength=1.0 if any(file.kind == "archive" for file in locked) else 0.5)


DETECTOR = Detector(
    name="encrypted-archive",
    summary="an attached archive or document that only a password opens",
    reason="An attached file opens only with a password, so no filter can look into it.",
    weight=1.0,
    needs="attachments",
    judge=judge,
)
