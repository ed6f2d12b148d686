"""A text that is shown in base64."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where the parser found words in base64 that a reader is shown undecoded (``encoded-text``).

    Programs that build mails badly do it too.
    """
    if "encoded-text" in message.warnings:
        yield Finding()


DETECTOR = Detector(
    name="encoded-text",
    summary="words shown in base64, undecoded",
    reason="Words in it are shown in base64, a code that only machines read.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    judge=judge,
)
