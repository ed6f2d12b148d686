"""The sender's domain stands by it."""

from collections.abc import Iterator

from spamatlas.judge.alignment import believed, home_of, is_aligned
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when DMARC passed, or DKIM for the sender's own organisation (RFC 7489, section 3.1.1).

    Spammers sign too: it says little.
    """
    home = home_of(message)
    if home and any(
        each.result == "pass" and each.method in ("dmarc", "dkim") and is_aligned(each, home)
        for each in believed(message)
    ):
        yield Finding()


DETECTOR = Detector(
    name="authentication-passed",
    summary="DMARC passed, or DKIM of the sender's own domain",
    reason="The sender's domain stands by it.",
    weight=-0.3,
    channels=frozenset({Channel.EMAIL}),
    needs="authentication",
    judge=judge,
)
