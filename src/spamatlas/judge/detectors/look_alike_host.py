"""A host written to be taken for another one."""

from collections.abc import Iterator

from spamatlas.judge.brands import likeness
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for a punycode host (RFC 3492), and for a host outside a brand's own that looks like it.

    Digits that stand for letters are read as letters, as are ``rn`` for m and ``vv`` for w; ``brands.likeness`` tells
    what else is found.
    """
    for link in message.links[:MOST]:
        host = link.host
        if "xn--" in host:
            yield Finding({"host": host, "like": shown(host)}, 0.6)
        elif like := likeness(host, link.domain):
            yield Finding({"host": host, "like": like.name}, like.strength)


def imitated(host: str, domain: str) -> str:
    """The brand that a host outside the brand's own registrable domain looks like; empty where there is none."""
    like = likeness(host, domain)
    return like.name if like else ""


def shown(host: str) -> str:
    """A punycode host in its own letters, as far as it decodes."""
    try:
        return host.encode("ascii").decode("idna")
    except (UnicodeError, ValueError):
        return host


DETECTOR = Detector(
    name="look-alike-host",
    summary="a host name with look-alike letters or a borrowed brand",
    reason="The host {host} is written to look like {like}.",
    weight=1.8,
    needs="links",
    judge=judge,
)
