"""A field that every mail program writes is not there."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.header import is_carried
from spamatlas.model import Channel, Message, Origin

_LEAST_FIELDS = 6
# What a report leaves out of a mail was there when it came (RFC 6590).
_TAKEN_OFF = frozenset({"arf", "inline"})


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a mail that servers passed on has no Date, half when it has no Message-ID.

    RFC 5322, section 3.6: Date must be there, Message-ID should. Nothing is said of what was pasted or stripped, which
    bears no Received field or hardly any field at all.
    """
    fields = message.fields
    if not is_carried(message) or len(fields) < _LEAST_FIELDS or "from" not in fields:
        return
    if not _TAKEN_OFF.isdisjoint(message.wrapped_in):
        return
    if "date" not in fields:
        yield Finding({"field": "Date"})
    elif "message-id" not in fields:
        yield Finding({"field": "Message-ID"}, 0.5)


DETECTOR = Detector(
    name="missing-header",
    summary="a mail that came by servers has no Date or no Message-ID",
    reason="It has no {field} field, which every mail program writes.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
