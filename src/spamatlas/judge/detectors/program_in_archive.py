"""A program that is packed."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for an archive whose list of files names one that runs (``parse.mail.file``)."""
    if any("program" in file.holds for file in message.attachments):
        yield Finding()


DETECTOR = Detector(
    name="program-in-archive",
    summary="an attached archive with a program, script or shortcut in it",
    reason="An attached archive holds a file that can run on opening.",
    weight=1.8,
    needs="attachments",
    judge=judge,
)
