"""A field that may come once comes twice."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

# RFC 5322, section 3.6: at most one of each. What lists and gateways double in honest mail (To, Cc, Reply-To and the
# like) is left out. How much each says: programs show one From and filters may read the other.
_ONCE = {"from": 2.0, "sender": 0.5, "date": 1.0, "message-id": 1.0, "subject": 1.0}
_MOST = 500


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the gravest field that comes again with another value.

    A header that was pasted into a text may hold that of the mail around it.
    """
    if "inline" in message.wrapped_in or not _may_be_doubled(message.fields):
        return
    first: dict[str, str] = {}
    doubled: dict[str, str] = {}
    for name, value in message.headers[:_MOST]:
        key = name.lower()
        if key in _ONCE and first.setdefault(key, value) != value:
            doubled.setdefault(key, name)
    if doubled:
        gravest = max(doubled, key=_ONCE.__getitem__)
        yield Finding({"field": _SHOWN[gravest]}, _ONCE[gravest])


def _may_be_doubled(fields: dict[str, str]) -> bool:
    """Whether one holds what joins two of a name (``Message.fields``); a date has one such in itself."""
    return any(fields.get(key, "").count(", ") > (key == "date") for key in _ONCE)


_SHOWN = {"from": "From", "sender": "Sender", "date": "Date", "message-id": "Message-ID", "subject": "Subject"}

DETECTOR = Detector(
    name="doubled-header",
    summary="two From, Date, Message-ID or Subject fields that say different things",
    reason="It has two {field} fields that say different things, where one is allowed.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
