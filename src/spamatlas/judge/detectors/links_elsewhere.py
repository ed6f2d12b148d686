"""Buttons that lead to none of the sender's own pages."""

from collections.abc import Iterator

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.gateways import is_gateway
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a page has links, none of them under its sender's domain, and that domain is an own one.

    Sending services count clicks under a domain of theirs, so it is a weak sign.
    """
    if message.sender is None or not message.html_bytes:
        return
    host, linked = message.sender.value.rpartition("@")[2].lower(), False
    if not host or host in MAILBOXES:
        return
    for link in message.links:
        if link.found_in == "html" and not is_gateway(link.host):
            if host == link.domain or host.endswith("." + link.domain):
                return
            linked = True
    if linked:
        yield Finding({"domain": host})


DETECTOR = Detector(
    name="links-elsewhere",
    summary="a page whose links all lead to others' domains",
    reason="None of its links leads to {domain}, from where it comes.",
    weight=0.5,
    channels=frozenset({Channel.EMAIL}),
    needs="links",
    judge=judge,
)
