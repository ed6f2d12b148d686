"""Its way runs backwards in time."""

from collections.abc import Iterator
from itertools import pairwise

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

# The commonest honest mistake is a wrong zone, most often by an hour; half a day is seen too.
_LEAST_HOURS, _SURE_HOURS = 3, 27


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a server took the mail hours after the next one already had it (RFC 5321, section 4.4:
    each adds its field on top). Half below what a wrong zone may explain.
    """
    times = [hop.at.timestamp() for hop in message.hops if hop.at is not None]
    hours = int(max((older - newer for newer, older in pairwise(times)), default=0.0) // 3600)
    if hours >= _LEAST_HOURS:
        yield Finding({"hours": str(hours)}, 1.0 if hours >= _SURE_HOURS else 0.5)


DETECTOR = Detector(
    name="hops-back-in-time",
    summary="the times of the Received fields run backwards by hours",
    reason="By its Received fields, a server got it {hours} hours before the server that handed it over.",
    weight=0.8,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
