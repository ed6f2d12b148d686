"""A search result that names one site and leads to another."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Channel, Message, Origin
from spamatlas.suffixes import registrable

_HOST = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?:[/?#].*)?\Z", re.IGNORECASE | re.DOTALL)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where the site that a result or a page says it is of is that of none of its links.

    What is shown to the machine that searches and what people get are then two things (cloaking).
    """
    written = _HOST.match(message.sender.value[:300]) if message.sender is not None else None
    shown = registrable(written[1].lower()) if written else ""
    if shown and all(link.domain != shown for link in message.links[:MOST]):
        yield Finding({"shown": shown, "host": message.links[0].domain})


DETECTOR = Detector(
    name="result-leads-elsewhere",
    summary="a search result whose link is not of the site that it names",
    reason="It says that it is a page of {shown}, but leads to {host}.",
    weight=1.4,
    channels=frozenset({Channel.SEARCH, Channel.WEB}),
    needs="links",
    judge=judge,
)
