"""The sender's domain stands by it."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when DMARC passed, or DKIM for the sender's own domain. Spammers sign too: it says little."""
    home = message.sender.value.rpartition("@")[2] if message.sender is not None else ""
    for result in message.authentication:
        if result.result == "pass" and (
            result.method == "dmarc" or (result.method == "dkim" and home and home.endswith(result.domain or "?"))
        ):
            yield Finding()
            return


DETECTOR = Detector(
    name="authentication-passed",
    summary="DMARC passed, or DKIM of the sender's own domain",
    reason="The sender's domain stands by it.",
    weight=-0.3,
    channels=frozenset({Channel.EMAIL}),
    needs="authentication",
    judge=judge,
)
