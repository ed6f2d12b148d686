"""A From field with the addresses of several houses."""

import re
from collections.abc import Iterator

from spamatlas.judge.alignment import organisation
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_MOST_HEADERS, _MOST_LETTERS = 500, 998  # a line has no more (RFC 5322, section 2.1.1)
_HOST = re.compile(r"<[^<>@\s]{1,64}@([^<>@\s]{1,253})>")
_QUOTED = re.compile(r'"[^"]{0,500}"')


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where one From field holds addresses of two organisations or more.

    It may hold several (RFC 5322, section 3.6.2), but programs show one of them, and DMARC leaves such mail out (RFC
    7489, section 6.6.1): what checks the one need not be what people see. Two fields are ``doubled-header``'s.
    """
    written = message.fields.get("from", "")
    if written.count("@") < 2 or "," not in written or "inline" in message.wrapped_in:
        return
    fields = [value for name, value in message.headers[:_MOST_HEADERS] if name.lower() == "from"]
    if len(fields) == 1:
        hosts = _HOST.findall(_QUOTED.sub("", fields[0][:_MOST_LETTERS]))
        houses = sorted({organisation(host.lower().rstrip(".")) for host in hosts})
        if len(houses) > 1:
            yield Finding({"domains": ", ".join(houses[:3])})


DETECTOR = Detector(
    name="several-senders",
    summary="one From field with addresses of several domains",
    reason="It names senders of several domains at once ({domains}): programs show only one of them.",
    weight=1.2,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
