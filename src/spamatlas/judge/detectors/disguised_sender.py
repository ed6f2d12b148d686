"""A sender's name in look-alike letters."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.invisible_characters import is_cut
from spamatlas.judge.disguise import is_disguised
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the name or address mixes alphabets, or is cut by what nobody sees (UTS 39, section 5)."""
    sender = message.sender
    for written in (sender.name[:200], sender.value[:200]) if sender is not None else ():
        if not written.isascii() and (is_disguised(written) or is_cut(written)):
            yield Finding()
            return


DETECTOR = Detector(
    name="disguised-sender",
    summary="look-alike letters or invisible characters in the sender's name",
    reason="The sender's name is written with look-alike letters or characters that nobody can see.",
    weight=1.8,
    needs="sender",
    judge=judge,
)
