"""A link that carries a mail address, so that a form is filled in when it opens."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import FIRST
from spamatlas.model import Channel, Message, Origin

_ADDRESS = re.compile(r"[A-Za-z0-9_.+-](?:@|%40)[A-Za-z0-9-]+\.[A-Za-z]", re.IGNORECASE)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the path, query or fragment of a link of a page holds a mail address.

    Pages that collect passwords are told whose it is, so that they look like that one's own (and so are ways out of
    old lists: a weak sign).
    """
    for link in message.links[:FIRST]:
        if link.found_in != "text" and ("@" in link.url or "%40" in link.url):
            at = link.url.find("/", 8)
            if link.url.startswith("http") and at > 0 and _ADDRESS.search(link.url, at, 2000):
                yield Finding({"host": link.host})
                return


DETECTOR = Detector(
    name="address-in-link",
    summary="a link of a page holds a mail address",
    reason="A link to {host} carries a mail address with it.",
    weight=0.6,
    channels=frozenset({Channel.EMAIL}),
    needs="links",
    judge=judge,
)
