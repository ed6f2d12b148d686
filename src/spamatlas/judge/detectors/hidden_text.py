"""Text that a person cannot see."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the markup hides more than a preview line (about 150 characters) of text."""
    hidden = len(message.hidden_text.split())
    if hidden > 25 and hidden * 2 > len(message.text.split(maxsplit=hidden * 2)):
        yield Finding()
    elif hidden > 60:
        yield Finding(strength=0.5)


DETECTOR = Detector(
    name="hidden-text",
    summary="markup hides text from the reader",
    reason="It holds text that a reader cannot see.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL, Channel.WEB, Channel.SEARCH}),
    needs="hidden_text",
    judge=judge,
)
