"""A server's field stands where no server adds one."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_OF_THE_WRITER = ("From", "Subject", "Date")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a Received field stands below the first of From, Subject and Date.

    Each server adds its field on top (RFC 5321, section 4.4) and none may move it (RFC 5322, section 3.6.7); honest
    gateways that write a header anew are rare, about one mail in a hundred.
    """
    if "inline" in message.wrapped_in:
        return
    names = [name for name, _ in message.headers]
    if "Received" not in names:
        return
    lowest = len(names) - 1 - names[::-1].index("Received")
    written = [(names.index(name), name) for name in _OF_THE_WRITER if name in names]
    if written and min(written)[0] < lowest:
        yield Finding({"field": min(written)[1]})


DETECTOR = Detector(
    name="received-below",
    summary="a Received field below From, Subject or Date",
    reason="A Received field stands below its {field} field, but servers add theirs above.",
    weight=0.4,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
