"""A file that runs."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.running import SAVED
from spamatlas.model import RUNS, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for each attachment whose name ends in a form that runs, as Windows reads the name."""
    for file in message.attachments:
        ending = file.ending
        if ending in RUNS:
            yield Finding({"ending": ending}, 0.5 if ending in SAVED else 1.0)


DETECTOR = Detector(
    name="dangerous-attachment",
    summary="an attached program, script, disk image or shortcut",
    reason="A file that can run on opening ({ending}) is attached.",
    weight=2.2,
    needs="attachments",
    judge=judge,
)
