"""Programs within documents."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

_FOR_MACROS = frozenset(["docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam", "ppsm", "sldm"])


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a document that holds macros, twice as strong where its name does not say so.

    Only those formats of Office may hold macros whose names say so (ECMA-376; [MS-OFFMACRO2], section 1.3), and the
    old ones, as .doc, of which most have none.
    """
    found = [file for file in message.attachments if "macros" in file.holds]
    if found:
        is_said = all(file.ending in _FOR_MACROS for file in found)
        yield Finding(strength=1.0 if is_said else 2.0)


DETECTOR = Detector(
    name="macros",
    summary="an attached document with macros",
    reason="An attached document holds macros: programs that can run when it is opened.",
    weight=0.8,
    needs="attachments",
    judge=judge,
)
