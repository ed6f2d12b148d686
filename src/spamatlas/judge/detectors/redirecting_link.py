"""A link that carries another link."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.gateways import is_gateway
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

# A search engine marks its base64 with a letter and a figure (a1); another's copies of pages (AMP) name the site in the
# path, after a lone s where it is https. All begin with one of two signs, so that the search leaps to them.
_INNER = re.compile(
    r"[=/](?:https?(?:://|%3a%2f%2f)|(?:a1)?aHR0c"
    r"|(?<=/)/(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?[^/?#]{1,253}\.[a-z])",
    re.IGNORECASE,
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the path or query of a link holds a second one, plain, escaped or in base64.

    Those that a receiver's gateway rewrote are left out.
    """
    for link in message.links[:MOST]:
        if _INNER.search(link.url, 5, 2000) and not is_gateway(link.host):
            yield Finding({"host": link.host})
            return


DETECTOR = Detector(
    name="redirecting-link",
    summary="a link whose query holds another address",
    reason="A link on {host} passes the reader on to another address.",
    weight=0.7,
    needs="links",
    judge=judge,
)
