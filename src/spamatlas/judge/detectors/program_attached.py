"""A file that runs, by its bytes."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import RUNS, Message, Origin

_RUNNING = frozenset({"program", "shortcut", "disk_image"})


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where a file's bytes run and its name does not say so (``parse.mail.file.kind_of``)."""
    if any(file.kind in _RUNNING and file.ending not in RUNS for file in message.attachments):
        yield Finding()


DETECTOR = Detector(
    name="program-attached",
    summary="an attached program, shortcut or disk image whose name does not tell that it is one",
    reason="An attached file is a program, a shortcut or a disk image, though its name does not say so.",
    weight=1.8,
    needs="attachments",
    judge=judge,
)
