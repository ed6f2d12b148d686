"""Nobody is named as recipient."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when To is missing, empty or an empty group (RFC 5322, section 3.4).

    Not for what was forwarded within a text: there is what a mail program showed of it, by names without addresses, in
    its own language.
    """
    if "inline" not in message.wrapped_in and "@" not in message.fields.get("to", ""):
        yield Finding()


DETECTOR = Detector(
    name="hidden-recipients",
    summary="undisclosed recipients",
    reason="It names no recipient.",
    weight=0.5,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
