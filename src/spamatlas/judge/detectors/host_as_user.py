"""A link that names one host where a user's name stands, and leads to another."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin
from spamatlas.suffixes import registrable


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first link whose userinfo reads as a host of another domain.

    What stands before an ``@`` is a user's name (RFC 3986, section 3.2.1), and who reads from the left takes it for the
    host: section 7.6 names it as an attack. Those of the domain itself are left out.
    """
    for link in message.links[:MOST]:
        named = link.userinfo_host
        if named and (registrable(named) or named) != link.domain:
            yield Finding({"shown": named, "target": link.domain})
            return


DETECTOR = Detector(
    name="host-as-user",
    summary="a link that names another host before an @",
    reason="A link reads as {shown}, but what stands before its @ is no host: it leads to {target}.",
    weight=3.5,  # nobody means well by a host in that place of a web link
    needs="links",
    judge=judge,
)
