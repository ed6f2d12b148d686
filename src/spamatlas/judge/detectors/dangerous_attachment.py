"""A file that runs."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

RUNS = frozenset(
    [
        "exe",
        "scr",
        "com",
        "pif",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "jar",
        "msi",
        "lnk",
        "iso",
        "img",
        "vhd",
        "reg",
        "cpl",
        "dll",
        "apk",
        "one",
        "chm",
        "docm",
        "xlsm",
        "pptm",
        "xll",
        "ace",
    ]
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for each attachment whose name ends in a form that runs."""
    for file in message.attachments[:20]:
        ending = file.name.rpartition(".")[2].lower()
        if ending in RUNS:
            yield Finding({"ending": ending})


DETECTOR = Detector(
    name="dangerous-attachment",
    summary="an attached program, script, disk image or shortcut",
    reason="A file that can run on opening ({ending}) is attached.",
    weight=2.2,
    needs="attachments",
    judge=judge,
)
