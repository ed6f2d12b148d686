"""Words written with letters of two alphabets."""

from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.judge.disguise import is_disguised
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when words mix Latin with Greek, Cyrillic or Armenian letters (Unicode UTS 39, section 5)."""
    if is_disguised(message.text[:3000]) or is_disguised(message.subject):
        yield Finding()


DETECTOR = Detector(
    name="mixed-scripts",
    summary="look-alike letters of another alphabet within words",
    reason="Words are written with look-alike letters of another alphabet.",
    weight=2.2,
    channels=TEXTS,
    needs="beyond_ascii",
    judge=judge,
)
